"""Pure parts of the fit lesson: lines, grids, squares, words."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradreel.scenarios import Data, Fit, Run, Scenario
from gradreel.scenarios.linear_model import parse_model
from gradreel.scenes.drawing.view import FASTEST, View
from gradreel.scenes.fit.scaling_mark import ScalingMark
from gradreel.scenes.fit.squares import square_corners
from gradreel.scenes.fit.stage import compact, spaced
from gradreel.scenes.parts.descents.step_table import decimals
from gradreel.scenes.parts.digits.numbers import fixed, number
from gradreel.scenes.parts.formulas.about import model_formula
from gradreel.scenes.parts.formulas.fit_about import (
    intercept,
    is_straight,
    place_to_predict,
    predicted_by,
)
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.clip import cut_legs, cut_to_box
from gradreel.scenes.parts.geometry.lines import dashes
from gradreel.scenes.parts.in_space.rising import rising, rising_time
from gradreel.scenes.parts.in_space.space import EXTENT
from gradreel.scenes.parts.maps.contours import refined
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.parts.plots.scatter import Scatter, height_range, sampled
from gradreel.scenes.sentences import fit as texts
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.objective import objective_of

LOW, HIGH = (0.0, 0.0), (2.0, 1.0)
coordinates = st.floats(-3, 3, width=16)


def line(*points: tuple[float, float]) -> np.ndarray:
    return np.array([(x, y, 0.0) for x, y in points])


def test_a_line_within_the_box_stays_as_it_is() -> None:
    inside = line((0, 0), (1, 0.5), (2, 1), (2, 0))
    np.testing.assert_array_equal(cut_to_box(inside, LOW, HIGH)[:4], inside)


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ((-1, 0.5), (1, 0.5), (0, 0.5), (1, 0.5)),
        ((1, 0.5), (1, 5), (1, 0.5), (1, 1)),
        ((-1, -0.5), (3, 1.5), (0, 0), (2, 1)),
        ((-1, 0.25), (5, 0.25), (0, 0.25), (2, 0.25)),
    ],
)
def test_a_leg_is_cut_at_the_border(
    start: tuple[float, float],
    end: tuple[float, float],
    first: tuple[float, float],
    last: tuple[float, float],
) -> None:
    cut = cut_to_box(line(start, end), LOW, HIGH)
    seen = cut[np.isfinite(cut[:, 0])]
    np.testing.assert_allclose(seen, line(first, last), atol=1e-12)


def test_a_line_that_leaves_and_comes_back_has_a_gap() -> None:
    cut = cut_to_box(line((1, 0.5), (1, 3), (1.5, 3), (1.5, 0.5)), LOW, HIGH)
    whole = np.isfinite(cut[:, 0])
    pieces = np.split(cut, np.flatnonzero(~whole))
    seen = [piece[np.isfinite(piece[:, 0])] for piece in pieces]
    assert [len(piece) for piece in seen if len(piece)] == [2, 2]


def test_a_line_past_the_box_is_not_seen() -> None:
    assert not np.isfinite(cut_to_box(line((-1, 2), (3, 2)), LOW, HIGH)).any()


def test_a_line_from_infinity_is_not_seen() -> None:
    cut = cut_to_box(line((np.nan, np.inf), (1, 0.5), (2, 0.5)), LOW, HIGH)
    np.testing.assert_array_equal(cut[np.isfinite(cut[:, 0])], line((1, 0.5), (2, 0.5)))


@given(st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=8))
def test_nothing_is_seen_outside_of_the_box(points: list[tuple[float, float]]) -> None:
    cut = cut_to_box(line(*points), LOW, HIGH)
    seen = cut[np.isfinite(cut[:, 0]), :2]
    assert ((seen >= np.array(LOW) - 1e-9) & (seen <= np.array(HIGH) + 1e-9)).all()


def test_a_refined_quadratic_is_exact_up_to_the_border() -> None:
    def bowl(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.asarray(2 * x**2 - x * y + 3 * y**2 - x + 4)

    coarse = bowl(*np.meshgrid(np.linspace(-1, 2, 7), np.linspace(0, 5, 5)))
    fine = bowl(*np.meshgrid(np.linspace(-1, 2, 19), np.linspace(0, 5, 13)))
    np.testing.assert_allclose(refined(coarse, 3), fine, atol=1e-12)


def test_a_refined_grid_keeps_its_values() -> None:
    heights = np.random.default_rng(1).normal(size=(6, 4))
    np.testing.assert_allclose(refined(heights, 4)[::4, ::4], heights, atol=1e-12)


@pytest.mark.parametrize(
    ("x", "side", "opens"), [(1.0, 2.0, 1.0), (9.0, 2.0, -1.0), (3.0, 8.0, 1.0), (4.0, 5.0, 1.0)]
)
def test_a_square_opens_to_where_there_is_room(x: float, side: float, opens: float) -> None:
    starts, ends = line((x, 0)), line((x, side))
    corners = square_corners(starts, ends, (0.0, 10.0), 1.0)[0]
    (other,) = {*corners[:, 0].tolist()} - {x}
    assert other - x == opens * side
    assert np.ptp(corners[:, 0]) == np.ptp(corners[:, 1]) == side


def test_a_closed_square_is_its_residual() -> None:
    corners = square_corners(line((3, 1)), line((3, -2)), (0.0, 10.0), 0.0)
    assert np.ptp(corners[..., 0]) == 0.0


def test_a_square_opens_into_spare_room_rather_than_over_the_numbers_on_the_left() -> None:
    start, end = (np.array([[6.0, y, 0.0]]) for y in (0.0, 7.0))
    ends = [
        square_corners(start, end, (0.0, 10.0), 1.0, spare)[0, :, 0].max() for spare in (0.0, 3.0)
    ]
    assert ends == pytest.approx([6.0, 13.0])


def test_marks_that_touch_are_left_out() -> None:
    assert spaced(line((0, 0), (0.01, 0), (0.2, 0), (0.2, 0.05), (0.2, 0.2)), 0.1).tolist() == [
        0,
        2,
        4,
    ]


@given(st.floats(-1e300, 1e300))
def test_a_figure_fits_its_slot(value: float) -> None:
    assert len(compact(value)) <= 9


def test_a_height_range_holds_a_line_unless_it_is_too_far_away() -> None:
    low, high = height_range(np.array([0.0, 1.0]), np.array([-1e9, -2.0, 2.0, np.nan]), 3.0)
    assert -2.5 < low < -2.0
    assert 2.0 < high < 2.5
    assert height_range(np.array([0.0, 1.0]), np.array([-1e9]), 3.0)[0] > -0.1


def test_a_sample_reaches_from_the_lowest_to_the_highest_input() -> None:
    inputs = np.random.default_rng(3).normal(size=5000)
    picked = sampled(inputs, 100)
    assert len(set(picked.tolist())) == 100
    assert inputs[picked[0]] == inputs.min()
    assert inputs[picked[-1]] == inputs.max()
    assert sorted(sampled(inputs[:7], 100).tolist()) == list(range(7))


def test_dashes_are_even_and_stay_on_the_way() -> None:
    found = dashes(line((0, 0), (3, 0), (3, 4)))
    whole = found[np.isfinite(found[:, 0])]
    assert ((whole[:, 1] == 0) | np.isclose(whole[:, 0], 3)).all()
    assert len(dashes(line((np.nan, np.nan), (1, 1)))) <= 1


@pytest.mark.parametrize(
    ("text", "constant", "straight", "shown"),
    [
        ("a*x + b", "b", True, "a x_i + b"),
        ("c - m*x", "c", True, "c - m x_i"),
        ("w*x", None, True, "w x_i"),
        ("a*x**2 - 3", None, False, "a x_i^(2) - 3"),
        ("2*b + a*sin(x)", None, False, "2 b + a sin(x_i)"),
    ],
)
def test_a_model_reads_as_it_was_written(
    text: str, constant: str | None, straight: bool, shown: str
) -> None:
    model = parse_model(text, 1)
    assert intercept(model) == constant
    assert is_straight(model) == straight
    formula = model_formula(fit_scenario(text), of_point=True)
    assert re.sub(r"#text\(fill: rgb\(\"#\w+\"\)\)\[\$(\w+)\$\]", r"\1", formula) == shown


@pytest.mark.parametrize(
    ("loss", "variance", "words"),
    [(0.083, 1 / 12, "is the noise"), (0.01, 1 / 12, "below"), (0.5, 1 / 12, "more than")],
)
def test_what_remains_is_weighed_against_the_noise(
    loss: float, variance: float, words: str
) -> None:
    assert words in worded(texts.what_remains(loss, variance))


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ([-1.0, 1.0], 0.5),
        ([1.0, 12.0], 10.0),
        ([7.0, 7.0], 7.0),
        ([-2400.5, -2400.1], -2400.2),
        ([0.1, 0.7 / 3], 0.2),
    ],
)
def test_a_prediction_is_made_at_a_round_place(inputs: list[float], place: float) -> None:
    assert place_to_predict(np.array(inputs)) == place


def test_a_place_to_predict_is_told_with_all_its_digits() -> None:
    told = fit_scenario("a*x + b")
    assert "x = −2400.2 the line" in worded(texts.prediction(told, -2400.2, 1.0))
    assert "x = −2400.2 it" in worded(texts.prediction(told, -2400.2, 1.0, 2.0))
    assert "through (−2400.2, 1) is" in worded(texts.as_good(told, (-2400.2, 1.0)))


def test_a_column_with_a_long_name_is_called_by_its_letter() -> None:
    data = Data(
        inputs=((1.0,),),
        outputs=(2.0,),
        input_names=("height of the plant in centimetres",),
        output_name="weight",
    )
    fit = Fit(model="a*x + b", data=data)
    told = fit_scenario("a*x + b").model_copy(update={"objective": fit})
    assert texts.columns(told) == ("x", "weight")
    alone = worded(texts.prediction(told, 1, 2))
    assert alone == "At x = 1 the line predicts weight = 2."
    beside = worded(texts.prediction(told, 1, 2, best=3))
    assert beside == "At x = 1 it predicts weight = 2, the best line 3."


@pytest.mark.parametrize("azimuth", [-2.1, -0.5, 1.0])
def test_the_eye_rises_without_haste_and_ends_above(azimuth: float) -> None:
    room, floor = ((0.0, -3.0), (6.0, 3.0)), ((0.5, -2.5), (3.5, 0.5))
    start = View(azimuth=azimuth, elevation=0.55, target=(0, 0, 0.55)).fitted(EXTENT, *room)
    seconds = rising_time(start)
    views = [rising(start, room, floor, share) for share in np.linspace(0, 1, 400)]
    assert views[0] == start
    turned = np.diff([(view.azimuth, view.elevation) for view in views], axis=0)
    assert 0.9 * FASTEST < np.linalg.norm(turned, axis=1).max() * 399 / seconds <= 1.001 * FASTEST
    for view in views:
        shown = view.project(EXTENT / (1.1, 1.1, 1.0))[:, :2]
        assert (shown >= np.array(room[0]) - 1e-9).all()
        assert (shown <= np.array(room[1]) + 1e-9).all()
    corners = views[-1].project(np.array([(-1.0, -1.0, 0.0), (1.0, 1.0, 1.4), (0.0, 0.0, 0.55)]))
    np.testing.assert_allclose(corners[:, :2], [(0.5, -2.5), (3.5, 0.5), (2.0, -1.0)], atol=0.02)


@pytest.mark.parametrize(
    "column", [[7.93, 0.4, 0.075742], [4123.2, 75.74], [12.0, 0.5], [1e7, 3.0], [3.0, 1e-12], [0.0]]
)
def test_a_table_shows_the_last_value_as_sentences_do(column: list[float]) -> None:
    places = decimals(np.array(column))
    shown = number(column[-1]) if places is None else fixed(column[-1], places)
    assert (shown.rstrip("0").rstrip(".") if "." in shown else shown) == number(column[-1])
    assert all(places is None or len(fixed(value, places)) <= 7 for value in column)


@pytest.mark.parametrize(("largest", "gives_way"), [(5.0, False), (40_000.0, True)])
def test_a_plot_gives_way_to_its_long_numbers(largest: float, gives_way: bool) -> None:
    def make(box: Box) -> Plot:
        return Plot((0.0, 1.0), (0.0, largest), box)

    plot = keep_in_room(make, Box((-5.7, -2.0), (5.0, 4.0)))
    assert plot.get_left()[0] >= -5.7 - 0.661
    assert bool(plot.box.left > -5.7) == gives_way
    assert plot.box.right == pytest.approx(-0.7)


def test_a_long_name_of_a_column_is_no_wider_than_the_axes() -> None:
    told = fit_scenario("a*x + b")
    assert isinstance(told.objective, Fit)
    names = {"input_names": ("height of the plant in centimetres",), "output_name": "mass " * 20}
    data = told.objective.data.model_copy(update=names)
    told = told.model_copy(update={"objective": Fit(model="a*x + b", data=data)})
    scatter = Scatter(
        objective_of(told), told, Box((0.0, 0.0), (4.75, 4.0)), np.array([[1.0, 1.0]])
    )
    assert all(name.width <= 4.75 + 1e-6 for name in scatter.names)


def fit_scenario(model: str, *runs: dict[str, Any]) -> Scenario:
    names = parse_model(model, 1).parameters
    data = Data(
        inputs=((-1.0,), (0.0,), (1.0,)),
        outputs=(1.0, 2.0, 4.0),
        input_names=("x",),
        output_name="y",
    )
    start = dict.fromkeys(names, 0.5)
    return Scenario(
        name="fit",
        title="A fit",
        lesson="fit",
        objective=Fit(model=model, data=data),
        runs=tuple(Run(**{"start": start, "lr": 0.1, "steps": 3} | run) for run in runs or ({},)),
    )


@pytest.mark.parametrize(
    ("model", "shown", "formula"),
    [
        ("a*x + b", ("2.996", "2.51"), '"2.996" dot "0.5" + "2.51"'),
        ("a*x + b", ("−1", "−2"), '("−1") dot "0.5" + ("−2")'),
        ("w*x", ("2",), '"2" dot "0.5"'),
        ("a*x**2 + b", ("1", "2"), ""),
        ("a*x + 3", ("1",), ""),
    ],
)
def test_a_prediction_shows_how_it_is_computed(
    model: str, shown: tuple[str, ...], formula: str
) -> None:
    assert predicted_by(parse_model(model, 1), shown, "0.5") == formula


@pytest.mark.parametrize(("mean", "ends"), [(2.0, [1.0, 2.0, 3.0]), (0.0, [0.0, 1.0])])
def test_a_bar_reaches_one_deviation_from_what_becomes_0(mean: float, ends: list[float]) -> None:
    objective = Fit(
        model="a*x",
        data=Data(inputs=((0.0,), (4.0,)), outputs=(0.0, 4.0), input_names=("x",), output_name="y"),
    )
    bare = Scenario(name="it", title="It", lesson="curve", objective=objective, runs=())
    box = Box((-2.0, -1.0), (4.0, 2.0))
    scatter = Scatter(objective_of(bare), bare, box, np.array([[1.0]]))
    mark = ScalingMark(scatter, mean, 1.0)
    line, bar = mark.submobjects
    mark.draw(0.0)
    assert not len(line.points)
    mark.draw(1.0)
    assert np.allclose(line.points[:, 0], scatter.place(mean, 0.0)[0])
    across = np.unique(bar.points[:, 0].round(6))
    reached = [across.min(), across.max()]
    assert reached == pytest.approx([scatter.place(x, 0.0)[0] for x in (ends[0], ends[-1])])


def test_separate_legs_are_cut_as_each_is_alone() -> None:
    rng = np.random.default_rng(2)
    starts, ends = rng.normal(0.0, 3.0, (2, 60, 3))
    starts[::7, 0], ends[3], starts[5] = ends[::7, 0], starts[3], (np.nan, np.inf, 0.0)
    alone = [cut_to_box(np.stack(leg), LOW, HIGH) for leg in zip(starts, ends, strict=True)]
    seen = [cut[:2] for cut in alone if np.isfinite(cut[:2]).all()]
    assert 5 < len(seen) < 55
    begin, end = cut_legs(starts, ends, np.array(LOW), np.array(HIGH))
    np.testing.assert_allclose(np.stack([begin, end], axis=1), np.array(seen), atol=1e-12)
