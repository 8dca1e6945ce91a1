"""A loss over its only parameter in axes that can be rescaled while they are shown."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject

from scenes import theme
from scenes.parts.clip import cut_to_box
from scenes.parts.curve_plot import loss_range
from scenes.parts.plot import polyline, trace
from scenes.parts.text import maths
from scenes.parts.ticks import Ticks
from scenes.parts.typeset import Array
from solver.objective import Objective

_SAMPLES = 161
_WIDE = 0.6  # a name
_MOST_ABOVE = 12.0  # times the height of the start


class ZoomedCurve(VGroup):
    """Axes with `limits` of the parameter, which `look` changes; the loss's limits follow.

    The curve is cut far above the loss `start`, which stays in sight. The upward axis has numbers
    only where it is `numbered`.
    """

    def __init__(
        self,
        objective: Objective,
        limits: tuple[float, float],
        corner: tuple[float, float],
        size: tuple[float, float],
        names: tuple[str, str],
        start: float,
        numbered: bool = True,
    ) -> None:
        super().__init__()
        # A function, because manim's fades copy everything else.
        self._value: Callable[[Array], Array] = lambda x: objective.value(x[..., None])
        self.corner, self.size = np.array(corner), np.array(size)
        left, bottom = corner
        right, top = self.corner + self.size
        frame = np.array([(left, top, 0.0), (left, bottom, 0.0), (right, bottom, 0.0)])
        self.curve = VMobject(stroke_color=theme.LOSS, stroke_width=3.0)
        self.ticks = VGroup(Ticks(3, 0), Ticks(3, 1, numbered))
        self.add(polyline(frame, theme.MUTED, 2.0), self.ticks, self.curve)
        x_name = maths(names[0], theme.LABEL, theme.HERE)
        self.add(x_name.next_to((right, bottom, 0), RIGHT, buff=0.1))
        if x_name.width > _WIDE:  # it goes below the numbers
            x_name.next_to((right, bottom - 0.38, 0), DOWN, buff=0.0).align_to((right, 0, 0), RIGHT)
        loss_name = maths(names[1], theme.LABEL, theme.LOSS)
        self.add(loss_name.next_to((left, top, 0), UP, buff=0.06).align_to((left, 0, 0), LEFT))
        self._start, self._ceiling = start, np.inf
        self.look(limits)
        self._ceiling = max(self.y[1], self.y[0] + _MOST_ABOVE * (start - self.y[0]))

    def look(self, limits: tuple[float, float]) -> None:
        """Show other limits of the parameter."""
        across = np.linspace(*limits, _SAMPLES)
        values = self._value(across)
        self.x = limits
        self.y = loss_range(values, np.array([self._start]), self._ceiling)
        trace(self.curve, self.cut(self._place(across, values)))
        for axis, shown in enumerate((self.x, self.y)):
            self.ticks[axis].put(shown, self.corner, self.size)

    def at(self, x: Array) -> Array:
        """Screen points (n, 3) on the curve."""
        return self._place(x, self._value(x))

    def cut(self, points: Array) -> Array:
        """A screen polyline cut at the border of the axes, NaN where it is outside."""
        return cut_to_box(points, self.corner, self.corner + self.size)

    def inside(self, points: Array) -> Array:
        """Those of some screen points (n, 3) that lie within the axes."""
        low, high = self.corner - 1e-6, self.corner + self.size + 1e-6
        return np.asarray(points[((points[:, :2] >= low) & (points[:, :2] <= high)).all(axis=1)])

    def _place(self, x: Array, y: Array) -> Array:
        places = np.stack([x, y], axis=-1)
        low = np.array([self.x[0], self.y[0]])
        span = np.array([np.ptp(self.x), np.ptp(self.y)])
        flat = self.corner + (places - low) / span * self.size
        return np.concatenate([flat, np.zeros((*flat.shape[:-1], 1))], axis=-1)
