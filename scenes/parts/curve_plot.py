"""The curve of a loss over its only parameter, and places on it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VGroup

from scenes import theme
from scenes.parts.clip import cut_to_box
from scenes.parts.lines import dashes
from scenes.parts.plot import Plot
from scenes.parts.typeset import Array
from solver.objective import Objective

_SAMPLES = 501
_REACH = 1.6  # half a tangent's length on the screen
_TALLEST = 8.0  # a curve is cut where it is so many times as high as most of it
_AIR = 0.06


class CurvePlot(VGroup):
    """Axes and the curve over a domain; `losses` are further values the axes have to hold."""

    def __init__(
        self,
        objective: Objective,
        domain: tuple[float, float],
        corner: tuple[float, float],
        size: tuple[float, float],
        names: tuple[str, str],
        losses: Array | None = None,
        ticks: tuple[int, int] = (6, 5),
    ) -> None:
        super().__init__()
        # A function, because manim's fades copy everything else.
        self._value: Callable[[Array], Array] = lambda x: objective.value(x[..., None])
        across = np.linspace(*domain, _SAMPLES)
        values = self._value(across)
        limits = loss_range(values, np.empty(0) if losses is None else losses)
        self.plot = Plot(
            domain, limits, corner, size, names, ticks, colors=(theme.HERE, theme.LOSS)
        )
        self.curve = self.plot.curve(across, values, theme.LOSS, 4.0)
        self.add(self.plot, self.curve)

    @property
    def low(self) -> Array:
        """The lower left corner of the axes."""
        return self.plot.corner

    @property
    def high(self) -> Array:
        """The upper right corner of the axes."""
        return np.asarray(self.plot.corner + self.plot.size)

    def at(self, x: Array | float) -> Array:
        """Screen points (..., 3) on the curve."""
        x = np.asarray(x, dtype=float)
        return self.plot.at(x, self._value(x))

    def foot(self, x: Array | float) -> Array:
        """Screen points (..., 3) on the axis."""
        return self.plot.at(x, self.plot.y[0])

    def holds(self, point: Array) -> bool:
        """Whether a screen point lies within the axes."""
        return bool(np.isfinite(self.plot.inside(point[None])).all())

    def drop(self, x: float) -> Array:
        """A dashed line from the curve down to the axis, as far as it lies within the axes."""
        return self.dashed(self.at(x), self.foot(x))

    def dashed(self, start: Array, end: Array) -> Array:
        """A dashed line between screen points, as far as it lies within the axes."""
        line = cut_to_box(np.array([start, end]), self.low, self.high)
        seen = len(line) and np.isfinite(line[:2]).all()
        return dashes(line[0], line[1]) if seen else np.full((1, 3), np.nan)

    def tangent(self, x: float, slope: float) -> Array:
        """A tangent of fixed length, cut at the axes' border."""
        point = self.at(x)
        unit = self.plot.size / (np.ptp(self.plot.x), np.ptp(self.plot.y))
        return self.through(point, point, np.array([unit[0], slope * unit[1], 0.0]))

    def through(self, first: Array, second: Array, way: Array) -> Array:
        """A straight line that reaches beyond two points along a direction."""
        beyond = _REACH * way / (np.linalg.norm(way) or 1.0)
        return cut_to_box(np.array([first - beyond, second + beyond]), self.low, self.high)


def loss_range(values: Array, losses: Array, ceiling: float = np.inf) -> tuple[float, float]:
    """Limits of an axis for a curve's values; `losses` are on it whatever the curve does.

    Values that are not finite are left out, and a pole is cut, as is everything above
    the ceiling.
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        finite = np.array([0.0, 1.0])
    low = float(finite.min())
    most = float(np.quantile(finite, 0.9))
    high = min(float(finite.max()), low + _TALLEST * (most - low) or np.inf)
    low, high = min([low, *losses]), min(max([high, *losses]), ceiling)
    air = _AIR * (high - low)
    return low - air, high + air
