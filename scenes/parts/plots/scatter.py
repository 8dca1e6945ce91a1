"""Data points in a plot, with the line of the model and residuals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject
from numpy.typing import NDArray

from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.formulas.fit_about import (
    Column,
    columns_of,
    data_of,
    fit_of,
    is_straight,
)
from gradreel.scenes.parts.formulas.notation import spoken
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.lines import dashes
from gradreel.scenes.parts.geometry.points import discs, joined, polyline
from gradreel.scenes.parts.lettering.text import Glyphs, Markup, maths, shortened, words
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.solver.objective import Objective

# Drawn points: more would cover one another, as a frame at 480p has 400,000 pixels.
MOST_POINTS = 20_000
_AIR = 0.07  # of the range of the points, on each side, so that no point touches an axis
_LINE = 0.42  # screen units: room for a name below the numbers of the axis
# How far away a line may be to be included, in heights of the data: these then look flat, but a
# line that diverges is seen to.
_FARTHEST = 300.0


class Scatter(Plot):
    """Axes and all points.

    The axes also include the inputs `also`, and the lines of parameters `seen` (m, p) as far as
    these are no farther away than `farthest` heights of the data.
    """

    subject = "data"

    def __init__(
        self,
        objective: Objective,
        scenario: Scenario,
        box: Box,
        seen: Array,
        farthest: float = _FARTHEST,
        also: Sequence[float] = (),
    ) -> None:
        data = data_of(scenario)
        self.inputs, self.outputs = np.array(data.inputs)[:, 0], np.array(data.outputs)
        # A function, because manim's fades copy everything that is not.
        self._predict: Callable[[Array, Array], Array] = lambda parameters, x: objective.predict(
            parameters, x[:, None]
        )
        asked = scenario.showing.asked
        included = np.array([*self.inputs, *also, *([] if asked is None else [asked])])
        low, high = float(included.min()), float(included.max())
        pad = _AIR * (high - low or 2.0 * max(abs(low), 1.0))
        across = np.linspace(low, high, 41)
        heights = [self._predict(row, across) for row in np.atleast_2d(seen)]
        limits = height_range(self.outputs, np.concatenate(heights), farthest)
        across_name, upward_name = (_name(column, box.width) for column in columns_of(scenario))
        if not isinstance(across_name, Markup):  # a long one is below the numbers
            box = Box((box.left, box.bottom + _LINE), (box.width, box.height - _LINE))
        super().__init__((low - pad, high + pad), limits, box)
        self._across = np.linspace(*self.x, 2 if is_straight(fit_of(scenario).parsed) else 121)
        self.names = VGroup(across_name, upward_name)
        _place_names(self, across_name, upward_name)
        drawn = slice(None, None, -(-len(self.inputs) // MOST_POINTS))
        self.radius = point_radius(len(self.inputs))
        self.centers = self.place(self.inputs[drawn], self.outputs[drawn])
        opacity = 0.9 if len(self.inputs) <= 1000 else 0.6
        self.dots = discs(self.centers, self.radius, theme.colors().data, opacity)
        self.add(self.names, self.dots)

    def line(self, parameters: Array) -> Array:
        """The line of the model as screen points, cut at the axes (NaN gaps)."""
        return self.cut(self.place(self._across, self._predict(parameters, self._across)))

    def lines(self, parameters: Array) -> Array:
        """The lines of rows of parameters (m, p), with gaps between them."""
        return joined(self.line(row) for row in parameters)

    def guides(self, x: float, y: float) -> Array:
        """Dashes from an input up to a point, and from there to the output axis, cut, (n, 3)."""
        corners = np.array([self.place(x, self.y[0]), self.place(x, y), self.place(self.x[0], y)])
        return np.vstack([dashes(self.cut(leg)) for leg in (corners[:2], corners[1:])])

    def residuals(self, parameters: Array, which: NDArray[np.int_]) -> tuple[Array, Array]:
        """The screen points (m, 3) of some data points, and those on the line above or below."""
        x, y = self.inputs[which], self.outputs[which]
        predicted = np.clip(self._predict(parameters, x), *self.y)
        return self.place(x, y), self.place(x, predicted)

    def seen_toward(self, parameters: Array, seen: Array) -> Array:
        """Parameters (p,) on the way to those of a line that is `seen`, as soon as theirs is.

        A line is seen if all its predictions for the points are in the picture.
        """
        far, near = (self._predict(row, self.inputs) for row in (parameters, seen))
        beyond = np.maximum(0.0, np.maximum(far - self.y[1], self.y[0] - far))
        # Predictions change evenly on the way, as the model is linear in its parameters.
        whole = np.where(beyond > 0.0, np.maximum(np.abs(far - near), beyond), 1.0)
        share = float(np.max(beyond / whole))
        return np.asarray(parameters + share * (seen - parameters))

    def stroke(self, parameters: Array, width: float = 5.0) -> VMobject:
        """The line of the model as a mobject."""
        return polyline(self.line(parameters), theme.colors().model, width)


def point_radius(count: int) -> float:
    """A radius at which `count` points are nearly separate."""
    # Up to its limits, all discs together cover 1.2 square units, 4 % of a large picture of data.
    return float(np.clip(0.62 / np.sqrt(count), 0.022, 0.1))


def height_range(outputs: Array, heights: Array, farthest: float) -> tuple[float, float]:
    """Limits that include all outputs, and the heights of lines that are not too far away."""
    low, high = float(outputs.min()), float(outputs.max())
    reach = farthest * (high - low or max(abs(low), 1.0))
    included = heights[(heights >= low - reach) & (heights <= high + reach)]
    low, high = min([low, *included]), max([high, *included])
    pad = _AIR * (high - low)
    return low - pad, high + pad


def sampled(inputs: Array, count: int) -> NDArray[np.int_]:
    """The indices of at most `count` inputs (n,), evenly spaced in their order."""
    order = np.argsort(inputs, kind="stable")
    picks = np.linspace(0, len(order) - 1, min(count, len(order))).round().astype(int)
    return np.asarray(order[picks])


def _place_names(plot: Plot, across: Markup | Glyphs, upward: Markup | Glyphs) -> None:
    box, ticks = plot.box, plot.ticks
    if isinstance(across, Markup):
        across.next_to((box.right, box.bottom, 0), buff=0.12)
    else:
        across.next_to((box.right, box.bottom - 0.5, 0), DOWN, buff=0.05)
        across.align_to((box.right, 0, 0), RIGHT)
    upward.next_to((box.left, box.top, 0), UP, buff=0.1).align_to((box.left + 0.1, 0, 0), LEFT)
    notes = iter(ticks.names)
    if ticks.offsets[0]:
        note = next(notes).next_to((box.right, box.bottom - 0.5, 0), DOWN, buff=0.05)
        note.align_to((box.right, 0, 0), RIGHT)
        if not isinstance(across, Markup):
            note.next_to(across, LEFT, buff=0.3)
    if ticks.offsets[1]:
        next(notes).next_to(upward, RIGHT, buff=0.15)


def _name(column: Column, room: float) -> Markup | Glyphs:
    """The letter of a column in formulas, and its name in the file."""
    if not column.name:
        return maths(column.letter, theme.LABEL)
    unit = f" ({column.unit})" if column.unit else ""
    text = f"{spoken(column.letter)}: {column.name}{unit}"
    label = words(text, theme.LABEL)
    return label if label.width <= room else shortened(text, room, theme.TICK)
