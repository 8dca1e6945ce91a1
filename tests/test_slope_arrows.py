"""Arrows on the axis of a curve: as long as slope and step are, or at a scale that is told."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from last_pictures import last_pictures
from manim import DOWN
from solver_cases import run
from solver_cases import scenario as made
from spoken import sentences, written

from gradreel.pipeline.inspect import inspect_chapter
from gradreel.scenarios import Formula, Scenario, load_scenario
from gradreel.scenes import theme
from gradreel.scenes.curve.meaning import CurveMeaning
from gradreel.scenes.curve.secant import secant
from gradreel.scenes.curve.secant_line import SecantLine
from gradreel.scenes.curve.slope_arrow import BELOW, Against, SlopeArrow, shortened
from gradreel.scenes.curve.stage import CurveStage, covers
from gradreel.scenes.curve.step import CurveStep
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.parts.digits.printed import printed
from gradreel.scenes.parts.formulas.update import change_within, first_steps
from gradreel.scenes.parts.lettering.text import maths
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of

PLACES = st.floats(-10.0, 10.0)
WAYS = st.floats(-1e6, 1e6).filter(lambda way: abs(way) > 1e-3)


def inward(place: float, way: float) -> Against:
    """A way downhill from a place that leads away from the nearer border of [-11, 11]."""
    return Against(place, -abs(way) if place > 0.0 else abs(way))


@given(st.lists(st.builds(inward, PLACES, WAYS), min_size=1, max_size=2), st.none() | PLACES)
def test_no_arrow_leaves_the_axis_and_none_is_shortened_that_fits(
    arrows: list[Against], lowest: float | None
) -> None:
    times = shortened((-11.0, 11.0), arrows, lowest)
    assert times is not None
    assert all(-11.0 <= a.place + a.change / times <= 11.0 for a in arrows)
    fits = all(-11.0 <= a.place + a.change <= 11.0 for a in arrows)
    assert (times == 1) == fits


def test_a_shortened_arrow_ends_before_the_lowest_place() -> None:
    assert shortened((0.0, 4.0), [Against(1.0, 22.0)], 2.0) == 30
    assert shortened((0.0, 4.0), [Against(1.0, 22.0)]) == 10
    # It would be too short to be seen.
    assert shortened((0.0, 4.0), [Against(1.9, 22.0)], 2.0) == 20
    assert shortened((-11.0, 11.0), [Against(-10.0, 20.0)], 0.0) == 1
    assert shortened((0.0, 4.0), [Against(1.0, 1e300)]) is None


def stepped(scenario: Scenario) -> CurveStep:
    (scene,) = last_pictures(scenario, ["step"])
    assert isinstance(scene, CurveStep)
    return scene


@pytest.mark.parametrize(
    ("name", "overrides"),
    [
        ("parabola", []),
        ("one-weight", []),
        ("parabola", ["runs.0.lr=0.9"]),
        ("parabola", ["runs.0.lr=1.4"]),
        ("parabola", ["start.x=0.3"]),
    ],
)
def test_the_arrow_ends_where_the_next_iterate_is(name: str, overrides: list[str]) -> None:
    scene = stepped(load_scenario(name, overrides))
    assert scene.arrow is not None
    scene.stage.zoom(1.0, scene.here)  # as it was drawn last, from close if the step is short
    places = scene.shape.submobjects[0].points[:, 0]
    foot, tip = scene.stage.curve.foot(scene.run.parameters[:2, 0])[:, 0]
    forward = tip > foot
    assert (places.max() if forward else places.min()) == pytest.approx(tip, abs=1e-6)
    assert (places.min() if forward else places.max()) == pytest.approx(foot, abs=1e-6)


def test_a_step_too_short_to_be_seen_from_close_has_one_number() -> None:
    bowl = Formula(formula="x**2", domain={"x": (-2.2, 2.2)})
    recording = record(made(bowl, run(-2.0, lr=1e-7, steps=1)))
    assert inspect_chapter(chapter_named(recording.scenario, "step"), recording) == []


@pytest.mark.parametrize("start", [-200.0, -150.0, 1200.0, 950.0])
def test_numbers_beside_a_curve_keep_off_the_name_of_its_axis(start: float) -> None:
    pit = Formula(formula="0.01*(x - 950)**2 - 1234", domain={"x": (-200.0, 1200.0)})
    recording = record(made(pit, run(start, lr=5, steps=3)))
    objective = recording.objective
    for alone in (False, True):
        stage = CurveStage(recording, objective, alone=alone)
        name = stage.curve.above
        assert len(name)
        slope = float(objective.gradient([start])[0])
        assert not covers(stage.beside(maths("-23", theme.SENTENCE), start, slope), name)
        pair = SecantLine(stage.curve, start, "h")
        for h in (400.0, -400.0, 60.0):
            pair.put(h)
            pair.write(secant(objective, printed(objective, np.array([start])), h), np.sign(h))
            assert not any(covers(label, name) for label in pair.labels if label.note.says)


@pytest.mark.parametrize("start", [4e-10, -0.02, 0.9])
def test_an_arrow_stays_on_the_axis_where_it_is_steeper_on_the_way(start: float) -> None:
    curve = Formula(formula="cos(pi*(x - 3))", domain={"x": (-1.0, 1.0)})
    (scene,) = last_pictures(made(curve, run(start, lr=0.1)), ["meaning"])
    assert isinstance(scene, CurveMeaning)
    assert scene.other is not None
    low, high = scene.stage.curve.x
    for x in np.linspace(scene.x, scene.other, 200):
        tip = x - float(scene.objective.gradient([x])[0]) / scene.slope_arrow.times
        assert low - 0.01 <= tip <= high + 0.01


@pytest.mark.parametrize(("start", "change"), [(1.0, 22.0), (3.0, -22.0), (3.9, -1e-3)])
def test_the_name_of_an_arrow_and_the_number_beside_it_make_no_difference(
    start: float, change: float
) -> None:
    recording = record(load_scenario("one-weight", [f"start.w={start}"]))
    curve = CurveStage(recording, recording.objective).curve
    arrow = SlopeArrow(curve, "-J'(w)", 30)
    mark = maths("1", theme.LABEL).move_to(curve.foot(start) + BELOW * DOWN)
    arrow.put(start, change, mark)
    left, right = sorted((mark, arrow.label), key=lambda text: float(text.get_center()[0]))
    assert right.get_left()[0] - left.get_right()[0] > 2 * mark.width
    assert arrow.arrow.get_fill_opacity() == 1.0  # else the axis would be seen through it


@pytest.mark.parametrize(("name", "times"), [("parabola", 1), ("one-weight", 30)])
def test_the_arrow_of_a_slope_is_at_the_scale_that_is_told(name: str, times: int) -> None:
    scenario = load_scenario(name)
    (scene,) = last_pictures(scenario, ["meaning"])
    assert isinstance(scene, CurveMeaning)
    assert scene.other is not None
    way = -float(scene.objective.gradient([scene.x])[0])  # where it comes back to
    foot, tip = scene.stage.curve.foot(np.array([scene.x, scene.x + way / times]))
    places = scene.slope_arrow.arrow.points[:, 0]
    assert np.ptp(places) == pytest.approx(abs(tip[0] - foot[0]), abs=1e-6)
    for chapter in ("meaning", "step"):
        told = {text for text in written(record(scenario), chapter) if "arrows at" in text}
        assert told == (set() if times == 1 else {f"arrows at 1/{times}"})


@pytest.mark.parametrize(
    ("formula", "solution"),
    [
        ("(x - 1)**2", "x = 1"),
        ("(x - 3)**2", "x = 3"),  # beyond the axis
        ("(x + 2.5)**2", "x = −2.5"),
        ("3*x**2 - 2*x", "x approx 0.3333"),
        ("3*x**2 - 20*x", "x approx 3.333"),
    ],
)
def test_only_a_rounded_solution_is_called_that(formula: str, solution: str) -> None:
    curve = Formula(formula=formula, domain={"x": (-2.0, 2.0)})
    told = made(curve, run(-1.0)).model_copy(update={"lesson": "curve"})
    shown = written(record(told), "meaning")
    assert {text for text in shown if text[:3] in ("x =", "x a") and text != "x ="} == {solution}


def test_the_slope_is_said_and_seen_to_be_0_at_the_lowest_point() -> None:
    recording = record(load_scenario("parabola"))
    (*_, which_way, solving) = sentences(recording, "meaning")
    assert which_way.endswith("0 at the lowest point.")
    assert solving.startswith("Why not solve for slope 0?")
    assert {"f'( x ) = 2 x = 0", "x = 0", "0"} <= written(recording, "meaning")
    # A curve without a lowest point, and one that is not solved in one step.
    for formula, solved in (("exp(x/5)", False), ("x**4 - x", False), ("(x - 1)**2", True)):
        told = made(Formula(formula=formula, domain={"x": (-3.0, 3.0)}), run(2.0))
        told = told.model_copy(update={"lesson": "curve"})
        shown = written(record(told), "meaning")
        assert any(text.endswith(" = 0") and "f'" in text for text in shown) == solved


@pytest.mark.parametrize(
    ("overrides", "change"), [([], "2"), (["start.x=10"], "−2"), (["runs.0.lr=0.123"], "2.46")]
)
def test_the_middle_of_a_step_is_shown(overrides: list[str], change: str) -> None:
    recording = record(load_scenario("parabola", overrides))
    (step,) = first_steps(objective_of(recording.scenario), recording.runs[0])
    assert change_within(step) == change
    said = [text for text in sentences(recording, "step") if "how long the step is" in text]
    assert len(said) == 1
    rate, slope, length = (
        Fraction(word.strip(":")) for word in said[0].split() if word[0].isdigit()
    )
    assert rate * slope == length


def test_no_step_is_told_of_a_slope_that_the_step_does_not_follow() -> None:
    recording = record(load_scenario("parabola", ["runs.0.optimizer=Adam"]))
    assert not [text for text in sentences(recording, "step") if "how long the step is" in text]
