"""What curve lessons choose to show: places, tables, limits."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import VGroup

from gradreel.scenarios import load_scenario
from gradreel.scenes import regions, theme
from gradreel.scenes.curve import ways
from gradreel.scenes.curve.first_step import StepRule, in_numbers, put_below
from gradreel.scenes.curve.panels import panel_places, window
from gradreel.scenes.curve.stage import CurveStage
from gradreel.scenes.parts.digits.balance import Balance
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.lines import dashes
from gradreel.scenes.parts.plots.curve_axes import loss_range
from gradreel.scenes.parts.plots.places import (
    apart_on_screen,
    neighbour,
    second_place,
    table_steps,
    way_on_screen,
)
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.scenes.sentences import curve as curve_texts
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from gradreel.solver.objective import Objective, objective_of


@pytest.fixture
def objective(tmp_path: Path, request: pytest.FixtureRequest) -> Objective:
    """The objective of a formula in x, given as the parameter."""
    path = tmp_path / "curve.toml"
    path.write_text(
        f'title = "t"\nlesson = "curve"\n[objective]\nformula = "{request.param}"\n'
        "domain = { x = [-11, 11] }\n[start]\nx = 3\n[[runs]]\nlr = 0.1\nsteps = 1\n"
    )
    return objective_of(load_scenario(path))


@pytest.mark.parametrize("objective", ["x**2"], indirect=True)
def test_the_second_place_of_the_parabola_is_half_as_steep(objective: Objective) -> None:
    assert second_place(objective, (-11.0, 11.0), -10.0) == pytest.approx(5.0)


def test_the_second_place_of_one_weight_is_beyond_its_minimum() -> None:
    place = second_place(objective_of(load_scenario("one-weight")), (0.0, 4.0), 1.0)
    assert place == pytest.approx(2.6)


@pytest.mark.parametrize("objective", ["exp(x)"], indirect=True)
def test_where_no_slope_has_the_other_sign_the_second_place_is_calmer(objective: Objective) -> None:
    place = second_place(objective, (-11.0, 11.0), 5.0)
    assert place is not None
    assert 0 < objective.gradient([place])[0] < objective.gradient([5.0])[0]


@pytest.mark.parametrize(("objective", "x"), [("2*x", 3.0), ("x**2", 0.0)], indirect=["objective"])
def test_a_straight_line_and_a_flat_start_have_no_second_place(
    objective: Objective, x: float
) -> None:
    assert second_place(objective, (-11.0, 11.0), x) is None


@pytest.mark.parametrize(
    ("objective", "x", "h"), [("x**2", -10.0, 7.0), ("x**2", 9.0, -7.0)], indirect=["objective"]
)
def test_the_second_point_of_a_secant_is_on_the_roomier_side(
    objective: Objective, x: float, h: float
) -> None:
    assert neighbour(objective, (-11.0, 11.0), x) == h


@pytest.mark.parametrize("objective", ["sqrt(x)"], indirect=True)
def test_the_second_point_of_a_secant_has_a_finite_loss(objective: Objective) -> None:
    h = neighbour(objective, (-11.0, 11.0), 6.0)
    assert h < 0
    assert np.isfinite(objective.value([6.0 + h]))


@pytest.mark.parametrize(
    ("steps", "rows"),
    [
        (0, [0]),
        (3, [0, 1, 2, 3]),
        (100, [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]),
        (1002, [0, 200, 400, 600, 800, 1000, 1002]),
    ],
)
def test_a_table_shows_every_tenth_of_a_hundred_steps(steps: int, rows: list[int]) -> None:
    assert table_steps(steps) == rows


@given(st.integers(0, 10**7))
def test_a_table_has_at_most_eleven_rows_and_both_ends(steps: int) -> None:
    rows = table_steps(steps)
    assert len(rows) <= 11
    assert (rows[0], rows[-1]) == (0, steps)
    assert rows == sorted(set(rows))


def test_marks_that_lie_on_one_another_are_drawn_once() -> None:
    points = np.array([[0, 0, 0], [1, 0, 0], [1e-9, 0, 0], [np.nan, 0, 0], [2, 0, 0]])
    assert apart_on_screen(points).tolist() == [0, 1, 4]


def test_a_way_keeps_every_jump_between_two_places() -> None:
    jumps = np.array([[0.0, 0, 0], [1, 0, 0], [0, 0, 0], [1e-9, 0, 0]])
    assert way_on_screen(jumps)[:, 0].tolist() == [0.0, 1.0, 0.0, 1e-9]


def test_a_way_of_many_tiny_steps_leads_on() -> None:
    points = np.stack([np.linspace(0, 1, 10_001), np.zeros(10_001), np.zeros(10_001)], axis=1)
    kept = way_on_screen(points)
    assert len(kept) < 500
    assert np.diff(kept[:, 0]).max() < 0.02


def test_a_pole_is_cut_but_losses_of_the_run_are_held() -> None:
    across = np.linspace(1e-6, 4, 400)
    low, high = loss_range(1 / across, np.array([]))
    assert high < 100
    assert loss_range(1 / across, np.array([500.0]))[1] > 500
    assert low < 0.25


def test_no_finite_value_still_gives_limits() -> None:
    low, high = loss_range(np.full(5, np.nan), np.array([]))
    assert low < high


def test_a_constant_curve_has_limits_that_hold_it() -> None:
    low, high = loss_range(np.full(5, 3.0), np.array([]))
    assert low <= 3.0 <= high


def test_a_window_grows_with_places_outside_and_no_farther_than_its_reach() -> None:
    assert window((0.0, 10.0), [2.0, 9.0]) == (0.0, 10.0)
    assert window((0.0, 10.0), [-2.0]) == pytest.approx((-2.4, 10.0))
    assert window((0.0, 10.0), [1e300, -1e300]) == (-7.5, 17.5)


@pytest.mark.parametrize("count", range(1, 7))
def test_panels_keep_within_the_safe_area_and_apart(count: int) -> None:
    places = panel_places(count, 0.9)
    assert len(places) == count
    for box in (place.box for place in places):
        assert box.left > -6.4
        assert box.right < 6.4
        assert box.bottom > -2.9
    row = [place.box for place in places if place.box.top == places[0].box.top]
    for left, right in pairwise(row):
        assert left.right < right.left


def test_dashes_begin_at_the_start_and_end_before_the_end() -> None:
    points = dashes(np.array([(0.0, 0.0, 0.0), (0.0, 2.0, 0.0)]))
    assert np.isnan(points).all(axis=1).sum() > 5
    seen = points[np.isfinite(points).all(axis=1)]
    assert seen[0].tolist() == [0.0, 0.0, 0.0]
    assert seen[:, 1].max() <= 2.0


@pytest.mark.parametrize(("low", "high"), [(16.0, 9.3e99), (1e-21, 11.0), (6e-193, 100.0)])
def test_a_logarithmic_axis_has_two_ticks_and_not_many_more(low: float, high: float) -> None:
    plot = Plot((0.0, 3.0), (low, high), Box((0.0, 0.0), (3.0, 2.0)), ticks=(4, 3), log=True)
    assert 2 <= len(plot.ticks.upward) <= 5


def test_a_second_place_is_told_with_all_its_digits() -> None:
    told = worded(curve_texts.slope_there("x", -2889999.8, 1.0, -1.0))
    assert "x = −2889999.8 " in told


@pytest.mark.parametrize(
    "shown", [["10⁻⁵", "19999999999999964", "1.9999999999999×10¹⁶"], ["0.8", "-10", "10⁻⁵"]]
)
def test_columns_of_numbers_keep_within_their_room(shown: list[str]) -> None:
    cells = VGroup(*ways._column((0.0, 0.0), shown, theme.TICK))
    assert cells.width <= ways._ROOM


@pytest.fixture(scope="module")
def beside_data() -> CurveStage:
    """The curve of a loss below its formulas, beside the data."""
    recording = record(load_scenario("one-weight", ["runs=[{lr=0.01, steps=1}]"]))
    return CurveStage(recording, recording.objective)


@pytest.mark.parametrize(
    ("numbers", "change", "named"),
    [
        (("1", "0.01", "−22", "1.22"), "0.22", True),
        (("−1.2346", "0.01234", "−87.071", "−0.1601"), "1.0745", False),
        (("−123457", "0.0012345", "−3.42×10⁶", "−119235"), "4222", False),
        (("−1.23456×10⁻⁷", "1.234567×10⁻⁵", "−1.2345678×10⁶", "15.24158"), "15.24158", False),
        (("−1.234567", "0.0123456", "−87.07123", "−0.15962"), None, False),
    ],
)
@pytest.mark.parametrize("rate", ["eta", None])
def test_the_numbers_of_a_step_stand_between_its_rule_and_the_name_of_the_loss(
    beside_data: CurveStage,
    numbers: tuple[str, ...],
    change: str | None,
    named: bool,
    rate: str | None,
) -> None:
    rule = StepRule("w", "J'", rate)
    beside_data.row(rule, 0)
    names = rule.names(regions.safe().right)
    *operands, result = numbers if rate else (numbers[0], numbers[2], numbers[3])
    step = Balance(tuple(operands), result, "=")
    line = in_numbers(step, change if rate else None, rate is not None, beside_data)
    stays = put_below(line, rule, names, beside_data)
    above = names if stays and len(names) else rule
    assert line.get_top()[1] <= above.get_bottom()[1] - 0.14
    assert line.get_bottom()[1] >= beside_data.curve.above[:, 1].max() + 0.14
    assert line.get_right()[0] <= regions.safe().right + 1e-6
    assert stays or (rate and not named)
