"""Masses of descents: their ends are those of recorded runs, however they are computed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from solver_cases import fit, formula, run, scenario

from gradreel.scenarios import load_scenario
from gradreel.scenarios.arrays import Array
from gradreel.solver.descent import record
from gradreel.solver.gradient_program import gradient_program
from gradreel.solver.mass_block import Device
from gradreel.solver.masses import IN_NUMPY, Mass, descend
from gradreel.solver.objective import Objective, objective_of
from gradreel.solver.torch_masses import torch_device

TORCH = torch_device()
POINTS = tuple((x / 10, 3 * x / 10 + (x % 3) / 5, 0.0)[:2] for x in range(-20, 21))
# Of every operation that a gradient may consist of, with starts within [0.2, 1.2].
FORMULAS = (
    "x**2/2 + x + y**2/4 - 2",
    "x**4/4 - x**2/2 + x/8 + y**2/4",
    "sin(x)*cos(y) + tan(x/4)**2 + (x**2 + y**2)/20",
    "log(1 + exp(x - y)) + x**2 + y**2",
    "exp(-x**2) + expm1(y)**2 + x*y",
    "sqrt(x**2 + y**2 + 1) + abs(x - 1/3) + atan(x*y)",
    "sinh(x)*y + cosh(y) + tanh(x*y) + x**4",
    "log(x + 2) + log(cosh(y)) + x**(5/2) + 1/(1 + y**2)",
    "sin(pi*x) + cos(pi*y) + asin(x/4) + acos(y/4) + 3",
    "1/(1 + exp(-3*x)) + (y - 1)**2 + x**2/10",
)


def objective_with(text: str, *names: str) -> Objective:
    return objective_of(scenario(formula(text, *names)))


def random_starts(count: int, low: float, high: float, width: int = 2) -> Array:
    return np.random.default_rng(1).uniform(low, high, (count, width))


@pytest.mark.parametrize("device", [IN_NUMPY, TORCH], ids=["numpy", "torch"])
@pytest.mark.parametrize("text", [text for text in FORMULAS if "expm1" not in text])
def test_one_step_is_that_of_the_gradient(text: str, device: Device) -> None:
    objective = objective_with(text, "x", "y")
    starts = random_starts(50, 0.2, 1.2)
    found = descend(objective, starts, 0.5, 1, device=device).ends
    expected = starts - 0.5 * objective.gradient(starts)
    np.testing.assert_allclose(found, expected, rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize("momentum", [0.0, 0.8])
def test_the_ends_of_two_hundred_starts_are_the_recorded_ones(momentum: float) -> None:
    starts, settings = random_starts(200, -1.4, 1.4), {"lr": 0.2, "steps": 60}
    options = {"momentum": momentum} if momentum else {}
    runs = [run(*start, options=options, **settings) for start in starts.tolist()]
    told = scenario(load_scenario("two-valleys").objective, *runs)
    found = descend(objective_of(told), starts, 0.2, 60, momentum, device=TORCH)
    ends = np.array([one.parameters[-1] for one in record(told).runs])
    np.testing.assert_allclose(found.ends, ends, rtol=0.0, atol=1e-9)
    assert not found.settled.any()
    assert (found.steps == 60).all()


@pytest.mark.parametrize("lr", [0.02, 0.1])
def test_the_ends_of_a_fit_are_the_recorded_ones(lr: float) -> None:
    starts = random_starts(20, -5.0, 5.0)
    told = scenario(fit("a*x + b", *POINTS), *(run(*s, lr=lr, steps=150) for s in starts.tolist()))
    found = descend(objective_of(told), starts, lr, 150)
    ends = np.array([one.parameters[-1] for one in record(told).runs])
    np.testing.assert_allclose(found.ends, ends, rtol=0.0, atol=1e-9)


def test_a_fit_without_a_single_best_line_descends_as_well() -> None:
    told = scenario(fit("a*x + b", (1.0, 2.0), (1.0, 4.0)), run(0.0, 0.0, lr=0.2, steps=100))
    found = descend(objective_of(told), np.zeros((1, 2)), 0.2, 100)
    np.testing.assert_allclose(found.ends, record(told).runs[0].parameters[-1:], atol=1e-9)


@pytest.mark.parametrize("text", FORMULAS[1:4])
def test_blocks_and_devices_make_no_difference(text: str) -> None:
    objective, starts = objective_with(text, "x", "y"), random_starts(300, -3.0, 3.0)
    rates = np.linspace(0.01, 0.1, 300)

    def mass(device: Device) -> Mass:
        return descend(objective, starts, rates, 200, 0.5, 1e-9, device)

    whole = mass(IN_NUMPY)
    for other in (replace(IN_NUMPY, block=7, threads=2), TORCH, replace(TORCH, block=100)):
        found = mass(other)
        np.testing.assert_allclose(found.ends, whole.ends, rtol=0.0, atol=1e-9)
        np.testing.assert_array_equal(found.diverged, whole.diverged)
        assert np.abs(found.steps - whole.steps).max() <= 1


@pytest.mark.parametrize("lr", [0.25, 0.5, 1.5])
def test_a_descent_settles_at_its_first_short_step(lr: float) -> None:
    # The k-th step of x**2/2 from 1 is lr * |1 - lr|**(k - 1) long.
    found = descend(objective_with("x**2/2"), np.ones((1, 1)), lr, 1000, tolerance=1e-6)
    first = next(k for k in range(1, 1000) if lr * abs(1 - lr) ** (k - 1) <= 1e-6)
    assert (found.steps[0], found.settled[0], found.diverged[0]) == (first, True, False)
    assert found.ends[0, 0] == pytest.approx((1 - lr) ** first, rel=1e-9)


def test_a_swing_that_turns_back_has_not_settled() -> None:
    # To 0, to -1/2, and then a step of 1/4 back: a short one, where the slope is not.
    objective = objective_with("x**2/2")
    swinging = descend(objective, np.ones((1, 1)), 1.0, 3, 0.5, tolerance=0.4)
    assert not swinging.settled[0]
    assert abs(swinging.ends[0, 0]) < 0.6


def test_a_descent_that_leaves_all_bounds_diverges_at_that_step() -> None:
    # x doubles, and changes its sign, with each step; 2**498 is 8e149, 2**499 beyond 1e150.
    starts = np.array([[1.0], [0.0]])
    found = descend(objective_with("x**2/2"), starts, 3.0, 1000, tolerance=0.0)
    assert found.diverged.tolist() == [True, False]
    assert found.steps.tolist() == [499, 1]
    assert np.isnan(found.ends[0]).all()
    assert np.isnan(found.losses[0])
    assert found.losses[1] == 0.0


def test_a_descent_to_where_there_is_no_loss_diverges() -> None:
    found = descend(objective_with("log(x)"), np.array([[1.0], [10.0]]), 2.0, 50)
    assert found.diverged.tolist() == [True, True]
    assert found.steps[0] == 1  # to -1


@pytest.mark.parametrize(
    ("text", "start"),
    [
        # Values that overflow on the way to a slope that does not.
        ("log(1 + exp(x))", 900.0),
        ("1/(1 + exp(-x)) + x**2/2", -800.0),
        ("log(exp(x) + exp(-x))", -745.0),
        ("log(cosh(x)) + x", 1e6),
    ],
)
def test_descents_from_where_float64_overflows_go_as_the_recorded_ones(
    text: str, start: float
) -> None:
    told = scenario(formula(text), run(start, lr=0.7, steps=40))
    (end,) = record(told).runs[0].parameters[-1]
    found = descend(objective_of(told), np.array([[start], [1.0]]), 0.7, 40).ends
    assert found[0, 0] == pytest.approx(end, rel=1e-12)
    assert np.isfinite(found).all()


def test_a_start_on_the_ridge_stays_there() -> None:
    objective = objective_with("x**4/4 - x**2/2 + y**2/4 + x*y**2", "x", "y")
    starts = np.array([[0.0, 0.0], [1e-3, 0.0], [-1e-3, 0.0]])
    found = descend(objective, starts, 0.2, 500).ends[:, 0]
    np.testing.assert_allclose(found, [0.0, 1.0, -1.0], atol=1e-9)


def test_learning_rates_converge_up_to_two_over_the_curvature() -> None:
    objective = objective_with("3*x**2/2 + y**2/8", "x", "y")
    rates = np.linspace(0.01, 1.2, 120)
    starts = np.tile([[1.0, 1.0]], (120, 1))
    found = descend(objective, starts, rates, 20_000, tolerance=1e-9)
    np.testing.assert_array_equal(found.settled, rates < 2 / 3)
    # Just above the limit, 20,000 steps do not leave all bounds yet.
    np.testing.assert_array_equal(found.diverged, rates > 0.675)


@pytest.mark.parametrize("momentum", [0.3, 0.9])
def test_momentum_allows_larger_learning_rates(momentum: float) -> None:
    limit = 2 * (1 + momentum) / 3
    rates = limit * np.array([0.5, 0.98, 1.02, 1.5])
    starts = np.ones((4, 1))
    found = descend(objective_with("3*x**2/2"), starts, rates, 20_000, momentum, 1e-9)
    assert found.settled.tolist() == [True, True, False, False]
    assert found.diverged.tolist() == [False, False, True, True]


def test_the_same_mass_twice_is_the_same_to_the_last_bit() -> None:
    objective, starts = objective_with(FORMULAS[2], "x", "y"), random_starts(20_000, -3.0, 3.0)
    first, second = (descend(objective, starts, 0.3, 40, 0.5, 1e-9, TORCH) for _ in range(2))
    np.testing.assert_array_equal(first.ends, second.ends)
    np.testing.assert_array_equal(first.steps, second.steps)


def test_what_a_formula_repeats_is_computed_once() -> None:
    once = gradient_program(objective_with("sin(x*y)", "x", "y")).operations
    again = gradient_program(objective_with("sin(x*y) + 2*sin(x*y)**2", "x", "y")).operations
    for operations in (once, again):
        assert sum(name == "cos" for name, _ in operations) == 1
    assert sum(name == "sin" for name, _ in again) == 1


def test_a_formula_without_one_of_its_parameters_leaves_it_alone() -> None:
    found: Any = descend(objective_with("x**2", "x", "y"), np.array([[1.0, 7.0]]), 0.25, 50)
    np.testing.assert_allclose(found.ends, [[0.0, 7.0]], atol=1e-9)
