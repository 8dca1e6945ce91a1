"""Lets a number fly from where it is to its place in a formula, or back, around the axes."""

from __future__ import annotations

from manim import Animation, FadeIn, ReplacementTransform, VGroup, VMobject, smooth

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.plots.curve_axes import CurveAxes

_BESIDE = 0.3  # screen units right of the axes: their name is up to there


def flown(source: VMobject | VGroup, piece: VMobject | VGroup, axes: CurveAxes) -> Animation:
    """A copy of a text flies to another, which it becomes, without crossing numbers of the axes.

    Between a place below the axes and one beside them, it goes around the corner; if there is no
    room to do so, the other text fades in.
    """
    ends = source.get_center(), piece.get_center()
    below = [float(end[1]) < axes.box.bottom for end in ends]
    outside = [float(end[0]) > axes.box.right + _BESIDE for end in ends]
    if not any(below):
        return ReplacementTransform(source.copy(), piece)
    if not any(outside):
        return FadeIn(piece)
    path = _across_then_up if below[0] else _down_then_across
    return ReplacementTransform(source.copy(), piece, path_func=path)


def _across_then_up(start: Array, end: Array, share: float) -> Array:
    across, up = smooth(min(1.0, share / 0.6)), smooth(max(0.0, 2.0 * share - 1.0))
    vector = end - start
    vector[:, 0] *= across
    vector[:, 1:] *= up
    return start + vector


def _down_then_across(start: Array, end: Array, share: float) -> Array:
    return _across_then_up(end, start, 1.0 - share)
