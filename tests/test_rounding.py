"""Rounding noise is 0: the minimum and its loss are exact, and the same on every processor."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from case_files import case
from hypothesis import given, settings
from hypothesis import strategies as st
from solver_cases import fit, formula, scenario

from gradreel.scenarios import Fit, Formula, load_scenario
from gradreel.solver.least_squares import least_squares, solved
from gradreel.solver.objective import Objective, objective_of
from gradreel.solver.rounding import is_noise, without_noise


def objective(kind: Formula | Fit) -> Objective:
    return objective_of(scenario(kind))


@pytest.mark.parametrize(
    ("value", "sizes", "noise"),
    [
        (2 - 0.05 * 40, (2.0, 0.05 * 40), True),
        (0.1 + 0.2 - 0.3, (0.1, 0.2, 0.3), True),
        (0.0, (), True),
        (1e-12, (1.0,), False),
        (1e-30, (1e-30,), False),
        (-1e-3, (1e14, -1.0), True),
    ],
)
def test_what_is_left_of_numbers_that_cancel_is_noise(
    value: float, sizes: tuple[float, ...], noise: bool
) -> None:
    assert is_noise(value, *sizes) == noise


def test_noise_is_taken_for_nought() -> None:
    assert without_noise([1e-17, -1e-17, 2.0], [1e-16, 1e-16, 3e-16]).tolist() == [0, 0, 2]


@pytest.mark.parametrize(
    ("name", "lowest", "loss"),
    [
        ("hostile/dust", [1.8, 0.0], 0.075),
        ("far-point", [-1.0, 1.0], 0.0),
        ("slow-intercept", [4.0, 3.0], 0.0),
        ("starts-at-solution", [2.0, 1.0], 0.0),
    ],
)
def test_the_best_line_of_a_case_is_that_of_its_written_numbers(
    name: str, lowest: list[float], loss: float
) -> None:
    one = objective_of(load_scenario(case(name)))
    assert one.minimum is not None
    assert (one.minimum.tolist(), one.minimum_loss) == (lowest, loss)


@pytest.mark.parametrize(
    ("kind", "lowest", "loss"),
    [
        (fit("a*x + b", (0.1, 0.3), (0.2, 0.6), (0.3, 0.9), (0.7, 2.1)), [3.0, 0.0], 0.0),
        (fit("a*x + b", *((x / 7, x / 7 * 3) for x in range(9))), [3.0, 0.0], 0.0),
        (fit("a*x + b", (1e6, 1e-6), (1e6 + 1, 1e-6), (1e6 + 2, 1e-6)), [0.0, 1e-6], 0.0),
        (fit("w*x", (0.1, 0.1), (0.2, 0.3)), [1.4], 0.001),
        (fit("a*x + b", (0, 0), (1e30, 1e30), (2e30, 2e30)), [1.0, 0.0], 0.0),
        (formula("x**2/2 - 0.1*x + 0.005"), [0.1], 0.0),
        (formula("(x - 0.1)**2 + (y + 0.7)**2 + x*y/3", "x", "y"), [4 / 7, -267 / 350], None),
        (formula("x**4"), None, None),
    ],
)
def test_the_minimum_holds_no_noise(
    kind: Formula | Fit, lowest: list[float] | None, loss: float | None
) -> None:
    one = objective(kind)
    if lowest is None:
        assert one.minimum is None
        assert one.minimum_loss is None
        return
    assert one.minimum is not None
    if 0.0 in lowest:
        assert one.minimum.tolist() == pytest.approx(lowest, rel=1e-15, abs=0)
    if loss is not None:
        assert one.minimum_loss == pytest.approx(loss, rel=1e-14, abs=0)


def test_what_is_small_and_no_noise_stays() -> None:
    one = objective(fit("a*x + b", (1, 1e-9), (2, 2e-9), (3, 3.003e-9)))
    assert one.minimum is not None
    assert one.minimum.tolist() == [1.0015e-9, -2e-12]
    assert one.minimum_loss == pytest.approx(5e-25, rel=1e-12)


SHORT = st.integers(-999, 999).map(lambda number: number / 100)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(SHORT, SHORT), min_size=3, max_size=8))
def test_least_squares_are_those_of_fractions(points: list[tuple[float, float]]) -> None:
    x, y = ([Fraction(str(number)) for number in side] for side in zip(*points, strict=True))
    n, design = len(x), np.array([[one, 1.0] for one, _ in points])
    spread = n * sum(v * v for v in x) - sum(x) ** 2
    found = least_squares(design, np.array([other for _, other in points]))
    if not spread:
        assert found is None
        return
    slope = (n * sum(u * v for u, v in zip(x, y, strict=True)) - sum(x) * sum(y)) / spread
    level = (sum(y) - slope * sum(x)) / n
    left = sum((slope * u + level - v) ** 2 for u, v in zip(x, y, strict=True)) / n
    assert found == ([slope, level], left)


def test_a_singular_system_has_no_solution() -> None:
    one, two = Fraction(1), Fraction(2)
    assert solved([[one, two], [two, 2 * two]], [one, one]) is None
    assert solved([[0 * one, two], [one, one]], [one, one]) == [one / 2, one / 2]


@pytest.mark.parametrize("kind", [fit("a*x + b", (0.1, 1), (0.3, 2)), formula("(x - 0.3)**2")])
def test_a_gradient_at_the_minimum_is_within_its_noise(kind: Formula | Fit) -> None:
    one = objective(kind)
    assert one.minimum is not None
    near = one.minimum * (1 + 2**-52)
    assert (np.abs(one.gradient(near)) <= one.gradient_noise(near)).all()
    assert float(one.value(near)) <= one.loss_noise(near)
    far = one.minimum + 1e-6
    assert (np.abs(one.gradient(far)) > one.gradient_noise(far)).all()
