"""A step on the axis of a curve, which may lead beyond the end of the axis."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.lines import FlatArrow, dashes, place_arrow
from gradreel.scenes.parts.geometry.points import joined, trace
from gradreel.scenes.parts.plots.curve_axes import CurveAxes

_WIDTH = 6.0  # stroke width of a step that goes on beyond the axis: about that of an arrow's shaft
_TRAIL = 0.6  # screen units: the length of its last piece, which is dashed, at most


class AxisStep(VGroup):
    """An arrow on the axis; where it would leave that, a line without a head that ends in dashes.

    An arrow that is cut at the end of the axis would be too short for its step.
    """

    def __init__(self, tip: float = 0.24) -> None:
        super().__init__()
        color = theme.colors().step
        self._arrow, self._tip = FlatArrow(color), tip
        self._leaving = VMobject(stroke_color=color, stroke_width=_WIDTH)
        self.add(self._arrow, self._leaving)

    def put(self, axes: CurveAxes, here: float, target: float, share: float = 1.0) -> None:
        """Show a share of the step from one place to another.

        Nothing if they are the same, or if the step begins beyond the axis.
        """
        start, end = axes.foot(np.array([here, target]))
        if not axes.box.left <= start[0] <= axes.box.right:
            start = end = np.array([axes.box.left, start[1], 0.0])
        edge = np.array([np.clip(end[0], axes.box.left, axes.box.right), end[1], 0.0])
        reached = start + share * (edge - start)
        inside = edge[0] == end[0]
        place_arrow(self._arrow, start, reached if inside else start, self._tip)
        trace(self._leaving, reached[None] if inside else _going_on(start, reached))


def _going_on(start: Array, end: Array) -> Array:
    """A line between two points that ends in dashes."""
    length = float(np.linalg.norm(end - start))
    turn = end - min(_TRAIL, length / 2) / (length or 1.0) * (end - start)
    return joined([np.array([start, turn]), dashes(np.array([turn, end]))])
