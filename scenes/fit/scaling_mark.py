"""Shows by what inputs are shifted and divided where they are scaled."""

from __future__ import annotations

import numpy as np
from manim import UP, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.lines import dashes
from gradreel.scenes.parts.geometry.points import between, joined, polyline, trace
from gradreel.scenes.parts.plots.scatter import Scatter

# In screen units.
_HEIGHT = 0.3  # from the axis up to the bar, which is clear of the axis and of most points
_END = 0.1  # half the length of the marks at the ends of the bar


class ScalingMark(VGroup):
    """A dashed line at the input that becomes 0, and a bar that reaches one deviation from it.

    After a shift by the `mean` it reaches to both sides. What is outside of the picture is left
    out. `draw` draws a share of it.
    """

    def __init__(self, scatter: Scatter, mean: float, deviation: float) -> None:
        super().__init__()
        self._upright = dashes(scatter.cut(scatter.place([mean, mean], scatter.y)))
        ends = [mean - deviation if mean else 0.0, mean + deviation]
        self._middle, *sides = scatter.place([mean, *ends], scatter.y[0]) + _HEIGHT * UP
        self._sides = np.array([side for side in sides if scatter.within(side)])
        color = theme.colors().ink
        self._line, self._bar = (polyline(np.empty((0, 3)), color, 3.0) for _ in range(2))
        self.add(self._line, self._bar)

    def draw(self, share: float) -> None:
        """Draw the line upward, then the bar outward from it."""
        upward, outward = np.clip((2.5 * share, 2.5 * share - 1.0), 0.0, 1.0)
        trace(self._line, self._upright[: round(upward * len(self._upright))])
        if outward and len(self._sides):
            tips = self._middle + outward * (self._sides - self._middle)
            trace(self._bar, joined([self._bar_to(tip) for tip in tips]))

    def _bar_to(self, tip: Array) -> Array:
        ends = between((tip - _END * UP)[None], (tip + _END * UP)[None])
        return joined([np.array([self._middle, tip]), ends])
