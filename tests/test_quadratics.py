"""Quadratic formulas are judged without rounding, however far apart their curvatures are."""

from __future__ import annotations

import numpy as np
import pytest
from solver_cases import formula, run, scenario

from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from gradreel.solver.diagnostics import diagnose, growth_factors
from gradreel.solver.ending import Outcome
from gradreel.solver.objective import Objective, objective_of
from gradreel.solver.shape import Shape, shape_of


def objective(text: str) -> Objective:
    return objective_of(scenario(formula(text, "x", "y")))


@pytest.mark.parametrize(
    ("text", "curvatures", "minimum", "shape"),
    [
        ("1e9*(x-y)**2 + 1e-9*(x+y)**2", [4e-9, 4e9], [0, 0], Shape.BOWL),
        ("1e9*(x-y)**2 + 1e-9*(x+y-2)**2", [4e-9, 4e9], [1, 1], Shape.BOWL),
        ("1e99*(x-y)**2 + 1e-99*(x+y)**2", [4e-99, 4e99], [0, 0], Shape.BOWL),
        ("1e9*(x-y)**2 - 1e-9*(x+y)**2", [-4e-9, 4e9], None, Shape.BOTTOMLESS),
        ("1e9*(x-y)**2", [0, 4e9], None, Shape.VALLEY),
        ("(0.1*x - 0.7*y)**2 - 3", [0, 1], None, Shape.VALLEY),
        ("1e9*(x-y)**2 + 1e-9*x", [0, 4e9], None, Shape.BOTTOMLESS),
        ("x**2/3 + x*y + y**2 - x", [0.1314829, 2.5351838], [6, -3], Shape.BOWL),
        ("pi*x**2 + 2*pi*y**2", [2 * np.pi, 4 * np.pi], [0, 0], Shape.BOWL),
    ],
)
def test_a_quadratic_formula_is_known_exactly(
    text: str, curvatures: list[float], minimum: list[float] | None, shape: Shape
) -> None:
    one = objective(text)
    assert one.curvatures(np.zeros(2)) == pytest.approx(curvatures, rel=1e-7, abs=0.0)
    assert (None if one.minimum is None else one.minimum.tolist()) == minimum
    assert shape_of(one) is shape


def test_a_run_in_a_valley_that_is_all_but_flat_is_told_of_its_lowest_point() -> None:
    told = scenario(
        formula("1e9*(x-y)**2 + 1e-9*(x+y)**2", "x", "y"), run(1.0, 2.0, lr=2.5e-10, steps=20)
    )
    (descended,), one = record(told).runs, objective_of(told)
    assert descended.ending.outcome is Outcome.STEPS_SPENT
    assert "flat" not in worded(descended.ending.message)
    found = diagnose(one, descended)
    assert found is not None
    assert found.curvatures == pytest.approx((4e-9, 4e9))
    assert growth_factors(one, descended) == pytest.approx((0.0, 1.0 - 1e-18))


def test_a_slow_direction_has_its_share_where_rounding_would_hide_it() -> None:
    told = scenario(
        formula("1e9*(x-y)**2 + 1e-9*(x+y)**2", "x", "y"), run(1.0, 1.0, lr=0.1, steps=0)
    )
    found = diagnose(objective_of(told), record(told).runs[0])
    assert found is not None
    assert found.slowest == pytest.approx(4e-9, rel=1e-12)
