"""Lets numbers fly from where they are to their place in a formula, or back, around the axes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from manim import Animation, FadeIn, VGroup, VMobject, rush_into, smooth

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.formulas.equation import Equation
from gradreel.scenes.parts.geometry.flight import Copying
from gradreel.scenes.parts.plots.curve_axes import CurveAxes

_Path = Callable[[Array, Array, float], Array]

_BESIDE = 0.3  # screen units right of the axes: their name is up to there
_UNDER = 0.4  # screen units from a line of a formula down to a number that flies below it


def flown(source: VMobject | VGroup, piece: VMobject | VGroup, axes: CurveAxes) -> Animation:
    """A copy of a text flies to another, which it becomes, without crossing numbers of the axes.

    Between a place below the axes and one beside them, it goes around the corner; if there is no
    room to do so, the other text fades in. From within the axes it comes from below, where nothing
    is written yet, and not across the formula.
    """
    ends = source.get_center(), piece.get_center()
    below = [float(end[1]) < axes.box.bottom for end in ends]
    outside = [float(end[0]) > axes.box.right + _BESIDE for end in ends]
    if any(below) and not any(outside):
        return FadeIn(piece)
    path: _Path = _down_then_across if below[1] else _across_then_up
    if outside[1] and not below[0]:
        path = _under(float(piece.get_bottom()[1]) - _UNDER - float(ends[1][1]))
    return Copying(source.copy(), piece, path_func=path)


def filling(
    line: Equation, sources: Sequence[VMobject], axes: CurveAxes
) -> Iterator[list[Animation]]:
    """The animations in which each of its first numbers comes to a formula from its source."""
    flights = [
        flown(source, piece, axes) for source, piece in zip(sources, line.pieces, strict=False)
    ]
    # No letter can become a number.
    flights[1] = FadeIn(line.pieces[1])
    # Each number brings the signs around it, so that these never enclose a hole.
    for flight, about in zip(flights, line.signs(), strict=False):
        yield [flight, FadeIn(about, rate_func=rush_into)]


def _across_then_up(start: Array, end: Array, share: float) -> Array:
    across, up = smooth(min(1.0, share / 0.6)), smooth(max(0.0, 2.0 * share - 1.0))
    vector = end - start
    vector[:, 0] *= across
    vector[:, 1:] *= up
    return start + vector


def _down_then_across(start: Array, end: Array, share: float) -> Array:
    return _across_then_up(end, start, 1.0 - share)


def _under(depth: float) -> _Path:
    """A way that ends with a rise from `depth` (negative, in screen units) below its end."""

    def path(start: Array, end: Array, share: float) -> Array:
        across = smooth(min(1.0, max(0.0, share - 0.15) / 0.65))
        down, up = smooth(min(1.0, 2.0 * share)), smooth(max(0.0, 5.0 * share - 4.0))
        place = start + across * (end - start)
        place[:, 1] = start[:, 1] + down * (end[:, 1] - start[:, 1]) + (down - up) * depth
        return place

    return path
