"""No warning of numpy's comes out of an objective, however large or small its numbers are."""

from __future__ import annotations

import numpy as np
import pytest
from case_files import case
from solver_cases import fit, formula, scenario

from gradreel.scenarios import Fit, Formula, load_scenario
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of

KINDS = [
    formula("x**-2 + sin(3) + x*pi"),
    formula("exp(exp(x)) - log(x)"),
    formula("sqrt(x)**3/(1 + exp(x))"),
    formula("log(1 + exp(x**3)) + cosh(x)**-2"),
    formula("acos(x)**2 + tan(x)"),
    fit("a*x + b", (1e30, 1e30), (-1e30, 1e-30), (0, 0)),
    fit("a*x**9 + b", (1e30, 1), (2, 3)),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [0.0, 1e-300, 1.0, -700.0, 1e30, -1e150, 1e300])
def test_an_objective_is_quiet(kind: Formula | Fit, size: float) -> None:
    one = objective_of(scenario(kind))
    point = np.full(len(one.parameters), size)
    with np.errstate(all="raise", under="ignore"):
        one.value(point)
        one.gradient(point)
        one.hessian(point)
        one.loss_noise(point)
        one.gradient_noise(point)
        assert one.minimum is None or np.isfinite(one.minimum).all()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ["hostile/warn2", "hostile/leap", "wall", "overflow"])
def test_a_case_is_recorded_quietly(name: str) -> None:
    assert record(load_scenario(case(name))).runs
