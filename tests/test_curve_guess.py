"""How a curve lesson about data begins: its model, what its loss is made of, a new input."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from solver_cases import fit, run, scenario
from spoken import sentences

from gradreel.scenarios import Scenario, load_scenario
from gradreel.scenes import theme
from gradreel.scenes.curve import poses
from gradreel.scenes.curve.new_input import new_input, origin_near, turning_height
from gradreel.scenes.curve.read_off import ReadOff
from gradreel.scenes.curve.square_bars import SquareBars
from gradreel.scenes.curve.stage import CurveStage
from gradreel.scenes.lesson import chapters_of
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.geometry.points import Discs
from gradreel.scenes.sentences import curve as texts
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of

POINTS = ((1.0, 2.0), (2.0, 4.5), (4.0, 7.0))


def of(model: str, *points: tuple[float, float], start: float = 1.0) -> Scenario:
    """A curve lesson about a model of one parameter."""
    told = scenario(fit(model, *(points or POINTS)), run(start, lr=0.01, steps=3))
    return told.model_copy(update={"lesson": "curve"})


@pytest.mark.parametrize(
    ("model", "height", "said", "turn"),
    [
        ("w*x", 0.0, "The model is y = wx: w is the m of y = mx.", "turns about the origin"),
        ("m*x", 0.0, "The model is y = mx: m is the slope of the line.", "about the origin"),
        ("w*x + 3", 3.0, "a line: w is its slope, the m of y = mx + b.", "turns about (0, 3)"),
        ("2*x + b", None, "a line: b is the b of y = mx + b.", "the line moves up or down"),
        ("w*(x - 1)", None, "One number, w, decides which line", "and the line changes"),
        ("w*x**2", 0.0, "One number, w, decides which curve", "and the curve changes"),
        ("x**2 + c", None, "One number, c, decides which curve", "the curve moves up or down"),
    ],
)
def test_a_model_is_told_by_what_its_parameter_does(
    model: str, height: float | None, said: str, turn: str
) -> None:
    told = of(model)
    assert turning_height(objective_of(told)) == height
    assert said in worded(texts.model(told, notation_of(told)))
    assert turn in worded(texts.turns(told, height))


def test_the_loss_is_made_of_residuals_before_anything_is_asked_of_its_curve() -> None:
    told = load_scenario("one-weight")
    assert [chapter.name for chapter in chapters_of(told)][:3] == ["title", "guess", "slope"]
    assert "guess" not in [chapter.name for chapter in chapters_of(load_scenario("parabola"))]
    *_, residual, mean, curve, lowest = sentences(record(told), "guess")
    assert residual == "Each gap is a residual: line minus point."
    assert mean == "The mean of their squares is the loss: J = 11."
    assert curve == "Every w has its loss: together, they make a curve."
    assert lowest == "We look for its lowest point."


def bars_of(scenario: Scenario) -> tuple[SquareBars, CurveStage]:
    """The squares of the residuals at the start of a scenario."""
    recording = record(scenario)
    stage = CurveStage(recording, recording.objective)
    assert stage.data
    starts, ends = stage.data.residuals(recording.runs[0].parameters[0], stage.sample)
    predicted = stage.data.inputs * recording.runs[0].parameters[0]
    sizes = (predicted - stage.data.outputs)[stage.sample] ** 2
    sides = stage.data.box.left, stage.data.box.right
    return SquareBars(starts, ends, sizes, sides, stage.curve, float), stage


def test_the_mean_of_a_few_squares_is_computed_from_their_numbers() -> None:
    bars, stage = bars_of(load_scenario("one-weight"))
    assert [part.submobjects[0].note.says for part in bars.numbers] == ["1", "4", "9", "16", "25"]
    for room, said in (
        (99.0, "J = ( 1 + 4 + 9 + 16 + 25 ) / 5 = 11"),
        (0.0, "J = ( 55 ) / 5 = 11"),
    ):
        formula, numbers = bars.definition("J", room)
        assert numbers.submobjects[0].note.says == said
        assert formula.get_right()[0] < numbers.submobjects[0].outlines[:, 0].min()
    level = stage.curve.at(1.0)[1]
    assert bars.height_of(11.0) == pytest.approx(level)  # the bars are at the scale of the axis


def test_a_mean_of_squares_is_printed_like_the_loss() -> None:
    told = of("w*x", (1.0, 2.3), (2.0, 3.1), (3.5, 7.7), (4.0, 7.2), start=-0.37)
    loss = float(record(told).runs[0].loss[0])
    _, numbers = bars_of(told)[0].definition("J", 0.0)
    match = re.fullmatch(r"J = \( (\S+) \) / 4 = (\S+)", numbers.submobjects[0].note.says)
    assert match
    assert match[2] == number(loss)
    assert float(match[1]) / 4 == pytest.approx(loss, abs=0.005)


def test_many_squares_have_no_numbers() -> None:
    bars, _ = bars_of(of("w*x", *((float(x), 2.0 * x) for x in range(1, 9))))
    assert not len(bars.numbers)
    assert not len(bars.definition("J", 99.0)[1])


def test_squares_become_bars_without_a_leap() -> None:
    bars, _ = bars_of(load_scenario("one-weight"))
    bars.unfold(1.0)
    shape = bars.squares.submobjects[-1]
    before = shape.get_fill_opacity(), shape.get_center()
    bars.reshape(1e-6)
    assert shape.get_fill_opacity() == pytest.approx(before[0])
    assert shape.get_center() == pytest.approx(before[1], abs=1e-3)


def test_points_are_in_front_of_their_line_in_every_picture() -> None:
    recording = record(load_scenario("one-weight"))
    for pose in (poses.DATA, poses.START, poses.TOUCHED):
        shown = pose.draw(recording, recording.objective).get_family()
        points = next(k for k, part in enumerate(shown) if isinstance(part, Discs))
        colors = theme.colors().model, theme.colors().residual
        lines = [k for k, p in enumerate(shown) if p.get_stroke_color().to_hex() in colors]
        assert all(k < points for k in lines)


def test_a_start_at_the_solution_has_no_residuals_to_square() -> None:
    told = of("w*x", (1.0, 2.0), (2.0, 4.0), start=2.0)
    assert "there is no residual to square" in sentences(record(told), "guess")[2]


def test_the_data_show_the_origin_and_the_new_input() -> None:
    told = load_scenario("one-weight")
    stage = CurveStage(record(told), objective_of(told))
    assert stage.data is not None
    low, high = stage.data.x
    assert low < 0.0 < 6.0 < high
    assert stage.data.y[0] < 0.0


@pytest.mark.parametrize(
    ("inputs", "near"),
    [((1.0, 5.0), [0.0]), ((-3.0, -1.0), [0.0]), ((100.0, 104.0), []), ((-1.0, 1.0), [0.0])],
)
def test_the_origin_is_shown_where_it_is_near(
    inputs: tuple[float, float], near: list[float]
) -> None:
    assert origin_near(objective_of(of("w*x")), np.array(inputs)) == near
    assert origin_near(objective_of(of("x + b")), np.array(inputs)) == []


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=9), st.sampled_from([0.01, 1, 1e6]))
def test_a_new_input_is_none_of_the_data_and_not_far(inputs: list[int], unit: float) -> None:
    data = np.array(inputs) * unit
    found = new_input(data)
    assert found not in data
    if np.ptp(data):
        assert data.max() < found <= data.max() + 1.01 * np.ptp(data)


@pytest.mark.parametrize(
    ("found", "shown", "answer", "equation"),
    [
        (2.0 + 1e-13, "2.000", "12", '"2" dot "6" = "12"'),
        (1.93456, "1.935", "11.61", '"1.935" dot "6" = "11.61"'),
    ],
)
def test_a_prediction_follows_from_the_parameter_as_it_is_printed(
    found: float, shown: str, answer: str, equation: str
) -> None:
    told = load_scenario("one-weight")
    objective = objective_of(told)
    stage = CurveStage(record(told), objective)
    assert stage.data is not None
    made = ReadOff(objective, told, stage.data, np.array([found]), shown)
    assert (made.x, made.answer, made.equation) == (6.0, answer, equation)
