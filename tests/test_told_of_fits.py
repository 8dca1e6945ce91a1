"""What a fit lesson says of its result, and a recap of what was done, is true of the run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from case_files import case
from solver_cases import fit, run
from spoken import recorded, said, sentences, written
from test_holdouts import told

from gradreel.scenarios import Fit, Formula
from gradreel.scenes.fit.equally_good import free_change
from gradreel.scenes.fit.stage import BEYOND
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.plots.scatter import Scatter
from gradreel.scenes.sentences import lesson
from gradreel.scenes.sentences.catalogue import text, worded
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of
from gradreel.solver.recording import Recording

LINE = fit("a*x + b", (0, 1), (1, 3), (2, 5.5))
ONE_X = fit("a*x + b", (2, 1), (2, 3), (2, 5))
TWICE = fit("a*x + b*x", (1, 2), (2, 4), (3, 5))
BENT_TWICE = fit("a*x + b*x**2", (0, 0), (1, 2), (1, 2))
EXACT = fit("a*x + b", (0, 1), (1, 3), (2, 5))


def result(objective: Any, *start: float, **others: Any) -> list[str]:
    return sentences(record(told("fit", objective, run(*start, **others))), "result")


@pytest.mark.parametrize(
    ("objective", "start", "others", "first", "second"),
    [
        (
            LINE,
            (0, 0),
            {"lr": 0.2, "steps": 300},
            "The descent found a = ",
            "The loss that remains is ",
        ),
        (
            LINE,
            (0, 0),
            {"lr": 0.2, "steps": 3},
            "It did not arrive: after 3 epochs",
            "The best line",
        ),
        (LINE, (0, 0), {"lr": 2.0, "steps": 60}, "It did not arrive: after", "The best line has"),
        (
            LINE,
            (0, 0),
            {"lr": 0.05, "steps": 300, "stop": {"loss_below": 2.0}},
            "It stopped as told after",
            "The best line has",
        ),
        (
            ONE_X,
            (0, 0),
            {"lr": 0.05, "steps": 300},
            "The descent found a = 1.2 and b = 0.6, one line of many.",
            "Every line through (2, 3) is as good: the loss is a valley with a flat floor.",
        ),
        (
            TWICE,
            (0, 0),
            {"lr": 0.02, "steps": 300},
            "The descent found a = ",
            "Many settings of a and b give this same line: the loss is a valley with a flat floor.",
        ),
        (
            BENT_TWICE,
            (0, 0),
            {"lr": 0.2, "steps": 300},
            "The descent found a = 1 and b = 1, one curve of many.",
            "Many curves are as good: the loss is a valley with a flat floor.",
        ),
        (
            EXACT,
            (2, 1),
            {"steps": 20},
            "The guess is already the best line: a = 2 and b = 1.",
            "The loss that remains is 0: the line goes through every point.",
        ),
    ],
)
def test_a_result_is_told_as_what_it_is(
    objective: Any, start: tuple[float, ...], others: dict[str, Any], first: str, second: str
) -> None:
    said_first, said_second, *_ = result(objective, *start, **others)
    assert said_first.startswith(first)
    assert said_second.startswith(second)


@pytest.mark.parametrize(
    ("objective", "moves"), [(ONE_X, True), (BENT_TWICE, True), (TWICE, False)]
)
def test_lines_that_are_as_good_are_shown_if_they_differ(objective: Fit, moves: bool) -> None:
    lesson_ = told("fit", objective, run(0.0, 0.0, lr=0.02, steps=3))
    fitted = objective_of(lesson_)
    found = np.array([1.0, 1.0])
    scatter = Scatter(fitted, lesson_, Box((-5.0, -2.0), (6.0, 4.0)), found[None])
    change = free_change(fitted, found, scatter)
    assert change.any() == moves
    assert fitted.value(found + change) == pytest.approx(fitted.value(found), rel=1e-9)
    sides = np.array(scatter.x)[:, None]
    moved = fitted.predict(found + change, sides) - fitted.predict(found, sides)
    assert np.abs(moved).max() == pytest.approx(0.3 * np.ptp(scatter.y) if moves else 0.0)


def test_cases_of_fits_are_told_truly() -> None:
    assert "Every line through (2, 3.25) is as good" in said("same-x", "result")
    assert "The guess is already the best line" in said("starts-at-solution", "result")
    assert "with a loss of 0." in said("far-point", "result")
    assert "gap" not in said("starts-at-solution", "guess")
    assert "Together" not in said("starts-at-solution", "step")


@pytest.mark.parametrize(
    ("model", "guess"),
    [
        ("a*x + b", "A first guess: slope a = 0.5 and intercept b = 2."),
        ("c + k*x", "A first guess: intercept c = 0.5 and slope k = 2."),
        ("a*x + b*x**2", "A first guess: a = 0.5 and b = 2."),
        ("a*x + b + x", "A first guess: a = 0.5 and b = 2."),
    ],
)
def test_the_parameters_of_a_line_are_told_by_what_they_are(model: str, guess: str) -> None:
    data = fit(model, (0, 1), (1, 3), (2, 5.5))
    assert sentences(record(told("fit", data, run(0.5, 2, steps=2))), "guess")[0] == guess


def test_where_one_slope_is_0_only_the_other_is_put_in_words() -> None:
    level = record(told("fit", fit("a*x + b", (-1, 1), (1, 1)), run(0, 0, steps=1)))
    first, second, *rest = sentences(level, "step")
    assert first == "The slope along a is 0: there is nothing to be gained that way."
    assert second == "The slope along b is twice the average residual."
    assert not any("Together they" in sentence for sentence in rest)


def bowl(*start: float, formula: str = "x**2 + y**2", **others: Any) -> Recording:
    objective = Formula(formula=formula, domain={"x": (-4, 4), "y": (-4, 4)})
    return record(told("surface", objective, run(*start, **others)))


@pytest.mark.parametrize(
    ("recording", "last"),
    [
        (bowl(1, 1, lr=0.3, steps=40), "Repeat until it settles."),
        (bowl(1, 1, lr=0.01, steps=7), "Repeat: 7 steps."),
        (bowl(1, 1, lr=0.1, steps=1), "That was one step."),
        (bowl(0, 0, lr=0.1, steps=9), "Stay where it is 0."),
    ],
)
def test_the_recipe_ends_as_the_run_did(recording: Recording, last: str) -> None:
    assert worded(lesson.recipe(recording.runs[0])[-1]) == last


@pytest.mark.parametrize(
    ("starts", "first"),
    [
        ([(1, 1), (-1, 1)], "The same rule from 2 places at once."),
        ([(1, 1), (-1, 1), (1, 1)], "The same rule from 2 places at once, 3 times."),
    ],
)
def test_as_many_places_are_told_as_there_are(
    starts: list[tuple[float, float]], first: str
) -> None:
    objective = Formula(formula="x**2 + y**2", domain={"x": (-4, 4), "y": (-4, 4)})
    several = told("surface", objective, *(run(*start) for start in starts))
    assert sentences(record(several), "starts")[0] == first


def test_a_convex_surface_is_not_said_to_be_descended_where_it_was_not() -> None:
    objective = Formula(formula="x**2 + y**2", domain={"x": (-4, 4), "y": (-4, 4)})
    near = told("surface", objective, *(run(*at, lr=1e-4) for at in ((3, 3), (3.01, 3))))
    assert "has come to its lowest point" in sentences(record(near), "starts")[-1]


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("abs(x) + y**2", "Along x there is a kink, and no single slope: torch takes 0."),
        ("x**2 + y**2", "Both slopes are zero: the gradient shows no way down."),
        ("x**2 - y**2", "Both slopes are zero: the gradient shows no way down."),
    ],
)
def test_a_start_without_a_slope_is_told_for_what_it_is(formula: str, words: str) -> None:
    assert words in sentences(bowl(0, 0, formula=formula), "gradient")


def test_a_line_and_a_dot_that_leave_the_picture_leave_notes() -> None:
    notes = {text(id) for id in BEYOND}
    left = written(recorded(case("far-point")), "descent")
    assert notes <= left
    stays = written(recorded(case("slow-intercept")), "descent")
    assert not notes & stays


def test_runs_that_all_leave_end_in_no_place() -> None:
    objective = Formula(formula="x**2 + y**2", domain={"x": (-4, 4), "y": (-4, 4)})
    away = told("surface", objective, *(run(*at, lr=3.0) for at in ((3, 3), (1, 2))))
    last = sentences(record(away), "starts")[-1]
    assert last == "Not one of them comes to rest."
