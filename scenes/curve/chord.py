"""A chord between two points of a curve, and the area of the curve above it."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.points import polyline, trace
from gradreel.scenes.parts.plots.curve_axes import CurveAxes

_SAMPLES = 401  # points of the curve above the chord
_FAINT = 0.3  # opacity of the area between them


class Chord(VGroup):
    """The `line` between two points, which `draw` draws, and the `area` of the curve above it."""

    def __init__(self, curve: CurveAxes, start: float, end: float) -> None:
        super().__init__()
        self._ends = curve.at(np.array([start, end]))
        self.line = polyline(self._ends[:1], theme.colors().ink, 3.0)
        points = curve.at(np.linspace(start, end, _SAMPLES))
        first, last = self._ends
        below = first + np.linspace(0.0, 1.0, _SAMPLES)[:, None] * (last - first)
        above = points[:, 1] > below[:, 1]
        ring = np.vstack([points[above], below[above][::-1], points[above][:1]])
        self.area = VMobject(
            fill_color=theme.colors().gradient, fill_opacity=_FAINT, stroke_width=0.0
        )
        trace(self.area, ring)
        self.add(self.area, self.line)

    def draw(self, share: float) -> None:
        """Draw the line up to a share of its length."""
        first, last = self._ends
        trace(self.line, np.array([first, first + share * (last - first)]))
