"""Lessons say in numbers why a run diverges or crawls, and else nothing of the kind."""

from __future__ import annotations

import pytest
from solver_cases import run
from spoken import said, sentences
from test_holdouts import told

from gradreel.scenarios import Formula
from gradreel.solver.descent import record


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("far-point", "The learning rate 0.05 is above 2/λ = 0.003979"),
        ("far-point", 'write scale = "standard"'),
        ("slow-intercept", "An epoch closes 0.000507 % of the distance in the slow direction"),
        ("saddle", "The curvature −2 bends down"),
        ("twelve-rates", "halving takes 69 steps"),
    ],
)
def test_the_reason_is_said_where_the_descent_ends(name: str, words: str) -> None:
    assert words in said(name, "descent")


@pytest.mark.parametrize("name", ["corner", "starts-at-solution", "kink-start"])
def test_no_reason_is_said_where_nothing_went_wrong(name: str) -> None:
    assert "urvature" not in said(name, "descent")


@pytest.mark.parametrize("name", ["slow-intercept", "twelve-rates"])
def test_a_run_that_crawls_is_explained_without_curvatures_which_come_later(name: str) -> None:
    assert "urvature" not in said(name, "descent")


def test_the_curvature_makes_way_for_a_parameter_of_its_letter() -> None:
    bowl = Formula(formula="lambda1**2 + y**2", domain={"lambda1": (-2, 2), "y": (-2, 2)})
    last = sentences(record(told("surface", bowl, run(1, 1, lr=1.5))), "descent")[-1]
    assert "2/μ = 1, the largest that works: the curvature is μ = 2" in last


@pytest.mark.parametrize(
    ("formula", "start", "rate", "steps", "about"),
    [
        # Down a slope that never ends no learning rate "works", nor is any the fastest.
        ("x**2/10 - x - 2*y", (3, 3), 0.1, 20, "falls without end"),
        ("x**2/10 - x - 2*y", (3, 3), 0.1, 2, "still on its way"),
        # About the tip of a cone the curvature grows without end.
        ("sqrt(x**2 + y**2)", (1.5, 1), 0.1, 30, "hopping over a kink"),
    ],
)
def test_no_curvature_is_a_reason_where_none_decides(
    formula: str, start: tuple[float, float], rate: float, steps: int, about: str
) -> None:
    objective = Formula(formula=formula, domain={"x": (-3, 3), "y": (-3, 3)})
    runs = run(*start, lr=rate, steps=steps), run(*start, lr=2 * rate, steps=9)
    recording = record(told("surface", objective, *runs))
    heard = " ".join(sentences(recording, "descent") + sentences(recording, "rates"))
    assert about in heard
    assert "urvature" not in heard
    assert "learning rates below" not in heard
