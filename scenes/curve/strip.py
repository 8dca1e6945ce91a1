"""The axis of a curve painted by where descents end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.points import polyline
from gradreel.scenes.parts.maps.watershed import Watershed
from gradreel.scenes.parts.plots.curve_axes import CurveAxes

_TOP, _BOTTOM = 0.0, -0.13  # screen units from the axis: the strip is above its numbers
_MOST_LINES = 6  # the lines of more borders would hide the curve


class Strip(VGroup):
    """A strip below the axis in the colours of the ends, which `paint` unrolls to the right.

    `lines` go up from its borders to the curve.
    """

    def __init__(self, curve: CurveAxes, found: Watershed, colors: Sequence[str]) -> None:
        super().__init__()
        self._curve, self._pieces = curve, found.stretches
        shown = [*colors, theme.colors().muted]  # the last is that of NOWHERE
        for _, _, end in self._pieces:
            self.add(VMobject(fill_color=shown[end], fill_opacity=1.0, stroke_width=0.0))
        borders = found.borders if len(found.borders) <= _MOST_LINES else []
        self.lines = VGroup(
            *(polyline(curve.drop(border), theme.colors().ink, 2.5) for border in borders)
        )
        self.paint(0.0)

    def paint(self, share: float) -> None:
        """Unroll a share of it."""
        low, high = self._pieces[0][0], self._pieces[-1][1]
        reached = low + share * (high - low)
        for shape, (first, last, _) in zip(self, self._pieces, strict=True):
            ends = self._curve.foot(np.array([first, min(last, max(first, reached))]))
            (left, bottom, _), (right, *_) = ends
            y = (bottom + _TOP, bottom + _BOTTOM)
            corners = [(left, y[0]), (right, y[0]), (right, y[1]), (left, y[1]), (left, y[0])]
            shape.set_points_as_corners(np.array([(x, y_, 0.0) for x, y_ in corners]))
