"""Curves with places without a value, with poles and leaps: gaps there, and no line across."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from case_files import case
from last_pictures import last_pictures

from gradreel.scenarios import load_scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenes.curve.descent import CurveDescent
from gradreel.scenes.parts.geometry.poles import poles_of
from gradreel.scenes.parts.geometry.sampling import borders, sampled_line, whole_about
from gradreel.scenes.parts.plots.curve_axes import loss_range
from gradreel.scenes.parts.plots.places import neighbour, second_place
from gradreel.solver.objective import objective_of

Function = Callable[[Array], Array]


def quiet(function: Function) -> Function:
    def told(x: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(function(x), dtype=float)

    return told


def pieces(function: Function, x: tuple[float, float], y: tuple[float, float]) -> list[Array]:
    """The parts (n, 2) of a sampled line between its gaps."""
    line = np.stack(sampled_line(quiet(function), x, y, 161), axis=1)
    assert (np.diff(line[:, 0]) >= 0.0).all()
    parts = np.split(line, np.flatnonzero(np.isnan(line[:, 1])))
    parts = [part[np.isfinite(part[:, 1])] for part in parts]
    return [part for part in parts if len(part) and part[-1, 0] > part[0, 0]]


GAPS: list[tuple[Function, list[tuple[float, float]]]] = [
    (lambda x: 1 / x, [(-2, 0), (0, 3)]),
    (lambda x: 1 / (x - 0.0137), [(-2, 0.0137), (0.0137, 3)]),
    (np.tan, [(-2, -np.pi / 2), (-np.pi / 2, np.pi / 2), (np.pi / 2, 3)]),
    (np.log, [(0, 3)]),
    (np.sqrt, [(0, 3)]),
    (lambda x: np.sqrt(x**2 - 1), [(-2, -1), (1, 3)]),
    (lambda x: np.where(np.abs(x - 0.2) < 0.05, np.nan, x), [(-2, 0.15), (0.25, 3)]),
    (lambda x: x / np.abs(x), [(-2, 0), (0, 3)]),
    (lambda x: x**2, [(-2, 3)]),
    (lambda x: np.tanh(300 * x), [(-2, 3)]),  # steep, but no leap
]


BORDERS: list[tuple[Function, list[float]]] = [
    (lambda x: 1 / x, [0.0]),
    (lambda x: 1 / (x - 0.0137), [0.0137]),
    (lambda x: 1 / (x - 0.0137) ** 2, [0.0137]),
    (np.tan, [-np.pi / 2, np.pi / 2]),
    (np.log, [0.0]),
    (np.sqrt, [0.0]),
    (lambda x: 1 / np.sqrt(x), [0.0]),
    (lambda x: np.sqrt(x**2 - 1), [-1.0, 1.0]),
    (lambda x: np.where(np.abs(x - 0.2) < 0.05, np.nan, x), [0.15, 0.25]),
    (lambda x: 1 / (x + 2), []),  # at the end, where the axis is
    (lambda x: np.sin(x) / x, []),  # a hole, but no gap
    (lambda x: x / np.abs(x), []),
    (lambda x: 1e6 * x**8, []),
    (lambda x: np.exp(5 * x**2), []),
    (lambda x: 1000 * np.exp(-((30 * x) ** 2)), []),
    (lambda x: np.log(x**2), [0.0]),
    (lambda x: np.log(np.abs(x - 1 / 3)) - np.log(np.abs(x - 2.1)), [1 / 3, 2.1]),
    (lambda x: np.log(x**2 + 1e-3), []),
    (lambda x: np.abs(x) ** 0.2, []),
    (np.abs, []),
]


@pytest.mark.parametrize(("function", "there"), BORDERS)
def test_a_border_stands_where_a_curve_ends_or_has_a_pole(
    function: Function, there: list[float]
) -> None:
    shown, y = quiet(function), (-3.0, 3.0)
    found = borders(shown, *sampled_line(shown, (-2.0, 3.0), y, 161), y)
    assert found == pytest.approx(there, abs=1e-6)


@pytest.mark.parametrize(("function", "whole"), GAPS)
def test_a_curve_has_its_gaps_where_the_function_has_them(
    function: Function, whole: list[tuple[float, float]]
) -> None:
    found = [(part[0, 0], part[-1, 0]) for part in pieces(function, (-2.0, 3.0), (-3.0, 3.0))]
    assert found == [pytest.approx(ends, abs=1e-9) for ends in whole]


@pytest.mark.parametrize("function", [lambda x: 1 / x, np.tan, lambda x: -1 / (x - 0.3) ** 3])
def test_beside_a_pole_a_curve_leaves_the_axes(function: Function) -> None:
    parts = pieces(function, (-1.0, 1.6), (-3.0, 3.0))
    for before, after in pairwise(parts):
        assert abs(before[-1, 1]) > 3.0
        assert abs(after[0, 1]) > 3.0
        assert before[-1, 1] * after[0, 1] < 0.0


@pytest.mark.parametrize(
    "function", [np.square, lambda x: np.sin(40 * x), lambda x: 0.1 / (x - 0.011) ** 2, np.abs]
)
def test_a_curve_is_as_fine_as_the_function_needs(function: Function) -> None:
    line = np.stack(sampled_line(quiet(function), (-2.0, 3.0), (-1.0, 4.0), 161), axis=1)
    middles = (line[1:] + line[:-1]) / 2
    seen = np.abs(middles[:, 1] - 1.5) < 2.5
    off = np.abs(quiet(function)(middles[:, 0]) - middles[:, 1])
    assert np.quantile(off[seen], 0.99) < 0.01 * 5
    assert len(line) < 6000


def test_a_curve_that_needs_no_more_has_the_places_that_were_asked_for() -> None:
    places, _ = sampled_line(np.square, (-11.0, 11.0), (0.0, 121.0), 161)
    assert places.tolist() == np.linspace(-11.0, 11.0, 161).tolist()


def test_a_piece_ends_at_the_next_gap() -> None:
    assert whole_about(quiet(np.tan), (-4.0, 4.0), 1.0) == pytest.approx((-np.pi / 2, np.pi / 2))
    assert whole_about(quiet(np.log), (-4.0, 4.0), 1.0) == pytest.approx((0.0, 4.0), abs=1e-9)
    assert whole_about(np.square, (-4.0, 4.0), 1.0) == (-4.0, 4.0)


@pytest.mark.parametrize(
    ("function", "poles"),
    [
        (lambda x: 1 / x, (True, True)),
        (lambda x: 1 / (x - 0.3) ** 2, (False, True)),
        (lambda x: x**2 - 1 / np.abs(x), (True, False)),
        (np.square, (False, False)),
        (lambda x: np.exp(5 * x), (False, False)),
        (lambda x: np.sin(9 * x), (False, False)),
        (lambda x: np.log(x**2), (True, False)),
        (lambda x: np.log(np.abs(x - 1 / 3)) / 50, (True, False)),
        (lambda x: -np.log(np.abs(x**3 - 5)) + x, (False, True)),
        (lambda x: np.abs(x) ** 0.2, (False, False)),
        (lambda x: np.log(x**2 + 1e-3), (False, False)),
        (np.abs, (False, False)),
        (lambda x: np.full_like(x, 1e9) + 1e-8 * np.sin(1e9 * x), (False, False)),
    ],
)
def test_poles_are_found_and_steep_curves_are_none(
    function: Function, poles: tuple[bool, bool]
) -> None:
    places = np.linspace(-2.0, 3.0, 161)
    told = quiet(function)
    assert poles_of(lambda x: told(x[..., 0]), places[:, None], told(places)) == poles


def test_axes_are_cut_near_what_is_seen_of_a_pole() -> None:
    across = np.linspace(-2.0, 3.0, 161) + 1e-4
    low, high = loss_range(1 / across, np.array([2.0, 5.0]), poles=(True, True))
    assert -6.0 < low < -0.5
    assert 5.0 < high < 9.0


def curve(formula: str, x: float) -> list[str]:
    return [f"objective.formula='{formula}'", f"start.x={x}", "objective.domain={x=[-2, 3]}"]


@pytest.mark.parametrize("x", [-1.5, 0.5, 2.0])
def test_the_second_places_of_slopes_are_on_the_same_piece(x: float) -> None:
    objective = objective_of(load_scenario(case("wall"), curve("1/x + x", x)))
    h = neighbour(objective, (-2.0, 3.0), x)
    assert np.sign(x + h) == np.sign(x)
    other = second_place(objective, (-2.0, 3.0), x)
    assert other is not None
    assert np.sign(other) == np.sign(x)


@pytest.mark.parametrize(("formula", "x"), [("1/x + x", 0.5), ("exp(x) - log(x)", 1.6)])
def test_lessons_on_torn_curves_are_drawn_without_a_line_across(formula: str, x: float) -> None:
    loaded = load_scenario(case("wall"), curve(formula, x))
    scenes = list(last_pictures(loaded, ["slope", "meaning", "descent", "rates", "poster"]))
    assert len(scenes) == 5
    (descent,) = (scene for scene in scenes if isinstance(scene, CurveDescent))
    line = descent.stage.curve.curve.points.reshape(-1, 4, 3)
    left, right = descent.stage.curve.at(np.array([-1e-3, 1e-3]))[:, 0]
    assert not ((line[:, 0, 0] <= left) & (line[:, 3, 0] >= right)).any()
