"""What is told of a place follows from the place as it is printed."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from generators.numbers import pictures_of
from hypothesis import given, settings
from hypothesis import strategies as st
from solver_cases import fit, formula, run, scenario

from gradreel.scenarios import Fit, Formula, Scenario
from gradreel.scenarios.scaling import Scaling
from gradreel.scenes.curve.secant import secant
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.parts.descents.found import printed_fits
from gradreel.scenes.parts.digits.numbers import exact, number
from gradreel.scenes.parts.digits.printed import agreed_digits, printed
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.formulas.about import scaling_formula
from gradreel.scenes.parts.formulas.update import first_steps
from gradreel.scenes.sentences import curve as curve_texts
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.fit import question
from gradreel.scenes.sentences.runs import epoch, zoomed
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of
from gradreel.solver.units import scaled_how

BOWL = "0.3217*(x - 0.331)**2 + 0.5*x"
PLACES = st.floats(-50, 50).filter(lambda x: abs(x) > 1e-6)


def as_number(text: str) -> float:
    return numbers_in(text)[0].signed


@pytest.mark.parametrize(
    ("text", "x", "shown"),
    [
        ("x**2", 1.5, "1.5"),
        (BOWL, 1.234567, "1.23457"),  # 1.235 would have the slope 1.082, not 1.081
        ("1e6 + (x - 1000)**2", 1000.0012345, "1000.0012345"),
    ],
)
def test_a_place_has_the_digits_that_its_slope_needs(text: str, x: float, shown: str) -> None:
    found = printed(objective_of(scenario(formula(text))), np.array([x]))
    assert (found.texts, found.holds, found.sign) == ((shown,), True, "=")


@settings(max_examples=60, deadline=None)
@given(PLACES, PLACES)
def test_loss_and_slopes_are_those_of_the_printed_place(x: float, y: float) -> None:
    objective = objective_of(scenario(formula("0.5*x**2 + 0.3217*x*y + 0.731*y**2", "x", "y")))
    found = printed(objective, np.array([x, y]))
    read = np.array([as_number(text) for text in found.texts])
    assert found.sign == ("=" if found.holds else "approx")
    if found.holds:
        assert number(float(objective.value(read))) == number(float(objective.value([x, y])))


def test_a_place_that_no_digits_tell_is_told_about() -> None:
    # The slope is what sine leaves of a number of sixteen digits.
    found = printed(objective_of(scenario(formula("sin(1e9*x)"))), np.array([math.pi / 3]))
    assert (found.texts, found.sign) == (("1.047",), "approx")


@settings(max_examples=40, deadline=None)
@given(PLACES, st.floats(1e-4, 0.9))
def test_a_step_starts_where_its_slope_is_that_of_the_printed_place(x: float, lr: float) -> None:
    told = scenario(formula(BOWL), run(x, lr=lr, steps=1))
    objective = objective_of(told)
    (step,) = first_steps(objective, record(told).runs[0])
    here, _, slope = map(as_number, step.operands)
    if step.sign == "=":
        digits = len(step.operands[2].strip("−0.").replace(".", ""))
        assert float(f"{float(objective.gradient([here])[0]):.{digits}g}") == pytest.approx(
            slope, rel=10.0 ** (1 - digits)
        )


def curve(text: str, x: float, low: float, high: float) -> Scenario:
    bare = Formula(formula=text, domain={"x": (low, high)})
    return scenario(bare, run(x, lr=0.1, steps=2)).model_copy(update={"lesson": "curve"})


@pytest.mark.parametrize(
    ("text", "x", "low", "high"),
    [
        (BOWL, 1.234567, -2.1, 2.3),
        ("x**2", 0.1, -0.37, 0.41),
        ("1/x", 0.3, 0.001, 5.0),
        ("1000 + x**3", 7.77777, -11.0, 13.0),
    ],
)
def test_the_secant_has_the_slope_of_the_distance_that_is_printed(
    text: str, x: float, low: float, high: float
) -> None:
    told = curve(text, x, low, high)
    objective, seen = objective_of(told), 0
    start = as_number(printed(objective, np.array([x])).texts[0])
    for texts in pictures_of(chapter_named(told, "slope"), record(told)):
        for quotient in {t for t in texts if t.startswith("= (") and "/" in t and t == t.upper()}:
            *_, h, slope = (shown.signed for shown in numbers_in(quotient))
            rise = float(objective.value([start + h]) - objective.value([start]))
            assert rise / h == pytest.approx(slope, rel=1e-3, abs=1e-9)
            seen += 1
    assert seen > 5


@pytest.mark.parametrize(
    ("text", "x", "h", "slope"),
    [
        ("pi*x + sin(3) + 1/x**2", 1e-5, -3e29, "3.142"),
        ("x/8 + 1e12", 0.0, 1e14, "0.125"),
        ("1e20 + x", 0.0, 1.0, "0"),
        ("1e-9*x**2", 1e-8, -1e-8, "10⁻¹⁷"),
    ],
)
def test_a_slope_beside_large_losses_is_no_rounding(
    text: str, x: float, h: float, slope: str
) -> None:
    objective = objective_of(curve(text, x, -1e30, 1e30))
    found = secant(objective, printed(objective, np.array([x])), h)
    assert (found.slope, found.sign) == (slope, "=")


@settings(max_examples=60, deadline=None)
@given(PLACES, PLACES, st.floats(0.1, 90))
def test_printed_parameters_predict_what_is_printed(a: float, b: float, at: float) -> None:
    told = scenario(fit("a*x + b", (1.0, 2.0), (2.0, 3.0)), run(0.0, 0.0))
    objective = objective_of(told)
    assert isinstance(told.objective, Fit)
    ends = [np.array([a, b]), np.array([b, a])]
    columns, holds = printed_fits(objective, told.objective, ends, [1.0, 2.0], at)
    for column, end in zip(columns, ends, strict=True):
        slope, height = map(as_number, column[:2])
        told_of = float(objective.predict(end, np.array([[at]]))[0])
        assert not holds or number(slope * at + height) == number(told_of)


def test_two_fits_have_the_digits_that_their_predictions_need() -> None:
    told = scenario(fit("a*x + b", (1.0, 2.0), (2.0, 3.0)), run(0.0, 0.0))
    objective = objective_of(told)
    assert isinstance(told.objective, Fit)
    ends = [np.array([28.174067, 16.845321]), np.array([45.978, -12.395])]
    columns, holds = printed_fits(objective, told.objective, ends, [14.123, 5.3261], 1.6)
    assert holds
    assert columns == [["28.174", "16.845", "14.123"], ["45.978", "−12.395", "5.3261"]]


@pytest.mark.parametrize(("deviation", "text"), [(1.0, 'x - "3"'), (2.0, '(x - "3") \\/ "2"')])
def test_inputs_that_deviate_by_1_are_divided_by_nothing(deviation: float, text: str) -> None:
    scale = Scaling((3.0,), (deviation,))
    two = fit("a*x + b", (2.0, 1.0), (4.0, 2.0)).model_copy(update={"scale": scale})
    assert scaling_formula(scenario(two)).endswith(f"= {text}")
    assert scaled_how(two).endswith("= x - 3" if deviation == 1.0 else "= (x - 3) / 2")


@pytest.mark.parametrize("value", [0.9782830647171008, np.float64(0.9782830647171008)])
def test_all_digits_of_a_number_are_no_more_than_it_has(value: Any) -> None:
    assert exact(value) == "0.9782830647171008"


def test_what_is_said_of_one_point_speaks_of_one() -> None:
    one = scenario(fit("a*x", (1.37, 52.3)), run(1.0, steps=2)).model_copy(update={"lesson": "fit"})
    recorded = record(one).runs[0]
    asked = worded(question(objective_of(one), one, recorded))
    assert asked == "Which line fits this point best?"
    assert worded(epoch(one)) == "Each step sees the one point: that is one epoch."


def test_axes_that_have_hardly_grown_say_nothing() -> None:
    assert zoomed(1.04, None) is None
    assert worded(zoomed(1.06, None)) == "zoomed out ×1.1"


@pytest.mark.parametrize(
    ("value", "made", "shown"),
    [
        (51.568, 51.568, "51.568"),
        (51.568, 51.5668, "51.57"),
        (51.568, 51.6, "51.6"),
        (51.568, 52.1, "52"),
        (0.004, 0.004, "0.004"),
        (-2e7, -2.0004e7, "−2×10⁷"),
        (10.0, 10.0, "10"),
    ],
)
def test_a_prediction_has_the_digits_that_printed_numbers_make(
    value: float, made: float, shown: str
) -> None:
    assert curve_texts.predicted(value, made) == shown


def test_the_prediction_of_a_curve_lesson_follows_from_its_table() -> None:
    told = scenario(fit("a*x", (1.37, 52.3)), run(1.23456, lr=0.1, steps=9))
    told = told.model_copy(update={"lesson": "curve"})
    whole = record(told)
    pictures = pictures_of(chapter_named(told, "descent"), whole)
    assert any("37.64" in texts for texts in pictures)
    assert any("37.64 dot 2.74 = 103.1" in texts for texts in pictures)


@pytest.mark.parametrize(
    ("one", "other", "least", "digits"),
    [(3.217187, 3.217211, 4, 5), (8.86e21, 8.8727e21, 2, 2), (1.0, 2.0, 2, 1), (5.0, 5.0, 4, 12)],
)
def test_numbers_share_so_many_digits(one: float, other: float, least: int, digits: int) -> None:
    assert agreed_digits(one, other, least) == digits
