"""A descent on a surface: an arrow before each explained step, and a cross where it is lowest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from case_files import case
from manim import Scene
from spoken import recorded, written

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.render import stage
from gradreel.scenarios.arrays import Array
from gradreel.scenes import timing
from gradreel.scenes.drawing.items import Stroke
from gradreel.scenes.drawing.rehearsal import Rehearsal
from gradreel.scenes.parts.geometry.ripple import Ripple
from gradreel.scenes.parts.in_space.floor import CLEARANCE
from gradreel.scenes.surface.close_ups import CloseUps
from gradreel.scenes.surface.descent import SurfaceDescent
from gradreel.scenes.surface.lowest_cross import lowest_seen
from gradreel.scenes.surface.stage import SurfaceStage
from gradreel.solver.objective import objective_of
from gradreel.solver.run_record import RunRecord


def played(path: str | Path, *overrides: str) -> tuple[SurfaceDescent, list[Array]]:
    """A descent that was played, and where the arrows that were seen ended, in parameters."""
    tips: list[Array] = []

    def watch(scene: Scene, _: float) -> None:
        assert isinstance(scene, SurfaceDescent)
        if scene.arrow.opacity == 1.0 and np.ptp(scene.arrow.points, axis=0).any():
            seen = scene.space.landscape
            tips.append(seen.low + (scene.arrow.points[1, :2] + 1.0) / 2 * (seen.high - seen.low))

    with stage(Quality(320, 180, 15)):
        scene = SurfaceDescent(recorded(path, *overrides), Rehearsal(watch))
        scene.render()
    return scene, tips


@pytest.mark.parametrize(("name", "explained"), [("quadratic", 10), ("two-valleys", 5)])
def test_every_explained_step_has_its_arrow_to_the_next_iterate(name: str, explained: int) -> None:
    scene, tips = played(name)
    assert timing.explained_steps(scene.run.steps) == explained
    for place in scene.run.parameters[1 : explained + 1]:
        assert min(np.linalg.norm(tip - place) for tip in tips) < 1e-9
    for place in scene.run.parameters[explained + 1 : explained + 3]:
        assert min(np.linalg.norm(tip - place) for tip in tips) > 1e-3


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("quadratic", "lowest point"),
        ("two-weights", "lowest point"),
        ("two-valleys", "lowest found"),
    ],
)
def test_a_cross_stands_at_the_minimum_and_says_how_it_is_known(name: str, word: str) -> None:
    scene, _ = played(name)
    assert scene.trail.cross is not None
    assert scene.trail.lowest is not None
    middle = scene.trail.cross.cross.points.mean(axis=0)
    assert middle == pytest.approx(scene.space.at(scene.trail.lowest.place), abs=1e-9)
    slopes = scene.objective.gradient(scene.trail.lowest.place)
    assert slopes == pytest.approx(0.0, abs=1e-4)
    assert word in written(recorded(name), "descent")


def test_a_cross_follows_the_axes_that_grow_with_a_run() -> None:
    scene, _ = played("quadratic", "runs.0.lr=2.2", "runs.0.steps=6")
    assert scene.stage.window.grows
    assert scene.trail.cross is not None
    middle = scene.trail.cross.cross.points.mean(axis=0)
    assert middle == pytest.approx(scene.space.at(np.array([-1.0, 0.0])), abs=1e-9)


@pytest.mark.parametrize("name", ["no-minimum", "saddle"])
def test_what_has_no_lowest_point_gets_no_cross(name: str) -> None:
    recording = recorded(case(name))
    objective, domain = objective_of(recording.scenario), recording.scenario.objective.domain
    assert domain
    assert lowest_seen(objective, domain) is None


def test_the_lowest_loss_is_a_line_below_the_curve() -> None:
    scene, _ = played("quadratic")
    (line,) = scene.level
    assert line.get_center()[1] == pytest.approx(scene.curve.place(0.0, -2.5)[1])
    assert scene.curve.y[0] < -2.5


def test_a_lowest_loss_far_below_the_curve_does_not_flatten_it() -> None:
    scene, _ = played("quadratic", "runs.0.lr=0.0001", "runs.0.steps=3")
    assert len(scene.level) == 0
    assert scene.curve.y[0] > -0.3


def close_ups(path: str | Path, *overrides: str) -> tuple[CloseUps, RunRecord, int]:
    """The windows of a descent, its run, and how many of its steps are explained."""
    recording = recorded(path, *overrides)
    stage, run = SurfaceStage(recording, recording.objective), recording.runs[0]
    explained = timing.explained_steps(run.steps)
    lowest = lowest_seen(recording.objective, stage.window.domain(run.steps))
    return CloseUps(stage, recording, explained, lowest), run, explained


@pytest.mark.parametrize(
    ("name", "first", "rest"),
    [
        ("quadratic", 0.6, 1.0),
        ("two-valleys", 0.4, 0.6),
        ("two-weights", 0.6, 0.2),
        (case("beale"), 0.7, 0.7),
        (case("tiny-step"), 0.01, 0.01),
    ],
)
def test_the_camera_goes_to_where_the_steps_are(
    name: str | Path, first: float, rest: float
) -> None:
    near, run, explained = close_ups(name)
    parts = (near.first, run.parameters[: explained + 1]), (near.rest, run.parameters[explained:])
    low, high = np.array(list(near.home.values())).T
    for (domain, places), most in zip(parts, (first, rest), strict=True):
        least, greatest = np.array(list(domain.values())).T
        assert ((places >= least) & (places <= greatest)).all()
        assert ((least >= low) & (greatest <= high)).all()
        shares = (greatest - least) / (high - low)
        assert np.ptp(shares) < 1e-9
        assert shares[0] <= most


@pytest.mark.parametrize(
    ("name", "overrides"),
    [
        ("quadratic", ["runs.0.lr=2.2"]),  # the window grows instead
        (case("starts-at-solution"), []),
        ("quadratic", ["runs.0.lr=1.9"]),  # it jumps over most of the domain
    ],
)
def test_the_camera_stays_where_going_closer_shows_no_more(
    name: str | Path, overrides: list[str]
) -> None:
    near, _, _ = close_ups(name, *overrides)
    assert near.first == near.rest == near.home


def test_the_camera_is_back_at_the_end() -> None:
    scene, _ = played("two-valleys")
    domain = recorded("two-valleys").scenario.objective.domain
    assert domain
    shown = scene.space.landscape
    limits = zip(shown.low.tolist(), shown.high.tolist(), strict=True)
    assert dict(zip(shown.names, limits, strict=True)) == domain


def test_of_a_way_in_and_out_of_a_picture_the_parts_inside_are_drawn() -> None:
    recording = recorded("quadratic")
    space = SurfaceStage(recording, recording.objective).space
    way = np.array([[0.0, 0.0], [5.0, 0.0], [5.0, 1.0], [0.0, 1.0], [0.5, 1.0]])
    path = space.passes(way)
    gaps = np.isnan(path).any(axis=1)
    assert gaps.any()
    assert (np.abs(path[~gaps, :2]) <= 1.0 + 1e-9).all()
    first = int(np.argmax(gaps))
    assert path[[0, first - 1], :2] == pytest.approx(np.array([[0.0, 0.0], [1.0, 0.0]]))
    assert path[-1, :2] == pytest.approx([0.2, 0.4])
    assert len(space.passes(way[[1, 2]])) == 0


def test_nothing_casts_a_line_on_the_floor_that_the_sheet_would_hide() -> None:
    trail = played("two-weights")[0].trail
    strokes = [item for item in vars(trail).values() if isinstance(item, Stroke)]
    assert strokes
    for stroke in strokes:
        assert (stroke.points[np.isfinite(stroke.points[:, 2]), 2] >= CLEARANCE - 1e-9).all()


def test_rings_go_on_while_the_end_of_a_run_that_crawls_is_read() -> None:
    moments: list[tuple[float, bool]] = []

    def watch(scene: Scene, second: float) -> None:
        moments.append((second, any(isinstance(part, Ripple) for part in scene.mobjects)))

    with stage(Quality(320, 180, 15)):
        scene = SurfaceDescent(recorded("two-weights"), Rehearsal(watch))
        scene.render()
    ending = next(each for each in scene.sentences if "still on its way" in each.text)
    ringed = [rings for second, rings in moments if ending.start < second < ending.end]
    assert np.mean(ringed) > 0.5
