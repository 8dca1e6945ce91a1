"""The step of a surface lesson is drawn true to its axes, and close enough to be seen."""

from __future__ import annotations

from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from case_files import case
from manim import Scene
from solver_cases import formula, run, scenario
from spoken import recorded, said, sentences, written

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.render import stage
from gradreel.scenarios import Formula
from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.chapter import default_recording
from gradreel.scenes.drawing.rehearsal import Rehearsal
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.lettering.text import maths
from gradreel.scenes.parts.maps.close_map import DOT, CloseMap
from gradreel.scenes.parts.maps.framing import Framing, between, inside
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.surface import whole_way
from gradreel.scenes.surface.new_place import put_clear
from gradreel.scenes.surface.step import SurfaceStep
from gradreel.scenes.surface.step_map import StepFraming
from gradreel.solver.descent import record

FRAME_WIDTH = 128 / 9
BOX = Box((-6.0, -2.4), (4.3, 4.3))
PLAIN = [
    "quadratic",
    "two-weights",
    "two-valleys",
    "tiny-step",
    "half-domain",
    "corner",
    "overflow",
]


class StepSeen:
    """A step chapter that was played, and what was seen of it at every moment."""

    def __init__(self, path: str | Path, *overrides: str) -> None:
        self.widths: list[float] = []  # of the step on the screen, in shares of the frame
        self.rules: list[float] = []  # how opaque the gradient beside the map is
        self.tried: list[tuple[bool, bool]] = []  # where its loss is written, is the dot there?
        self.ends: list[tuple[Array, Array]] = []  # of the whole arrow, and the map's corners
        with stage(Quality(320, 180, 15)):
            self.scene = SurfaceStep(recorded(path, *overrides), Rehearsal(self._watch))
            self.scene.render()

    def _watch(self, scene: Scene, _: float) -> None:
        assert isinstance(scene, SurfaceStep)
        shown = scene.map
        if hasattr(scene, "step"):
            ends = shown.map.at(np.array([scene.step.start, scene.step.end]))
            self.widths.append(float(np.linalg.norm(np.diff(ends, axis=0))) / FRAME_WIDTH)
        if hasattr(scene, "rule") and scene.rule.facts and not scene.finished:
            self.rules.append(scene.rule.facts[0].pieces[0].get_fill_opacity())
        if len(getattr(scene, "tried", ())) > 1 and scene.tried[1] in scene.mobjects:
            end = shown.map.at(scene.framing.tip)
            there = np.allclose(scene.tried[0].get_center(), end, atol=1e-6)
            self.tried.append((scene.tried[0] in scene.mobjects, there))
        if hasattr(scene, "whole") and scene.whole.get_fill_opacity() == 1.0:
            self.ends.append((shown.map.at(scene.whole.end), np.array(shown.map.box.corners)))


@cache
def seen_of(name: str) -> StepSeen:
    shipped = ("quadratic", "two-weights", "two-valleys")
    return StepSeen(name if name in shipped else case(name))


@pytest.mark.parametrize("name", PLAIN)
def test_the_arrow_of_a_step_ends_where_the_next_iterate_is(name: str) -> None:
    scene = seen_of(name).scene
    there = scene.run.parameters[1]
    assert scene.step.end == pytest.approx(there, abs=1e-12 + 1e-9 * np.abs(there).max())
    assert scene.map.here == pytest.approx(there)
    apart = np.linalg.norm(scene.step.points - scene.map.map.at(there), axis=1)
    assert apart.min() < 1e-6


@pytest.mark.parametrize("name", PLAIN)
def test_the_new_place_is_written_beside_its_dot_off_the_arrow_and_within_the_map(
    name: str,
) -> None:
    scene = seen_of(name).scene
    chart, written = scene.chart.map, scene.place
    zoomed = CloseMap(scene.objective, [scene.framing.close], chart.map.box, scene.framing.here)
    arrow = np.linspace(*zoomed.map.at(np.array([scene.framing.here, scene.there])), 200)
    half, middle = np.array([written.width, written.height]) / 2, written.get_center()[:2]
    away = np.linalg.norm(np.maximum(np.abs(arrow[:, :2] - middle) - half, 0.0), axis=1)
    assert DOT < away.min() < 6 * DOT
    low, high = np.array(chart.map.box.corners)
    assert (middle - half > low).all()
    assert (middle + half < high).all()


def test_a_label_finds_room_beside_an_arrow_wherever_that_ends() -> None:
    objective = default_recording("quadratic").objective
    chart = CloseMap(objective, [{"x": (-1.0, 1.0), "y": (-1.0, 1.0)}], BOX, np.zeros(2))
    label = maths('"loss" thick 4.927 times 10^6', theme.TICK)
    half, (low, high) = np.array([label.width, label.height]) / 2, np.array(BOX.corners)
    for angle, share, length in product(range(0, 360, 20), (0.0, 0.5, 0.92), (0.05, 0.8)):
        way = np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])
        end = share * way / np.abs(way).max()
        chart.stand(end - length * way)
        put_clear(label, chart, end)
        middle = label.get_center()[:2]
        arrow = np.linspace(*chart.map.at(np.array([chart.here, end])), 200)[:, :2]
        away = np.linalg.norm(np.maximum(np.abs(arrow - middle) - half, 0.0), axis=1)
        assert away.min() > DOT
        assert ((middle - half > low) & (middle + half < high)).all()


@pytest.mark.parametrize("angle", range(0, 360, 45))
def test_a_loss_is_not_written_nearer_to_the_lowest_point_than_to_its_dot(angle: int) -> None:
    objective = default_recording("quadratic").objective
    chart = CloseMap(objective, [{"x": (-4.0, 4.0), "y": (-4.0, 4.0)}], BOX, np.zeros(2))
    label, end = maths('"loss" thick -2.438', theme.TICK), np.array([1.0, 0.5])
    half = np.array([label.width, label.height]) / 2
    around = np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])
    lowest = chart.map.at(end + 0.7 * around)
    put_clear(label, chart, end, lowest)
    middle = label.get_center()[:2]
    tip, far = (
        float(np.linalg.norm(np.maximum(np.abs(point[:2] - middle) - half, 0.0)))
        for point in (chart.map.at(end), lowest)
    )
    assert far >= tip > DOT


@pytest.mark.parametrize("name", PLAIN)
def test_the_negative_gradient_has_its_true_length_and_never_leaves_the_map(name: str) -> None:
    seen = seen_of(name)
    scene = seen.scene
    assert scene.framing.times == 1
    assert scene.whole.end - scene.whole.start == pytest.approx(-scene.run.grad[0])
    assert seen.ends
    for end, (low, high) in seen.ends:
        assert (end[:2] >= low - 1e-9).all()
        assert (end[:2] <= high + 1e-9).all()


@pytest.mark.parametrize("name", [*PLAIN, "beale"])
def test_a_step_takes_a_tenth_of_the_frame_whatever_the_domain(name: str) -> None:
    assert max(seen_of(name).widths) >= 0.1


def test_arrows_too_long_for_any_map_are_drawn_smaller_and_that_is_told() -> None:
    scene = seen_of("beale").scene
    assert scene.framing.times == 5000
    assert scene.whole.end - scene.whole.start == pytest.approx(-scene.run.grad[0] / 5000)
    assert "at 1/5000 of its length" in said("beale", "step")
    assert "arrows at 1/5000" in written(recorded(case("beale")), "step")
    # What is left of it is drawn anew, close up and in its true length.
    assert scene.step.end == pytest.approx(scene.run.parameters[1])


@pytest.mark.parametrize(
    ("rate", "words"),
    [(0.1, "So we take a part"), (1.0, "All of it"), (1.5, "Even farther")],
)
def test_how_much_of_the_gradient_a_step_is(rate: float, words: str) -> None:
    assert words in said("corner", "step", f"runs.0.lr={rate}")


@pytest.mark.parametrize(
    ("losses", "words"),
    [
        ((-0.25, -2.438, -0.6544), "Here that leads lower"),
        ((1.0, 0.9, 0.64), "a part of the way leads lower still"),
        ((6.0, 31.2, 4.18), "too far: the loss would rise, from 6 to 31.2"),
        ((2.9999, 3.0001, 2.0), "too far: the loss would rise, from 2.9999 to 3.0001"),
        ((1e6, 1e6, 9e5), "too far: the loss there would be the same"),
        ((1.0, float("inf"), 0.5), "too far: the loss there is beyond what can be computed"),
        ((1.0, float("nan"), 0.5), "too far: the formula has no value there"),
        ((1.0, 0.5, float("nan")), "Here that leads lower"),
    ],
)
def test_what_is_said_of_the_whole_way_is_what_it_meets(
    losses: tuple[float, float, float], words: str
) -> None:
    assert words in worded(whole_way(*losses))


@pytest.mark.parametrize("name", PLAIN)
def test_the_loss_of_the_whole_way_is_written_only_while_its_dot_is_there(name: str) -> None:
    assert {*seen_of(name).tried} == {(True, True)}


@pytest.mark.parametrize("name", PLAIN)
def test_the_rules_become_faint_only_once(name: str) -> None:
    seen = np.array(seen_of(name).rules)
    falls = np.flatnonzero((seen[1:] < 0.99) & (seen[:-1] >= 0.99))
    assert len(falls) == 1
    assert seen[-1] == 1.0


def test_a_method_of_its_own_has_no_gradient_to_squeeze() -> None:
    overrides = ["runs.0.optimizer='Rprop'", "runs.0.steps=3"]
    seen = StepSeen(case("corner"), *overrides)
    assert not hasattr(seen.scene, "whole")
    assert seen.scene.step.end == pytest.approx(seen.scene.run.parameters[1])
    assert "only the sign of each slope counts" in said("corner", "step", *overrides)


def test_where_all_slopes_are_0_nothing_is_drawn_that_moves() -> None:
    seen = StepSeen(case("corner"), "start.x=0", "start.y=0")
    assert seen.widths == []


@pytest.mark.parametrize("wide", [1.0, 3.9])
def test_maps_have_one_scale_unless_that_would_be_a_stripe(wide: float) -> None:
    framing = Framing({"x": (0.0, wide), "y": (0.0, 1.0)})
    assert framing.equal
    here, there = np.array([0.5, 0.5]), np.array([0.4, 0.5])
    for domain in (framing.wide(np.array([here, 3 * there])), framing.close(here, there, 0.4)):
        across, along = (high - low for low, high in domain.values())
        assert across == pytest.approx(along)


def test_a_long_domain_keeps_its_two_scales() -> None:
    framing = Framing({"x": (0.0, 10.0), "y": (0.0, 1.0)})
    assert not framing.equal
    domain = framing.close(np.array([5.0, 0.5]), np.array([4.0, 0.5]), 0.4)
    assert np.ptp(domain["x"]) == pytest.approx(10 * np.ptp(domain["y"]))


def test_a_zoom_keeps_what_stays_in_place_where_it_is() -> None:
    one, other = {"x": (0.0, 10.0)}, {"x": (2.0, 4.0)}
    kept = 2.5  # a quarter of the way across in both
    for share in (0.0, 0.3, 0.7, 1.0):
        low, high = between(one, other, share)["x"]
        assert (kept - low) / (high - low) == pytest.approx(0.25)


def test_of_a_way_that_leaves_only_a_part_is_inside() -> None:
    domain = {"x": (0.0, 1.0), "y": (0.0, 1.0)}
    assert inside(domain, np.array([0.5, 0.5]), np.array([0.2, 0.0])) == 1.0
    assert inside(domain, np.array([0.5, 0.5]), np.array([0.0, -4.6])) == pytest.approx(0.1)


@pytest.mark.parametrize("settings", [{"optimizer": "LBFGS"}, {"noise": 1.0}])
def test_a_step_that_squeezes_no_gradient_has_none_to_hide(settings: dict[str, Any]) -> None:
    steep = Formula(
        formula="(1 - x)**2 + 100*(y - x**2)**2", domain={"x": (-2.0, 2.0), "y": (-1.5, 2.5)}
    )
    recording = record(scenario(steep, run(-1.99, -1.0, lr=1e-4, steps=3, **settings)))
    assert sentences(recording, "step")


def test_a_slope_that_is_rounding_noise_has_no_arrow() -> None:
    level = formula("x**2 - (3*y - 0.3)**2", "x", "y")
    recording = record(scenario(level, run(0.0, 0.1, lr=0.1, steps=40)))
    assert sentences(recording, "gradient")[-1].startswith("Both slopes are zero")
    assert not StepFraming(recording).squeezes
