"""A printed equation holds as it is printed."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from case_files import case
from hypothesis import given
from hypothesis import strategies as st
from solver_cases import fit, formula, run, scenario

from gradreel.scenarios import load_scenario
from gradreel.scenes.parts.descents.verdict import factor_rows
from gradreel.scenes.parts.digits.balance import Balance, balanced
from gradreel.scenes.parts.formulas.update import first_steps
from gradreel.scenes.sentences import curve
from gradreel.scenes.sentences import fit as fit_texts
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.lesson import recipe
from gradreel.scenes.sentences.runs import goes_down, step_taken
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of
from gradreel.solver.run_record import RunRecord

POWER = re.compile("(?<!×)10(?=[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])")  # of ten, without a mantissa
PLAINED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")


def as_decimal(text: str) -> Decimal:
    return Decimal(POWER.sub("1e", text).translate(PLAINED).replace("×10", "e"))


def against_slope(here: Decimal, rate: Decimal, slope: Decimal) -> Decimal:
    return here - rate * slope


def step(here: float, rate: float, slope: float) -> Balance:
    return balanced(against_slope, (here, rate, slope), here - rate * slope, moves=True)


def written(found: Balance) -> str:
    here, rate, slope = found.operands
    sign = {"=": "=", "approx": "≈"}[found.sign]
    return f"{here} − {rate} · {slope} {sign} {found.result}"


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((1.5, 0.0001, 3.0), "1.5 − 0.0001 · 3 = 1.4997"),
        ((1.2, 0.0001, 1.2), "1.2 − 0.0001 · 1.2 = 1.19988"),
        ((2.0, 0.05, 40.0), "2 − 0.05 · 40 = 0"),
        ((1.0, 0.1, 0.0), "1 − 0.1 · 0 = 1"),
        ((-10.0, 0.1, -20.0), "−10 − 0.1 · −20 = −8"),
        ((1e6, 0.1, 9999999.9), "1000000 − 0.1 · 9999999.9 = 0.01"),
        ((1.5, 1e-13, 3.0), "1.5 − 10⁻¹³ · 3 = 1.4999999999997"),
        ((1.5, 1e-17, 3.0), "1.5 − 10⁻¹⁷ · 3 ≈ 1.5"),
        ((1000001.0, 0.1, 2.0), "1000001 − 0.1 · 2 = 1000000.8"),
        ((1e16, 0.1, 3.0), "10¹⁶ − 0.1 · 3 ≈ 10¹⁶"),
        ((1e-30, 0.1, 2e-30), "10⁻³⁰ − 0.1 · 2×10⁻³⁰ = 8×10⁻³¹"),
    ],
)
def test_a_step_is_printed_in_the_digits_that_make_it_true(
    numbers: tuple[float, float, float], text: str
) -> None:
    assert written(step(*numbers)) == text


SIZES = st.floats(-12, 12).map(lambda power: 10.0**power)
SIGNED = st.builds(lambda size, sign: sign * size, SIZES, st.sampled_from((-1, 1)))


@given(SIGNED, SIZES, SIGNED)
def test_any_step_holds_as_printed_or_says_that_it_is_about(
    here: float, rate: float, slope: float
) -> None:
    found = step(here, rate, slope)
    start, *rest = map(as_decimal, found.operands)
    made, result = against_slope(start, *rest), as_decimal(found.result)
    if found.sign == "=":
        assert abs(made - result) <= Decimal("0.5e-3") * abs(result)
        assert (result == start) == (made == start)
    else:
        assert abs(made - result) <= Decimal("0.5e-3") * max(abs(start), abs(made - start))


def case_run(name: str) -> RunRecord:
    return record(load_scenario(case(name))).runs[0]


def steps_of(name: str) -> list[Balance]:
    return first_steps(objective_of(load_scenario(case(name))), case_run(name))


def test_a_tiny_step_is_seen_to_lead_somewhere_else() -> None:
    steps = steps_of("tiny-step")
    assert steps[0] == (("1.5", "0.0001", "3"), "1.4997", "=")
    assert [step.operands[0] for step in steps] == ["1.5", "1.2"]
    assert [step.result for step in steps] == ["1.4997", "1.19988"]
    told = worded(step_taken(case_run("tiny-step")))
    assert told == "One step: the loss falls, from 2.97 to 2.969."


def test_a_step_on_a_plateau_is_printed_with_true_digits() -> None:
    assert steps_of("plateau")[0] == (("4", "0.1", "0.00268"), "3.99973", "=")
    told = worded(step_taken(case_run("plateau")))
    assert told == "One step: the loss falls, from 1.997318 to 1.997317."


def test_a_step_of_a_large_loss_is_seen_to_change_it() -> None:
    assert worded(step_taken(case_run("big-loss"))) == (
        "One step: the loss falls, from 1000001.2 to 1000000.8."
    )


def test_what_is_left_of_a_step_by_rounding_is_0() -> None:
    run = case_run("eight")
    assert run.parameters[1, 1] == pytest.approx(0.0, abs=1e-15)
    assert steps_of("eight")[1] == (("2", "0.05", "40"), "0", "=")


def factors_of(formula_: str, lr: float) -> list[str]:
    bowl = scenario(formula(formula_), run(1.0, lr=lr, steps=3))
    return [row.result for row in factor_rows(objective_of(bowl), record(bowl).runs[0])]


@pytest.mark.parametrize(
    ("bowl", "lr", "factor"),
    [
        ("11*x**2", 0.01, "0.78"),
        ("x**2/2", 1e-5, "0.99999"),
        ("x**2/2", 1.99999, "−0.99999"),
        ("x**2/2", 2.0, "−1"),
        ("5*x**2", 0.1, "0"),
        ("2.3*x**2", 1 / 4.6, "0"),
    ],
)
def test_a_factor_is_told_from_1_and_from_what_rounding_leaves(
    bowl: str, lr: float, factor: str
) -> None:
    assert factors_of(bowl, lr) == [factor]


@pytest.mark.parametrize(
    ("true", "mean", "sentence"),
    [
        (2.0, 0.5, "The noise has mean 0.5, so b comes out near 2.5, not 2."),
        (1000.0, 0.002, "The noise has mean 0.002, so b comes out near 1000.002, not 1000."),
        (0.1, -0.1, "The noise has mean −0.1, so b comes out near 0, not 0.1."),
    ],
)
def test_where_noise_shifts_a_constant_is_seen(true: float, mean: float, sentence: str) -> None:
    line = scenario(fit("a*x + b", (0.0, 1.0), (1.0, 2.0)))
    assert worded(fit_texts.noise_shift(line, mean, ("b", true))) == sentence


def test_all_sentences_give_a_learning_rate_in_the_same_digits() -> None:
    told_of = scenario(formula("x**2"), run(1.0, lr=0.123456, steps=1))
    one = record(told_of).runs[0]
    (step_,) = first_steps(objective_of(told_of), one)
    said = (curve.rule(one), goes_down(one), recipe(one)[1])
    told = (*map(worded, said), *step_.operands)
    assert ["0.123456" in text for text in told] == [True, True, True, False, True, False]
