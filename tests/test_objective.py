"""The objective in numpy: values, derivatives and what is known of the minimum."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
import torch
from solver_cases import fit, formula, scenario

from gradreel.scenarios import Fit, Formula, load_scenario
from gradreel.solver.objective import Objective, objective_of
from gradreel.solver.torch_objective import torch_objective

FORMULAS = {
    "x**2/2 + x + y**2/4 - 2": (0.3, -1.2),
    "sin(x)*cos(y) + tan(x/3)": (0.7, 0.4),
    "exp(-x**2)*log(y + 3)": (0.5, -0.5),
    "sqrt(x**2 + y**2 + 1)": (-2.0, 3.0),
    "tanh(x)*sinh(y) + cosh(x*y)": (0.2, 0.9),
    "abs(x - 1) + abs(x*y)": (3.0, -2.0),
    "atan(x) + asin(y/5) - acos(x/7)": (0.1, 1.1),
    "x**3/(1 + y**2) - pi*e*y": (1.5, -0.3),
    "log(abs(x))*y": (-2.5, 1.0),
    "abs(log(x))*y**-2": (0.4, 1.5),
    "exp(x*log(2)) + y**1.5": (1.1, 2.2),
    "x": (0.3, 0.4),
}
FITS = {
    "a*x + b": fit("a*x + b", (0, 1), (1, 3), (2, 2)),
    "w*x + 1": fit("w*x + 1", (1, 2), (2, 5)),
    "a*sin(x) + b*x**2 - x": fit("a*sin(x) + b*x**2 - x", (0.1, 1), (1, 3), (2, 2)),
    "X @ w": fit("X @ w", (1, 2, 50), (3, 4, 110)),
}


def objective(kind: Formula | Fit) -> Objective:
    return objective_of(scenario(kind))


def everything() -> list[tuple[Objective, np.ndarray]]:
    cases = [(objective(formula(text, "x", "y")), np.array(at)) for text, at in FORMULAS.items()]
    return cases + [
        (one, np.linspace(0.7, -1.3, len(one.parameters)))
        for one in (objective(kind) for kind in FITS.values())
    ]


CASES = pytest.mark.parametrize(("one", "at"), everything(), ids=[*FORMULAS, *FITS])


@CASES
def test_the_gradient_is_the_slope_of_the_value(one: Objective, at: np.ndarray) -> None:
    h = 1e-6 * np.eye(len(at))
    slope = (one.value(at + h) - one.value(at - h)) / 2e-6
    np.testing.assert_allclose(one.gradient(at), slope, rtol=1e-6, atol=1e-8)


@CASES
def test_the_hessian_is_the_slope_of_the_gradient(one: Objective, at: np.ndarray) -> None:
    h = 1e-6 * np.eye(len(at))
    slope = (one.gradient(at + h) - one.gradient(at - h)) / 2e-6
    np.testing.assert_allclose(one.hessian(at), slope, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(one.hessian(at), one.hessian(at).T, rtol=1e-12)


@CASES
def test_torch_agrees_with_numpy(one: Objective, at: np.ndarray) -> None:
    points = torch.tensor(np.array([at, at + 0.01, at - 0.02]), requires_grad=True)
    losses = torch_objective(one)(points)
    losses.sum().backward()
    where = points.detach().numpy()
    np.testing.assert_allclose(losses.detach().numpy(), one.value(where), rtol=1e-13)
    assert points.grad is not None
    np.testing.assert_allclose(points.grad.numpy(), one.gradient(where), rtol=1e-12, atol=1e-13)


@CASES
def test_many_points_have_the_values_of_each_alone(one: Objective, at: np.ndarray) -> None:
    grid = at + np.linspace(-0.05, 0.05, 12).reshape(3, 4, 1)
    assert one.value(grid).shape == (3, 4)
    assert one.gradient(grid).shape == (3, 4, len(at))
    np.testing.assert_allclose(one.value(grid)[1, 2], one.value(grid[1, 2]), rtol=1e-15)
    np.testing.assert_allclose(one.gradient(grid)[1, 2], one.gradient(grid[1, 2]), rtol=1e-14)


def test_outside_the_domain_of_a_formula_nothing_is_raised() -> None:
    one = objective(formula("log(x) + 1/x"))
    assert np.isnan(one.value([-1.0]))
    assert not np.isfinite(one.value([0.0]))
    assert not np.isfinite(one.gradient([0.0])).any()


def test_a_formula_shows_its_partial_derivatives() -> None:
    one = objective(formula("x**2/2 + x + y**2/4 - 2", "x", "y"))
    assert [str(partial) for partial in one.partials] == ["x + 1", "y/2"]


def test_the_slope_of_an_absolute_value_is_zero_at_its_kink() -> None:
    one = objective(formula("abs(x)"))
    assert [one.gradient([x])[0] for x in (-2.0, 0.0, 2.0)] == [-1, 0, 1]
    assert one.hessian([0.0]) == 0


@pytest.mark.parametrize(
    ("kind", "lowest"),
    [
        (load_scenario("quadratic").objective, (-1, 0)),
        (load_scenario("parabola").objective, (0,)),
        (load_scenario("one-weight").objective, (2,)),
        (load_scenario("two-weights").objective, (10, 20)),
        (formula("(x - 3)**2 + x*y + y**2", "x", "y"), (4, -2)),
        (fit("w*x + 1", (1, 3), (2, 5)), (2,)),
    ],
)
def test_the_minimum_is_found_where_there_is_only_one(
    kind: Formula | Fit, lowest: tuple[float, ...]
) -> None:
    np.testing.assert_allclose(objective(kind).minimum, lowest, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    "kind",
    [
        formula("x**4"),
        formula("x**2 - y**2", "x", "y"),
        formula("-x**2"),
        formula("x + y**2", "x", "y"),
        formula("abs(x - 1) + x**2/8"),
        fit("X @ w", (1, 2, 5)),
    ],
)
def test_no_minimum_is_claimed_where_it_is_not_known(kind: Formula | Fit) -> None:
    assert objective(kind).minimum is None


def test_data_predict_with_their_model() -> None:
    one = objective(FITS["a*x + b"])
    assert one.predict([2.0, 1.0], [[0.0], [1.5]]).tolist() == [1, 4]
    assert one.value([2.0, 1.0]) == pytest.approx((0 + 0 + 9) / 3, rel=1e-15)


def test_an_objective_survives_the_way_to_another_process() -> None:
    one = objective(formula("x**2"))
    one.hessian([1.0])
    assert pickle.loads(pickle.dumps(one)).value([3.0]) == 9


def test_huge_numbers_overflow_quietly() -> None:
    assert objective(FITS["a*x + b"]).value([1e200, 0.0]) == math.inf
