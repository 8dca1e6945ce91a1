"""A step that is refused is drawn and told in numbers; a kink is told as one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from case_files import case
from solver_cases import run
from spoken import recorded, said, sentences, written
from test_holdouts import told

from gradreel.scenarios import Formula
from gradreel.scenes.parts.digits.numbers import as_typeset
from gradreel.scenes.parts.plots.places import sides_of_kink
from gradreel.scenes.sentences import curve
from gradreel.scenes.sentences.catalogue import text, worded
from gradreel.solver.descent import record
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.objective import objective_of

CURVE = Formula(formula="x - log(x)", domain={"x": (0.05, 4)})
SURFACE = Formula(formula="x - log(x) + y**2", domain={"x": (0.1, 4), "y": (-2, 2)})


def test_a_refused_step_is_told_in_numbers() -> None:
    assert "Go against the slope: new x = old x − learning rate 5 · slope." in said(
        "leaves-the-domain", "step"
    )
    on_screen = written(recorded(case("leaves-the-domain")), "step")
    assert any("−0.3333" in text for text in on_screen)


@pytest.mark.parametrize("chapter", ["step", "descent"])
@pytest.mark.parametrize(
    ("lesson", "objective", "start"),
    [("curve", CURVE, (3.0,)), ("surface", SURFACE, (3.0, 1.0))],
)
def test_a_refused_step_ends_a_chapter_with_what_became_of_the_run(
    lesson: str, objective: Formula, start: tuple[float, ...], chapter: str
) -> None:
    recording = record(told(lesson, objective, run(*start, lr=5)))
    assert len(recording.runs[0].beyond) == 1
    assert as_typeset(worded(recording.runs[0].ending.message)) in sentences(recording, chapter)


def test_a_refused_step_counts_as_one_of_its_rule() -> None:
    plain, own = (
        record(told("curve", CURVE, run(3, lr=5, **more))).runs[0]
        for more in ({}, {"optimizer": "Adam"})
    )
    assert plain.steps == own.steps == 0
    assert follows_gradient(plain)
    assert not follows_gradient(own)


@pytest.mark.parametrize(
    ("formula", "x", "sides"),
    [
        ("abs(x)", 0.0, (-1.0, 1.0)),
        ("abs(x - 1) + x**2/4", 1.0, (-0.5, 1.5)),
        ("3*x - abs(x)", 0.0, (4.0, 2.0)),
        ("abs(x)", 0.5, None),
        ("x**2", 0.0, None),
        ("x**4", 0.0, None),
        ("1e6 + 1e-6*x**2", 0.0, None),
        ("sin(50*x)", 0.3, None),
        ("log(x)", 0.0, None),
    ],
)
def test_a_kink_is_a_place_with_two_slopes(
    formula: str, x: float, sides: tuple[float, float] | None
) -> None:
    objective = objective_of(told("curve", Formula(formula=formula, domain={"x": (-2, 2)})))
    found = sides_of_kink(objective, np.array([x]), 0, 4.0)
    assert found is None if sides is None else found == pytest.approx(sides, abs=1e-3)


def test_a_kink_is_told_and_not_called_flat() -> None:
    slope, meaning = said("kink-start", "slope"), said("kink-start", "meaning")
    assert "a kink, which has no single slope" in slope
    assert "tangent" not in slope
    assert meaning == "At x = 0 the curve has a kink and no single slope; torch takes 0."
    assert "flat" not in said("kink-start", "step")


def test_a_slope_that_is_0_shows_no_way_down() -> None:
    level: Any = record(told("curve", Formula(formula="x**3", domain={"x": (-2, 2)}), run(0)))
    assert sentences(level, "meaning") == [text("curve-flat")]


@pytest.mark.parametrize(
    ("slope", "before", "words"),
    [
        (1.0, -2.0, "less steep, and downhill is to the left"),
        (-3.0, -2.0, "steeper, and downhill is again to the right"),
        (2.0, -2.0, "as steep, and downhill is to the left"),
        (2.00001, -2.0, "as steep, and downhill is to the left"),
    ],
)
def test_slopes_that_read_alike_are_as_steep(slope: float, before: float, words: str) -> None:
    assert words in worded(curve.slope_there("x", 1.0, slope, before))
