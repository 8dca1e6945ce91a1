"""What is told of functions is computed again, and sentences are held to their own numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from generators.numbers import untrue_in
from solver_cases import fit, formula, run, scenario

from gradreel.scenarios import Fit, Formula, Scenario
from gradreel.scenes.checks.claims import Claims
from gradreel.scenes.checks.layout import Text
from gradreel.scenes.checks.truth import faults_of_numbers, lines_of
from gradreel.scenes.checks.wording import misworded
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.parts.descents import found
from gradreel.scenes.parts.digits import printed
from gradreel.scenes.parts.digits.numbers import number
from gradreel.solver.descent import record

PLACE = "We start at (2, 1), where the loss is 14."  # of 3 x² + 2 y²
GUESS = "A first guess: a = 2 and b = 1."
LINE = "The descent found a = 2 and b = 1."
BEST = "The best line has a = 3 and b = 0, with a loss of 0."


def of(objective: Formula | Fit, lesson: Any, *start: float) -> Scenario:
    told = scenario(objective, run(*start, lr=0.1234567, steps=3))
    return told.model_copy(update={"lesson": lesson})


CURVE = of(Formula(formula="x**2", domain={"x": (-3, 3)}), "curve", 1.5)
SURFACE = of(
    Formula(formula="3*x**2 + 2*y**2", domain={"x": (-3, 3), "y": (-3, 3)}), "surface", 2, 1
)
FIT = of(fit("a*x + b", (0.0, 0.0), (2.0, 6.0)), "fit", 2.0, 1.0)

HOLD = [
    (CURVE, ["How steep is the curve at x = 1.5?", "h = 0.5", "(f( x + h) - f( x )) / h = 3.5"]),
    (CURVE, ["f'( 1.5 ) = 3"]),
    (CURVE, ["x = −0.25", "f'(x) = −0.5"]),
    (
        CURVE,
        ["At x = −0.2 it is −0.4: less steep, and downhill is to the right."],
    ),
    (CURVE, ["We start at x = 1.5, where the loss is 2.25."]),
    (
        CURVE,
        [
            "Plain gradient descent with learning rate 0.1.",
            "Curvature 2: a step closes 20 % of the distance.",
        ],
    ),
    (
        CURVE,
        [
            "Plain gradient descent with learning rate 0.1.",
            "A step closes 20 % of the distance; halving takes 4 steps.",
        ],
    ),
    (
        FIT,
        [
            "Plain gradient descent with learning rate 0.01.",
            "An epoch closes 0.764 % of the distance in the slow direction; "
            "halving takes 91 epochs.",
        ],
    ),
    (SURFACE, [PLACE]),
    (SURFACE, ["times 0.2593 , times 0.5062"]),
    (SURFACE, ["times 0.2592598 , times 0.5061732"]),
    (SURFACE, [PLACE, "(partial z) / (partial x) = 6 x = 12"]),
    (SURFACE, [PLACE, "(partial z) / (partial y) = 4"]),
    (FIT, [GUESS, "The mean of all squares is the loss: 1."]),
    (FIT, ["a = 2", "b = 1", "J = 1"]),
    (FIT, ["a = 2.999", "b = 0.001", "J = 10⁻⁶"]),
    (
        FIT,
        [
            "a = 2",
            "b = 1",
            "underbrace( (partial J) / (partial b) , slope ) = 2/n sum_(i=1)^n (a x_i - y_i) = 0",
        ],
    ),
    (FIT, [LINE, "At x = 1.5 the line predicts y = 4.", "y ( 1.5 ) = 4"]),
    (FIT, [LINE, BEST, "At x = 1.5 it predicts y = 4, the best line 4.5."]),
]
FAIL = [
    (CURVE, ["How steep is the curve at x = 1.5?", "h = 0.5", "(f( x + h) - f( x )) / h = 3.501"]),
    (CURVE, ["f'( 1.5 ) = 3.001"]),
    (CURVE, ["x = −0.25", "f'(x) = −0.501"]),
    (
        CURVE,
        ["At x = −0.2 it is −0.401: less steep, and downhill is to the right."],
    ),
    (CURVE, ["We start at x = 1.5, where the loss is 2.251."]),
    (
        CURVE,
        [
            "Plain gradient descent with learning rate 0.1.",
            "Curvature 2: a step closes 21 % of the distance.",
        ],
    ),
    (
        CURVE,
        [
            "Plain gradient descent with learning rate 0.1.",
            "A step closes 21 % of the distance; halving takes 4 steps.",
        ],
    ),
    (
        FIT,
        [
            "Plain gradient descent with learning rate 0.01.",
            "An epoch closes 0.766 % of the distance in the slow direction; "
            "halving takes 91 epochs.",
        ],
    ),
    (SURFACE, ["We start at (2, 1), where the loss is 14.01."]),
    (SURFACE, ["times 0.2594 , times 0.5062"]),
    (SURFACE, ["times 0.5062 , times 0.2593"]),
    (SURFACE, ["times 0.2594"]),
    (SURFACE, [PLACE, "(partial z) / (partial x) = 6 x = 12.01"]),
    (SURFACE, [PLACE, "(partial z) / (partial x) = 7 x = 12"]),
    (SURFACE, [PLACE, "(partial z) / (partial y) = 4.001"]),
    (FIT, [GUESS, "The mean of all squares is the loss: 1.001."]),
    (FIT, ["a = 2", "b = 1", "J = 1.001"]),
    (FIT, ["a = 2.999", "b = 0.001", "J = 2×10⁻⁶"]),
    (
        FIT,
        [
            "a = 2",
            "b = 1.1",
            "underbrace( (partial J) / (partial b) , slope ) = 2/n sum_(i=1)^n (a x_i - y_i) = 0",
        ],
    ),
    (FIT, [LINE, "At x = 1.5 the line predicts y = 4.001."]),
    (FIT, [LINE, "y ( 1.5 ) = 4.001"]),
    (FIT, [LINE, BEST, "At x = 1.5 it predicts y = 4, the best line 4.501."]),
]


@pytest.mark.parametrize(("told", "lines"), HOLD)
def test_what_a_function_makes_is_not_found(told: Scenario, lines: list[str]) -> None:
    assert Claims(record(told)).untrue(lines) == []


@pytest.mark.parametrize(("told", "lines"), FAIL)
def test_what_no_function_makes_is_found(told: Scenario, lines: list[str]) -> None:
    assert Claims(record(told)).untrue(lines) == lines[-1:]


def test_a_place_is_remembered_from_picture_to_picture() -> None:
    claims = Claims(record(SURFACE))
    assert claims.untrue([PLACE]) == []
    assert claims.untrue(["(partial z) / (partial x) = 12.01"]) != []


TRUE = [
    "The slope, 1.081, is positive: downhill is the other way, to the left.",
    "Along x the tangent falls: its slope is −2.",
    "It was at a loss of 0.1 after 3 steps, ran past, and is at 2.",
    "The learning rate 0.1 is above 2/λ = 0.05, the largest that works: the curvature is λ = 40.",
    "The rate 0.05 is 2/λ, the limit, for the curvature λ = 40: along it no step gains.",
    "Curvatures 1 and 4: learning rates below 2/λ = 0.5 work; 0.4 is the fastest.",
    "Curvature 4: learning rates below 2/λ = 0.5 work; 0.25 is the fastest.",
    "Curvatures 0.5 and 1: learning rates below 2(1 + 0.9)/λ = 3.8 work.",
    "What remains, 0.08, is the noise: its variance, the average squared distance from its "
    "mean, is 0.083.",
    "The loss that remains is 4; the largest residual is 2.",
    "The curvature −2 bends down: what is off the top grows 1.2-fold a step.",
    "3 of 30 end near (1, 2)",
    "Curvatures 1 and 30: a step closes 0.134 % of the distance in the slow direction; "
    "halving takes 518 steps.",
    "Curvature 2: a step closes 50 % of the distance; halving takes 1 steps.",
]
FALSE = [
    "The slope, 1.081, is negative: downhill is the other way, to the right.",
    "Along x the tangent rises: its slope is −2.",
    "At x = 1 it is −2: steeper, and downhill is to the left.",
    "It was at a loss of 2 after 3 steps, ran past, and is at 2.",
    "The learning rate 0.1 is above 2/λ = 0.05, the largest that works: the curvature is λ = 41.",
    "The learning rate 0.04 is above 2/λ = 0.05, the largest that works: the curvature is λ = 40.",
    "The rate 0.05 is 2/λ, the limit, for the curvature λ = 41: along it no step gains.",
    "Curvatures 1 and 4: learning rates below 2/λ = 0.501 work; 0.4 is the fastest.",
    "Curvatures 1 and 4: learning rates below 2/λ = 0.5 work; 0.41 is the fastest.",
    "Curvatures 0.5 and 1: learning rates below 2(1 + 0.8)/λ = 3.8 work.",
    "What remains, 0.08, is the noise: its variance, the average squared distance from its "
    "mean, is 0.83.",
    "The loss that remains is 4; the largest residual is 1.9.",
    "The curvature −2 bends down: what is off the top grows 1-fold a step.",
    "31 of 30 end near (1, 2)",
    "Curvatures 1 and 30: a step closes 0.134 % of the distance; halving takes 530 steps.",
    "Curvatures 1 and 30: a step closes 0.134 % of the distance; halving takes 500 steps.",
]


@pytest.mark.parametrize("text", TRUE)
def test_a_sentence_that_its_numbers_bear_out_is_not_found(text: str) -> None:
    assert misworded(text) == []


@pytest.mark.parametrize("text", FALSE)
def test_a_sentence_that_its_numbers_do_not_bear_out_is_found(text: str) -> None:
    assert len(misworded(text)) == 1


def text_at(says: str, unit: int, left: float, right: float, y: float = 0.0) -> Text:
    return Text(says, unit, np.array([[left, y, right, y + 0.3]]), 0.3, np.ones(3))


def test_a_name_and_the_number_beside_it_are_read_as_one() -> None:
    texts = [
        text_at("a =", 1, 0.0, 0.5),
        text_at("2", 2, 0.6, 0.8),
        text_at("3", 3, 0.6, 0.8, y=2.0),
        text_at("b =", 4, 0.0, 0.5, y=-2.0),
    ]
    assert [text.says for text in lines_of(texts).values()] == ["a = 2", "2", "3", "b ="]


def test_two_parts_of_a_picture_that_do_not_go_together_are_found() -> None:
    texts = [text_at("f'( 1.5 ) =", 1, 0.0, 1.0), text_at("3.1", 2, 1.1, 1.5)]
    (fault,) = faults_of_numbers(texts, lines_of(texts), Claims(record(CURVE)))
    assert fault.what == "“f'( 1.5 ) = 3.1” is not what the function makes there"


PLANTED = [
    (of(formula("0.32*(x - 0.3)**2"), "curve", 1.234567), "slope"),
    (of(formula("0.3217*(x - 0.331)**2 + 0.5*x"), "curve", 1.234567), "meaning"),
    (of(formula("0.5*x**2 + 0.3217*x*y", "x", "y"), "surface", 1.23456, -1.98765), "gradient"),
]


@pytest.mark.parametrize(("told", "chapter"), PLANTED)
def test_places_in_too_few_digits_are_found_in_a_chapter(
    told: Scenario, chapter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = record(told)
    shown = chapter_named(told, chapter)
    assert untrue_in(shown, whole) == {}
    monkeypatch.setattr(printed, "MOST", 3)  # four digits, whatever follows
    monkeypatch.setattr(printed.PrintedPlace, "sign", "=")
    assert "false in numbers" in untrue_in(shown, whole).values()


def test_parameters_in_too_few_digits_are_found_in_a_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    points = ((1.37, 52.3), (1.61, 58.1), (1.73, 66.6), (1.81, 73.2))
    told = of(fit("a*x + b", *points), "fit", 1.23456, 0.98765)
    whole, shown = record(told), chapter_named(told, "recap")
    assert untrue_in(shown, whole) == {}
    monkeypatch.setattr(found, "number", lambda value: number(value, 1))
    assert "false in numbers" in untrue_in(shown, whole).values()
