"""In which directions a quadratic loss bends, and what steps leave of the way along each."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from solver_cases import run
from test_holdouts import told

from gradreel.scenarios import Formula, load_scenario
from gradreel.scenes.parts.descents.distance_bars import (
    DistanceBars,
    longest_share,
    shares_left,
)
from gradreel.scenes.parts.descents.rate_line import spread
from gradreel.solver.descent import record
from gradreel.solver.diagnostics import growth_factors
from gradreel.solver.directions import directions_of, distances, is_narrow
from gradreel.solver.objective import Objective, objective_of
from gradreel.solver.recording import Recording


def descended(text: str, start: tuple[float, float], lr: float, steps: int = 5) -> Recording:
    formula = Formula(formula=text, domain={"x": (-3, 3), "y": (-3, 3)})
    return record(told("surface", formula, run(*start, lr=lr, steps=steps)))


def objective(text: str) -> Objective:
    return objective_of(descended(text, (1.0, 1.0), 0.01, 1).scenario)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x**2/2 + y**2/4", [(1.0, "x"), (0.5, "y")]),
        ("x**2/4 + y**2", [(2.0, "y"), (0.5, "x")]),
        ("x**2 + y**2", [(2.0, "x"), (2.0, "y")]),
        ("x**2 + x*y + y**2", [(3.0, None), (1.0, None)]),
        ("x**2 - y**2", []),
        ("x**2", []),
        ("x**4 + y**2", []),
    ],
)
def test_the_directions_of_a_loss_are_its_eigenvectors(
    text: str, found: list[tuple[float, str | None]]
) -> None:
    directions = directions_of(objective(text))
    assert [direction.parameter for direction in directions] == [name for _, name in found]
    for direction, (curvature, _) in zip(directions, found, strict=True):
        along = np.array(direction.along)
        assert direction.curvature == pytest.approx(curvature)
        assert np.linalg.norm(along) == pytest.approx(1.0)
        assert along[np.flatnonzero(np.abs(along) > 1e-9)[0]] > 0
        bent = objective(text).hessian(np.zeros(2)) @ along
        np.testing.assert_allclose(bent, curvature * along, atol=1e-12)


def test_a_valley_is_narrow_where_it_bends_far_more_across_than_along() -> None:
    assert is_narrow(directions_of(objective_of(load_scenario("two-weights"))))
    assert not is_narrow(directions_of(objective_of(load_scenario("quadratic"))))
    assert not is_narrow(directions_of(objective_of(load_scenario("parabola"))))


@given(st.floats(0.01, 0.9), st.floats(-3, 3), st.floats(-3, 3))
def test_each_step_multiplies_the_distance_along_a_direction_by_its_factor(
    lr: float, x: float, y: float
) -> None:
    recording = descended("x**2 + x*y + y**2 - x", (x, y), lr)
    loss, one = objective_of(recording.scenario), recording.runs[0]
    found = distances(loss, one.parameters)
    factors = growth_factors(loss, one)
    np.testing.assert_allclose(found[1:], found[:-1] * factors, atol=1e-7 * np.abs(found).max())


def test_shares_begin_with_one_on_the_side_of_the_start() -> None:
    recording = descended("x**2/2 + x + y**2/4", (1.0, 0.0), 0.1)
    shares = shares_left(objective_of(recording.scenario), recording.runs[0])
    assert shares[0].tolist() == [1.0, 0.0]
    np.testing.assert_allclose(shares[:, 0], 0.9 ** np.arange(6))
    left = descended("x**2/2 + x + y**2/4", (-2.0, 1.0), 2.0)
    shares = shares_left(objective_of(left.scenario), left.runs[0])
    np.testing.assert_allclose(shares[:, 0], (-1.0) ** np.arange(1, 7))


def test_a_run_that_starts_at_the_solution_has_nothing_left() -> None:
    recording = descended("x**2 + y**2", (0.0, 0.0), 0.1)
    assert not shares_left(objective_of(recording.scenario), recording.runs[0]).any()


def test_bars_are_as_long_as_what_is_left_and_change_sides() -> None:
    recording = load_recorded()
    loss, one = objective_of(recording.scenario), recording.runs[2]  # x bounces, y is 0 at once
    bars = DistanceBars(loss, one, ["x", "y"], ["−1", "0"], (0.0, 0.0), 2.0, 1.0, "d")
    (shape,) = bars.moving_parts
    first = float(shape.get_right()[0])
    assert shape.get_left()[0] == pytest.approx(0.0)
    bars.draw_to(1.0)
    assert shape.get_left()[0] == pytest.approx(-first)
    assert shape.get_right()[0] == pytest.approx(0.0)
    bars.draw_to(0.25)
    assert shape.get_right()[0] == pytest.approx(0.75 * first)  # of y, which comes closer


@pytest.mark.parametrize(("lr", "longest"), [(0.1, 1.0), (2.0, 1.0), (2.1, 1.1), (3.0, 1.35)])
def test_bars_that_grow_reach_the_ends_of_their_room_at_most(lr: float, longest: float) -> None:
    recording = descended("x**2/2 + y**2/4", (1.0, 1.0), lr, 1)
    loss, (one,) = objective_of(recording.scenario), recording.runs
    share = longest_share(loss, [one])
    assert share == pytest.approx(longest)
    bars = DistanceBars(loss, one, ["x", "y"], ["", ""], (0.0, 0.0), 2.0, share, "d")
    assert bars.moving_parts.get_right()[0] == pytest.approx(1.0 / longest)
    bars.draw_to(1.0)
    assert float(np.abs(bars.moving_parts.get_left()[0])) <= 1.0 + 1e-9


@pytest.mark.parametrize("names", [["x", "y"], ["", ""]])
def test_factors_stand_where_they_say_of_what_before(names: list[str]) -> None:
    recording = load_recorded()
    loss, one = objective_of(recording.scenario), recording.runs[2]
    bars = DistanceBars(loss, one, names, ["−1", "0"], (3.0, 0.5), 2.0, 1.0, "d")
    both = bars.meaning, bars.factors
    for group in both:
        assert group.get_x() == pytest.approx(3.0, abs=0.05)
        assert group.get_top()[1] < 0.75
        assert group.get_bottom()[1] > bars.bottom
    assert [part.origin[1] for part in bars.meaning] == [
        part.origin[1] for part in bars.factors[::2]
    ]


def load_recorded() -> Recording:
    return record(load_scenario("quadratic"))


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0.2, 1.5)), min_size=1, max_size=6))
def test_texts_at_a_line_are_moved_apart_in_their_order(given: list[tuple[float, float]]) -> None:
    given.sort()
    middles, widths = [x for x, _ in given], [width for _, width in given]
    moved = spread(middles, widths)
    for (left, one), (right, other) in pairwise(zip(moved, widths, strict=True)):
        assert right - left >= (one + other) / 2
    if all(after - before > 2.0 for before, after in pairwise(middles)):
        assert moved == pytest.approx(middles)
