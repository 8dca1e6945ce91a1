"""Tables, readouts and programs are read as they stand, and found out where they are wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from generators.numbers import untrue_in
from solver_cases import fit, run, scenario

from gradreel.scenarios import Fit, Formula, Scenario
from gradreel.scenes.checks.tables import Tables
from gradreel.scenes.curve import ways
from gradreel.scenes.fit import step
from gradreel.scenes.fit.stage import FitStage
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.parts.descents.step_table import StepTable
from gradreel.scenes.parts.digits.numbers import exact
from gradreel.scenes.parts.digits.readable import ReadableColumns
from gradreel.scenes.parts.formulas.figures import Figures
from gradreel.scenes.parts.formulas.update import PrintedSlope, first_steps, printed_slopes
from gradreel.scenes.sentences import fit as texts
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of


def of(
    objective: Formula | Fit, lesson: Any, *start: float, lr: float = 0.1, steps: int = 6
) -> Scenario:
    told = scenario(objective, run(*start, lr=lr, steps=steps))
    return told.model_copy(update={"lesson": lesson})


CURVE = of(Formula(formula="0.7*x**2", domain={"x": (-3, 3)}), "curve", 1.5)
SURFACE = of(Formula(formula="x**2 + y**2/3", domain={"x": (-3, 3), "y": (-3, 3)}), "surface", 2, 1)
FIT = of(fit("a*x + b", (0.0, 0.3), (2.0, 6.0), (3.0, 7.5)), "fit", 2.0, 1.0)
ONE = of(fit("a*x", (1.0, 2.1), (2.0, 3.9)), "curve", 1.0)
# Where the input is so large, the slope hangs on more digits of a than can be read.
POINTS = fit("a*x + b", (1e7, 123456789.117345), (1e7 + 1, 123456801.458))
FAR = of(POINTS, "fit", 12.345678901234567, 0.1, lr=1e-15)
ARRIVED = of(FIT.objective, "fit", 2.0, 1.0, steps=400)

_rows, _read, _plain_slopes, _write, _shown = (
    StepTable._texts,
    ReadableColumns.row,
    printed_slopes,
    Figures.write,
    FitStage.show_step,
)


def _one_before(table: StepTable, row: int) -> list[str]:
    return [str(row), *_rows(table, max(0, row - 1))[1:]]


def _next_step(stage: FitStage, step: float) -> None:
    _shown(stage, min(step + 1.0, float(len(stage._rows) - 1)))


def _always_exact(figures: Figures, *shown: str, about: bool = False) -> None:
    _write(figures, *shown)


def _next_loss(figures: Figures, *shown: str, about: bool = False) -> None:
    *parameters, loss = shown
    _write(figures, *parameters, "1.234" if about else loss, about=about)


def _always_equal(*known: Any) -> list[PrintedSlope]:
    return [PrintedSlope(slope.text, "=") for slope in _plain_slopes(*known)]


PLANTED = [
    (FIT, "descent", FitStage, "show_step", _next_step),
    (ONE, "descent", StepTable, "_texts", _one_before),
    (CURVE, "descent", ReadableColumns, "row", lambda self, k: _read(self, max(0, k - 1))),
    (SURFACE, "descent", ReadableColumns, "row", lambda self, k: _read(self, max(0, k - 1))),
    (CURVE, "ways", ways, "exact", lambda value: exact(value * (1 + 1e-9))),
    (CURVE, "ways", ways, "literal", lambda value: repr(2 * value)),
    (CURVE, "ways", ways, "literal", lambda value: repr(value / 1e6)),
    (
        ARRIVED,
        "result",
        texts,
        "largest_residual",
        lambda told, loss, size: texts.message(
            "fit-largest-residual", loss=f"{loss:.4g}", size=f"{size * 1.01:.4g}"
        ),
    ),
    (FAR, "step", step, "printed_slopes", _always_equal),
    (FAR, "descent", Figures, "write", _always_exact),
    (FAR, "descent", Figures, "write", _next_loss),
]


@pytest.mark.parametrize(("told", "chapter", "where", "name", "planted"), PLANTED)
def test_a_planted_fault_is_found_in_a_chapter(
    told: Scenario,
    chapter: str,
    where: object,
    name: str,
    planted: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole, shown = record(told), chapter_named(told, chapter)
    assert untrue_in(shown, whole) == {}
    monkeypatch.setattr(where, name, planted)
    assert "false in numbers" in untrue_in(shown, whole).values()


def test_a_power_of_ten_may_have_room_for_one_digit() -> None:
    tables = Tables(record(FIT))
    assert tables._are({"b": [np.array([-9.17e-11])]}, 0, [("b", "−9×10⁻¹¹")])
    assert not tables._are({"b": [np.array([0.917])]}, 0, [("b", "0.8")])


@pytest.mark.parametrize(("told", "signs"), [(FIT, ["=", "="]), (FAR, ["approx", "approx"])])
def test_a_slope_that_the_printed_start_does_not_have_is_about_that(
    told: Scenario, signs: Sequence[str]
) -> None:
    objective, (descended,) = objective_of(told), record(told).runs
    slopes = printed_slopes(objective, descended, first_steps(objective, descended))
    assert [slope.sign for slope in slopes] == signs


def test_a_slope_that_is_but_rounding_is_printed_as_0() -> None:
    points = [(x / 10, 3 - 0.1 * x / 10) for x in range(-7, 8)]
    told = of(fit("b*x + a", *points), "fit", -0.1, 3.0, lr=4.0)
    objective, (descended,) = objective_of(told), record(told).runs
    assert np.abs(descended.grad[0]).max() > 0.0
    steps = first_steps(objective, descended)
    assert [slope.text for slope in printed_slopes(objective, descended, steps)] == ["0", "0"]
