"""What is said and drawn of curves that are no parabolas: poles, flat valleys, kinks, walls."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from case_files import case
from manim import DL, UR
from solver_cases import run
from spoken import recorded, sentences, written
from test_holdouts import told

from gradreel.pipeline.inspect import inspect_chapter
from gradreel.scenarios import Formula
from gradreel.scenes import theme
from gradreel.scenes.curve.panels import CurveRunPanel
from gradreel.scenes.curve.rates import CurveRates
from gradreel.scenes.curve.stage import CurveStage
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.parts.in_space.heights import Heights
from gradreel.scenes.parts.lettering.text import maths
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from gradreel.solver.diagnostics import diagnose
from gradreel.solver.ending import Outcome
from gradreel.solver.objective import objective_of
from gradreel.solver.reasons import explained
from gradreel.solver.recording import Recording


def descended(text: str, start: float, lr: float, steps: int = 30, low: float = -1) -> Recording:
    curve = Formula(formula=text, domain={"x": (low, 4)})
    return record(told("curve", curve, run(start, lr=lr, steps=steps)))


@pytest.mark.parametrize(
    ("text", "start", "lr", "lowest"),
    [
        ("x**4", 1.5, 0.01, 0.0),
        ("x**6 + 2", 1.5, 0.001, 0.0),
        ("exp(x) - x", 4, 1e-4, 0.0),
        ("1/x + x", 0.2, 0.02, 1.0),
        ("x**2/2 + 3", 1.5, 0.01, 0.0),
    ],
)
def test_a_step_closes_the_share_of_the_way_that_is_told(
    text: str, start: float, lr: float, lowest: float
) -> None:
    recording = descended(text, start, lr)
    diagnosis = diagnose(objective_of(recording.scenario), recording.runs[0])
    here, there = descended(text, start, lr, 31).runs[0].parameters[-2:, 0] - lowest
    assert diagnosis is not None
    assert diagnosis.closes == pytest.approx(1 - there / here, rel=1e-6)


@pytest.mark.parametrize(
    ("text", "start", "lr", "long"),
    [
        ("sin(x)*2 + abs(x)/10", 4.0, 1.2, 2.19),
        ("sin(5*x) + x**2/20", 4.5, 0.1, 2.02),
    ],
)
def test_a_step_past_the_minimum_is_not_told_to_close_anything(
    text: str, start: float, lr: float, long: float
) -> None:
    recording = descended(text, start, lr)
    one, objective = recording.runs[0], objective_of(recording.scenario)
    (said,) = explained(recording.scenario, objective, one)
    assert worded(said) == (
        f"Where it starts its step is {long} times as long as the way to the minimum."
    )
    places = np.linspace(start, start + 0.9, 100_001)
    lowest = places[objective.value(places[:, None]).argmin()]
    step = one.parameters[1, 0] - start
    assert step / (lowest - start) == pytest.approx(long, abs=0.005)


def test_no_share_of_a_way_is_told_that_has_no_end() -> None:
    for text in ("exp(-x)", "x**3", "log(1 + exp(x))"):
        recording = descended(text, 1, 1e-3)
        diagnosis = diagnose(objective_of(recording.scenario), recording.runs[0])
        assert diagnosis is not None
        assert diagnosis.closes is None


@pytest.mark.parametrize(("start", "lr"), [(0.2, 0.02), (3.0, 1e-3)])
def test_the_ground_beside_a_pole_is_no_plateau(start: float, lr: float) -> None:
    ending = descended("1/x + x", start, lr).runs[0].ending
    assert ending.outcome is Outcome.STEPS_SPENT


def test_no_lower_place_is_told_that_is_not_drawn() -> None:
    assert "lower place" not in " ".join(sentences(descended("1/x + x", 0.2, 0.02), "descent"))
    inner = descended("sin(3*x) + x**2/10", 3.5, 0.05)
    assert "A lower place is in the picture, near −0.512." in sentences(inner, "descent")


def test_a_kink_has_no_tangent() -> None:
    recording = descended("abs(x - 1)", 0.5, 0.5)
    stage = CurveStage(recording, objective_of(recording.scenario))
    drawn = []
    for place in (0.5, 1.0, 2.0):
        stage.stand(place)
        drawn.append(len(stage.tangent.points) > 0)
    assert drawn == [True, False, True]


def test_a_panel_says_when_its_run_has_left() -> None:
    bowl = Formula(formula="x**2", domain={"x": (-2, 2)})
    runs = (run(1, lr=0.1), run(1, lr=1.2, steps=20))
    recording = record(told("curve", bowl, *runs))
    assert any(text.endswith(" steps, outside") for text in written(recording, "rates"))
    stayed = written(recorded(case("wall")), "rates")
    assert not [text for text in stayed if text.endswith("outside")]


@pytest.mark.parametrize("steep", ["1e6", "1e9", "0.001"])
@pytest.mark.parametrize("count", [2, 3, 5])
def test_the_numbers_of_a_panel_stay_off_the_one_before(steep: str, count: int) -> None:
    curve = Formula(formula=f"{steep}*x**4", domain={"x": (-2, 2)})
    rates = (0.01, 0.3, 0.31, 0.32, 0.33)[:count]  # the others leave: their axes grow
    runs = (run(1.5, lr=rate / float(steep), steps=9) for rate in rates)
    panels = CurveRates(record(told("curve", curve, *runs))).make_panels()
    for before, panel in pairwise(panels):
        assert isinstance(before, CurveRunPanel)
        assert isinstance(panel, CurveRunPanel)
        if not panel.first:
            assert panel.axes.leftmost > before.axes.box.right + 0.05


def test_a_panel_draws_the_step_that_was_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = {}
    draw = CurveRunPanel.draw_to

    def watched(panel: CurveRunPanel, step: float, limits: tuple[float, float]) -> None:
        draw(panel, step, limits)
        refused[panel.run.run.lr] = panel.refused.width > 0.1

    monkeypatch.setattr(CurveRunPanel, "draw_to", watched)
    sentences(recorded(case("wall")), "rates")
    assert refused == {0.1: False, 0.5: True, 0.3: False}


def test_axes_that_grow_do_not_show_a_wall_alone() -> None:
    recording = descended("exp(x) - x", 3.0, 1.0, 5)
    stage = CurveStage(recording, objective_of(recording.scenario), follows=True)
    visited = recording.runs[0].loss
    stage.follow(5)
    assert stage.window.scale(5) > 3
    assert stage.curve.y[1] < 20 * visited.max()
    bowl = descended("x**2", 3, 1.1, 12)
    stage = CurveStage(bowl, objective_of(bowl.scenario), follows=True)
    stage.follow(12)
    assert stage.curve.within(stage.curve.at(bowl.runs[0].parameters[:, 0])).all()


def test_a_curve_has_a_top_and_no_ridge() -> None:
    last = sentences(descended("-x**2", 0.1, 0.1, low=-4), "descent")[-1]
    assert last == "The curvature −2 bends down: what is off the top grows 1.2-fold a step."


@pytest.mark.parametrize(
    ("text", "start", "slope"),
    [
        ("sin(3*x) + x**2/10", 3.0, "-2.133"),
        ("1 - cos(2*x/3)", 4.65e-10, "2.067 times 10^(-10)"),
        ("x**2", 1e-5, "0.000020001"),
    ],
)
def test_the_slope_stands_off_the_curve_and_the_numbers_of_its_axis(
    text: str, start: float, slope: str
) -> None:
    recording = descended(text, start, 0.05, low=-5)
    stage = CurveStage(recording, objective_of(recording.scenario))
    label = maths(slope, theme.SENTENCE)
    stage.beside(label, start, float(recording.runs[0].grad[0, 0]))
    drawn = stage.curve.at(np.linspace(-5, 4, 2001))[:, :2]
    low, high = label.get_corner(DL)[:2], label.get_corner(UR)[:2]
    assert np.isfinite([*low, *high]).all()
    assert low[1] >= stage.curve.box.bottom
    assert not ((drawn > low) & (drawn < high)).all(axis=1).any()


def test_numbers_of_five_signs_beside_a_curve_keep_to_the_safe_area() -> None:
    fallen = descended("700*x - 1", 3, 0.001, low=-3)
    for chapter in ("descent", "recap"):
        assert not inspect_chapter(chapter_named(fallen.scenario, chapter), fallen)


def test_ticks_of_logarithmic_heights_are_apart_without_powers_of_ten() -> None:
    heights = Heights(28003.0, 175000.0, soft=200.0)
    ticks = heights.ticks(3)
    assert len(ticks)
    assert (np.diff(heights.share(ticks)) >= 0.16).all()


def test_where_the_dot_is_not_seen_no_stub_of_its_tangent_is() -> None:
    thrown = descended("exp(x) - x", 3.5, 5.0, 5)
    stage = CurveStage(thrown, objective_of(thrown.scenario), follows=True)
    assert stage.window.lost == 1
    low, high = stage.curve.x
    stage.stand(low + 0.02 * (high - low))
    assert stage.tangent.has_points()
    for beyond in (low - 0.02 * (high - low), high + 0.02 * (high - low)):
        stage.stand(beyond)
        assert not stage.tangent.has_points()
        assert not stage.dot.has_points()
