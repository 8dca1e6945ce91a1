"""Contour lines are those of the landscape, however close a map comes to it."""

from __future__ import annotations

import numpy as np
import pytest

from gradreel.scenes.parts.in_space.heights import Heights
from gradreel.scenes.parts.maps.levels import (
    BANDS,
    faded,
    halvings,
    levels_between,
    tuned,
)

EVEN, LOGARITHMIC = Heights(-2.5, 10.0), Heights(0.0, 1e6, 1.0)


@pytest.mark.parametrize("heights", [EVEN, LOGARITHMIC])
def test_the_lines_of_a_whole_map_are_the_levels_of_its_heights(heights: Heights) -> None:
    levels = levels_between(heights, 0.0, 1.0, faded(halvings(heights, 0.0, 1.0)))
    assert levels.lines == pytest.approx(heights.share(heights.levels()))
    assert not levels.finer
    assert not levels.further
    assert len(levels.colors) == BANDS
    assert (levels.colors[0], levels.colors[-1]) == pytest.approx((0.0, 1.0))


@pytest.mark.parametrize("heights", [EVEN, LOGARITHMIC])
@pytest.mark.parametrize("place", [0.0, 0.03, 0.4, 0.97])
def test_a_closer_map_keeps_the_lines_it_had_and_has_about_as_many(
    heights: Heights, place: float
) -> None:
    before: set[float] = set()
    for width in np.geomspace(1.0, 1e-6, 60):
        low, high = (1.0 - width) * place, (1.0 - width) * place + width
        levels = levels_between(heights, low, high, faded(halvings(heights, low, high)))
        shown = {*levels.lines, *levels.finer}
        assert {line for line in before if low < line < high} <= shown
        assert 0.4 * BANDS < len(levels.lines) < 2 * BANDS
        before = {*levels.lines, *(levels.finer if levels.strength == 1.0 else ())}


def test_bands_take_their_colours_from_those_they_were_a_part_of() -> None:
    low, high = 0.3, 0.4
    whole = levels_between(EVEN, low, high, 2.0)
    begun, done = (levels_between(EVEN, low, high, 2.0 + s) for s in (1e-9, 1.0 - 1e-9))
    halves = levels_between(EVEN, low, high, 3.0)
    assert set(np.round(begun.colors, 6)) == set(np.round(whole.colors, 6))
    assert done.colors == pytest.approx(halves.colors)
    assert done.edges == pytest.approx(halves.edges)


def test_no_line_is_half_faded_where_a_map_rests() -> None:
    for found in ([0.0, 1.5], [0.0, 2.4, 3.6], [0.0, 23.9]):
        more = tuned(found)
        assert not any(faded(one + more) % 1.0 for one in found)
        assert faded(more) == 0.0


@pytest.mark.parametrize("radius", [0.2, 0.1, 0.05, 0.02, 0.001])
def test_lines_do_not_crowd_at_the_lowest_loss_of_a_grid(radius: float) -> None:
    # Of (x - 0.05)² + (y - 0.03)² from -2 to 2, whose lowest place, of 0, is between grid points.
    heights = Heights(0.0018, 8.3234)
    low, high = heights.share(np.array([0.0, 2.0 * radius**2])).tolist()
    levels = levels_between(heights, low, high, faded(halvings(heights, low, high)))
    shown = np.array([line for line in levels.lines if low < line < high])
    gaps = np.diff(shown)
    # Near the minimum they are at even differences, and nowhere closer to each other farther up.
    assert (gaps[1:] > 0.8 * gaps[:-1]).all()
    assert gaps.max() < 10.0 * gaps.min()


@pytest.mark.parametrize("heights", [EVEN, LOGARITHMIC])
def test_lines_below_the_bottom_fade_in(heights: Heights) -> None:
    begun, done = (levels_between(heights, -0.3, 0.3, share) for share in (1e-9, 1.0))
    assert min(levels_between(heights, -0.3, 0.3, 0.0).lines) > 0.0
    assert min(begun.lines) > 0.0
    assert min(begun.finer) == pytest.approx(min(done.lines))
    assert min(done.lines) < 0.0


def test_where_all_is_level_nothing_is_halved_for_ever() -> None:
    levels = levels_between(EVEN, 0.5, 0.5, halvings(EVEN, 0.5, 0.5))
    assert not levels.lines
    assert len(levels.colors) == 1
