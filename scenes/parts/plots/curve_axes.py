"""Axes of a loss over its only parameter, and the points on its curve."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject

from gradreel.scenarios.arrays import Array, Limits
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.lines import dashes
from gradreel.scenes.parts.geometry.poles import poles_of
from gradreel.scenes.parts.geometry.sampling import borders, sampled_line
from gradreel.scenes.parts.lettering.text import Counter, Glyphs
from gradreel.scenes.parts.plots.axes import Axes
from gradreel.solver.objective import Objective

BORDER = 1.5  # stroke width of the line at a pole: thinner than any curve
_REACH = 1.6  # screen units: half the length of a tangent
_TALLEST = 8.0  # times the range of most of a curve: what is higher would flatten all else
_AIR = 0.06  # of the range of losses, below and above, so that the curve does not touch the border
_MOST_BORDERS = 12  # the dashes of more would hide the curve
_ON_AXIS = 0.004  # of the width: nearer to the upright axis than a line is thick


class CurveAxes(Axes):
    """Axes of an objective with one parameter: the parameter goes across, its loss upward.

    `curve` is the line that is drawn.
    """

    subject = "curve"
    curve: VMobject

    def __init__(self, objective: Objective, box: Box) -> None:
        super().__init__(box)
        # A function, because manim's fades copy everything that is not.
        self.value: Callable[[Array], Array] = lambda x: objective.value(x[..., None])

    @property
    def above(self) -> Array:
        """Screen points (n, 3) of what is written above the axes: the name of the loss."""
        written = [
            part.points
            for part in self.get_family()
            if isinstance(part, Glyphs | Counter) and part.get_bottom()[1] > self.box.top
        ]
        return np.concatenate([np.empty((0, 3)), *written])

    def at(self, x: Array | float) -> Array:
        """Screen points (..., 3) on the curve."""
        x = np.asarray(x, dtype=float)
        return self.place(x, self.value(x))

    def foot(self, x: Array | float) -> Array:
        """Screen points (..., 3) on the horizontal axis."""
        return self.place(np.asarray(x, dtype=float), self.y[0])

    def line(self, limits: Limits, count: int) -> Array:
        """The curve between two limits of the parameter, from `count` places or more, cut."""
        return self.cut(self.place(*sampled_line(self.value, limits, self.y, count)))

    def borders(self, limits: Limits, count: int) -> Array:
        """Dashed vertical lines where a curve like that of `line` has a pole or ends."""
        line = sampled_line(self.value, limits, self.y, count)
        found = borders(self.value, *line, self.y)
        if len(found) > _MOST_BORDERS:
            found = []
        lines = self.place(np.array(found)[:, None], np.array(self.y))
        return np.concatenate([np.full((1, 3), np.nan), *map(dashes, lines)])

    def range(self, limits: Limits, losses: Array, count: int, ceiling: float = np.inf) -> Limits:
        """The `loss_range` of `count` places of the curve between two limits of the parameter."""
        places = np.linspace(*limits, count)
        values = self.value(places)
        poles = poles_of(lambda x: self.value(x[..., 0]), places[:, None], values)
        return loss_range(values, losses, ceiling, poles)

    def drop(self, x: float) -> Array:
        """A dashed line from the curve down to the horizontal axis, cut to the axes.

        None on the upright axis: it would colour that, or hide below it.
        """
        line = self.dashed(self.at(x), self.foot(x))
        return line[:0] if abs(x - self.x[0]) < _ON_AXIS * (self.x[1] - self.x[0]) else line

    def dashed(self, start: Array, end: Array) -> Array:
        """A dashed line between two screen points, cut to the axes."""
        return dashes(self.cut(np.array([start, end])))

    def tangent(self, x: float, slope: float) -> Array:
        """A tangent of fixed length on the screen, cut to the axes."""
        point, (across, upward) = self.at(x), self.unit
        angle = np.arctan2(slope * upward, across)
        return self.through(point, point, np.array([np.cos(angle), np.sin(angle), 0.0]))

    def through(self, first: Array, second: Array, direction: Array) -> Array:
        """A straight line through two screen points and beyond both along a direction (3,)."""
        beyond = _REACH * direction / (np.linalg.norm(direction) or 1.0)
        return self.cut(np.array([first - beyond, second + beyond]))


def loss_range(
    values: Array,
    losses: Array,
    ceiling: float = np.inf,
    poles: tuple[bool, bool] = (False, False),
) -> Limits:
    """Limits of an axis for a curve with these values, which always include the `losses`.

    Values that are not finite are ignored. At `poles`, deep or high ones, the curve is cut not far
    beyond most of it, and so is whatever is far above that, or above the ceiling.
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        finite = np.array([0.0, 1.0])
    lower, upper, nearly_all = np.quantile(finite, (0.25, 0.75, 0.9))
    low = max(finite.min(), lower - (upper - lower)) if poles[0] else float(finite.min())
    tallest = upper + (upper - lower) if poles[1] else low + _TALLEST * (nearly_all - low) or np.inf
    high = min(float(finite.max()), tallest)
    low, high = min([low, *losses]), min(max([high, *losses]), ceiling)
    air = _AIR * (high - low)
    return low - air, high + air
