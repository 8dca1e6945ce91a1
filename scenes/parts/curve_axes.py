"""Axes of a loss over its only parameter, and the places on its curve."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject

from gradreel.scenarios.arrays import Array, Limits
from gradreel.scenes.parts.axes import Axes
from gradreel.scenes.parts.box import Box
from gradreel.scenes.parts.lines import dashes
from gradreel.scenes.parts.poles import poles_of
from gradreel.scenes.parts.sampling import borders, sampled_line
from gradreel.solver.objective import Objective

BORDER = 1.5  # how thick the line is at a pole
_REACH = 1.6  # half a tangent's length on the screen
_TALLEST = 8.0  # times the range of most of a curve: it is cut above, or all else would be flat
_AIR = 0.06  # of the range of losses, below and above, so that the curve does not touch the border
_MOST_BORDERS = 12  # of more, the dashes would hide the curve


class CurveAxes(Axes):
    """Where the curve of an objective stands: the parameter goes across, its loss upward.

    `curve` is the line that is drawn.
    """

    curve: VMobject

    def __init__(self, objective: Objective, box: Box) -> None:
        super().__init__(box)
        # A function, because manim's fades copy everything else.
        self.value: Callable[[Array], Array] = lambda x: objective.value(x[..., None])

    def at(self, x: Array | float) -> Array:
        """Screen points (..., 3) on the curve."""
        x = np.asarray(x, dtype=float)
        return self.place(x, self.value(x))

    def foot(self, x: Array | float) -> Array:
        """Screen points (..., 3) on the axis."""
        return self.place(np.asarray(x, dtype=float), self.y[0])

    def line(self, limits: Limits, count: int) -> Array:
        """The curve between some limits of the parameter, from so many places on, cut likewise."""
        return self.cut(self.place(*sampled_line(self.value, limits, self.y, count)))

    def borders(self, limits: Limits, count: int) -> Array:
        """Dashed upright lines where the curve has a pole or ends, from so many places on."""
        line = sampled_line(self.value, limits, self.y, count)
        found = borders(self.value, *line, self.y)
        if len(found) > _MOST_BORDERS:
            found = []
        ends = self.place(np.array(found)[:, None], np.array(self.y))
        return np.concatenate([np.full((1, 3), np.nan), *map(dashes, ends)])

    def range(self, limits: Limits, held: Array, count: int, ceiling: float = np.inf) -> Limits:
        """Limits of the loss for the part of the curve between some limits of the parameter.

        As `loss_range` says, for so many places on it.
        """
        places = np.linspace(*limits, count)
        values = self.value(places)
        poles = poles_of(lambda x: self.value(x[..., 0]), places[:, None], values)
        return loss_range(values, held, ceiling, poles)

    def drop(self, x: float) -> Array:
        """A dashed line from the curve down to the axis, as far as it lies within the axes."""
        return self.dashed(self.at(x), self.foot(x))

    def dashed(self, start: Array, end: Array) -> Array:
        """A dashed line between screen points, as far as it lies within the axes."""
        return dashes(self.cut(np.array([start, end])))

    def tangent(self, x: float, slope: float) -> Array:
        """A tangent of fixed length, cut at the axes' border."""
        point, (across, upward) = self.at(x), self.unit
        angle = np.arctan2(slope * upward, across)
        return self.through(point, point, np.array([np.cos(angle), np.sin(angle), 0.0]))

    def through(self, first: Array, second: Array, way: Array) -> Array:
        """A straight line that reaches beyond two points along a direction."""
        beyond = _REACH * way / (np.linalg.norm(way) or 1.0)
        return self.cut(np.array([first - beyond, second + beyond]))


def loss_range(
    values: Array,
    losses: Array,
    ceiling: float = np.inf,
    poles: tuple[bool, bool] = (False, False),
) -> Limits:
    """Limits of an axis for a curve's values; `losses` are on it whatever the curve does.

    Values that are not finite are left out, a deep or a high pole is cut near most of the rest, and
    so is everything far above that, or above the ceiling.
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        finite = np.array([0.0, 1.0])
    few, half, most = np.quantile(finite, (0.25, 0.75, 0.9))
    low = max(finite.min(), few - (half - few)) if poles[0] else float(finite.min())
    tallest = half + (half - few) if poles[1] else low + _TALLEST * (most - low) or np.inf
    high = min(float(finite.max()), tallest)
    low, high = min([low, *losses]), min(max([high, *losses]), ceiling)
    air = _AIR * (high - low)
    return low - air, high + air
