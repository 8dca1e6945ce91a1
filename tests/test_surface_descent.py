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
from gradreel.scenes.drawing.rehearsal import Rehearsal
from gradreel.scenes.surface.descent import SurfaceDescent
from gradreel.scenes.surface.lowest_cross import lowest_seen
from gradreel.solver.objective import objective_of


def played(path: str | Path, *overrides: str) -> tuple[SurfaceDescent, list[Array]]:
    """A descent that was played, and the tips of the arrows that were seen, one after the other."""
    tips: list[Array] = []

    def watch(scene: Scene, _: float) -> None:
        assert isinstance(scene, SurfaceDescent)
        if scene.arrow.opacity == 1.0 and np.ptp(scene.arrow.points, axis=0).any():
            tips.append(scene.arrow.points[1].copy())

    with stage(Quality(320, 180, 15)):
        scene = SurfaceDescent(recorded(path, *overrides), Rehearsal(watch))
        scene.render()
    return scene, tips


@pytest.mark.parametrize(("name", "explained"), [("quadratic", 10), ("two-valleys", 5)])
def test_every_explained_step_has_its_arrow_to_the_next_iterate(name: str, explained: int) -> None:
    scene, tips = played(name)
    assert timing.explained_steps(scene.run.steps) == explained
    for place in scene.space.at(scene.run.parameters[1 : explained + 1]):
        assert min(np.linalg.norm(tip - place) for tip in tips) < 1e-9
    beyond = scene.space.at(scene.run.parameters[explained + 1 : explained + 3])
    for place in beyond:
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
