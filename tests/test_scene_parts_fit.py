"""Pure parts of the fit lesson: cut lines, refined grids."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.parts.clip import cut_to_box
from scenes.parts.loss_map import refined

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
