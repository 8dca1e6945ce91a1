"""Data points in a plot, with the model's line and its residuals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject
from numpy.typing import NDArray

from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.box import Box
from gradreel.scenes.parts.fit_about import Column, columns_of, data_of, fit_of, is_straight
from gradreel.scenes.parts.notation import spoken
from gradreel.scenes.parts.plot import Plot
from gradreel.scenes.parts.points import discs, joined, place_discs, polyline
from gradreel.scenes.parts.text import Glyphs, Markup, maths, shortened, words
from gradreel.solver.objective import Objective

# That are drawn: more would cover one another, a frame at 480p has 400,000 pixels.
MOST_POINTS = 20_000
_AIR = 0.07  # of the range of the points, on each side, so that no point touches an axis
_LINE = 0.42  # the room of a name below the numbers of the axis
# Heights of the data that a line may stretch the picture: the data then look flat, but a line
# that diverges is seen to.
_FARTHEST = 300.0


class Scatter(Plot):
    """Axes and all points; `seen` (m, p) are parameters whose lines the axes should hold.

    They do where a line is no farther away than `farthest` heights of the data. They hold the
    inputs `also`, too.
    """

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
        # A function, because manim's fades copy everything else.
        self._predict: Callable[[Array, Array], Array] = lambda parameters, x: objective.predict(
            parameters, x[:, None]
        )
        held = np.array([*self.inputs, *also])
        low, high = float(held.min()), float(held.max())
        pad = _AIR * (high - low or 2.0 * max(abs(low), 1.0))
        across = np.linspace(low, high, 41)
        heights = [self._predict(row, across) for row in np.atleast_2d(seen)]
        limits = height_range(self.outputs, np.concatenate(heights), farthest)
        across_name, upward_name = (_name(column, box.width) for column in columns_of(scenario))
        if not isinstance(across_name, Markup):  # it goes below the numbers
            box = Box((box.left, box.bottom + _LINE), (box.width, box.height - _LINE))
        super().__init__((low - pad, high + pad), limits, box)
        self._across = np.linspace(*self.x, 2 if is_straight(fit_of(scenario).parsed) else 121)
        self.names = VGroup(across_name, upward_name)
        _place_names(self, across_name, upward_name)
        shown = slice(None, None, -(-len(self.inputs) // MOST_POINTS))
        self.radius = point_radius(len(self.inputs))
        self.centers = self.place(self.inputs[shown], self.outputs[shown])
        opacity = 0.9 if len(self.inputs) <= 1000 else 0.6
        self.dots = discs(self.centers, self.radius, theme.colors().data, opacity)
        self.add(self.names, self.dots)

    def sprinkle(self, share: float) -> None:
        """Show a share of the points, from the left on."""
        order = np.argsort(self.centers[:, 0], kind="stable")
        place_discs(self.dots, self.centers[order[: round(share * len(order))]], self.radius)

    def line(self, parameters: Array) -> Array:
        """The model's line as screen points, cut at the axes (NaN gaps)."""
        return self.cut(self.place(self._across, self._predict(parameters, self._across)))

    def lines(self, parameters: Array) -> Array:
        """Several lines, one for each row of parameters (m, p), with gaps between them."""
        return joined(self.line(row) for row in parameters)

    def residuals(self, parameters: Array, which: NDArray[np.int_]) -> tuple[Array, Array]:
        """Screen points (m, 3) of some data points, and those on the line above or below them."""
        x, y = self.inputs[which], self.outputs[which]
        predicted = np.clip(self._predict(parameters, x), *self.y)
        return self.place(x, y), self.place(x, predicted)

    def stroke(self, parameters: Array, width: float = 5.0) -> VMobject:
        """The model's line as something to show."""
        return polyline(self.line(parameters), theme.colors().model, width)


def point_radius(count: int) -> float:
    """A radius at which `count` points are seen one by one, or nearly."""
    return float(np.clip(0.62 / np.sqrt(count), 0.022, 0.1))


def height_range(outputs: Array, heights: Array, farthest: float) -> tuple[float, float]:
    """Limits that hold all outputs, and the heights of lines that are not too far from them."""
    low, high = float(outputs.min()), float(outputs.max())
    reach = farthest * (high - low or max(abs(low), 1.0))
    near = heights[(heights >= low - reach) & (heights <= high + reach)]
    low, high = min([low, *near]), max([high, *near])
    pad = _AIR * (high - low)
    return low - pad, high + pad


def sampled(inputs: Array, most: int) -> NDArray[np.int_]:
    """The indices of at most so many inputs (n,), evenly through their order from low to high."""
    order = np.argsort(inputs, kind="stable")
    picks = np.linspace(0, len(order) - 1, min(most, len(order))).round().astype(int)
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
    """The letter of a column in formulas, and the name that it has in its file."""
    if not column.name:
        return maths(column.letter, theme.LABEL)
    text = f"{spoken(column.letter)}: {column.name}"
    whole = words(text, theme.LABEL)
    return whole if whole.width <= room else shortened(text, room, theme.TICK)
