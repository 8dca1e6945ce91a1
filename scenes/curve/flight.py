"""Lets numbers fly from where they are to their place in a formula, or back, around the axes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from manim import Animation, FadeIn, ReplacementTransform, VGroup, VMobject, rush_into, smooth

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.formulas.equation import Equation
from gradreel.scenes.parts.geometry.flight import dimming, returning, there
from gradreel.scenes.parts.plots.curve_axes import CurveAxes

_BESIDE = 0.3  # screen units right of the axes: their name is up to there


def flown(source: VMobject | VGroup, piece: VMobject | VGroup, axes: CurveAxes) -> Animation:
    """A copy of a text flies to another, which it becomes, without crossing numbers of the axes.

    Between a place below the axes and one beside them, it goes around the corner; if there is no
    room to do so, the other text fades in. From within the axes it comes from above or below, not
    along the line of the formula.
    """
    ends = source.get_center(), piece.get_center()
    below = [float(end[1]) < axes.box.bottom for end in ends]
    outside = [float(end[0]) > axes.box.right + _BESIDE for end in ends]
    if any(below) and not any(outside):
        return FadeIn(piece)
    path = _down_then_across if below[1] else _across_then_up
    return ReplacementTransform(source.copy(), piece, path_func=path)


def filling(
    line: Equation, sources: Sequence[VMobject], standing: Sequence[VMobject], axes: CurveAxes
) -> Iterator[list[Animation]]:
    """The animations in which each of its first numbers comes to a formula from its source.

    What is `standing` in their way is faint from the first to the last.
    """
    flights = [
        flown(source, piece, axes) for source, piece in zip(sources, line.pieces, strict=False)
    ]
    # No letter can become a number: the number comes out of it.
    flights[1] = FadeIn(line.pieces[1], target_position=sources[1])
    # Both before the first is played, and so from the usual opacity.
    courses = {0: there, len(flights) - 1: returning}
    dims = {index: dimming(standing, course) for index, course in courses.items()}
    # Each number brings the signs around it, so that these never enclose a hole.
    for index, (flight, about) in enumerate(zip(flights, line.signs(), strict=False)):
        yield [flight, FadeIn(about, rate_func=rush_into), *dims.get(index, [])]


def _across_then_up(start: Array, end: Array, share: float) -> Array:
    across, up = smooth(min(1.0, share / 0.6)), smooth(max(0.0, 2.0 * share - 1.0))
    vector = end - start
    vector[:, 0] *= across
    vector[:, 1:] *= up
    return start + vector


def _down_then_across(start: Array, end: Array, share: float) -> Array:
    return _across_then_up(end, start, 1.0 - share)
