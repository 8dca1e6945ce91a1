"""The descent of a line's fit by stock manim: `python -m bench.stock_fit SCENARIO LETTER FOLDER
FRAMES`.

The same picture as ours, made as manim's own manual makes such pictures: a Dot a point, contours
as implicit functions, numbers as DecimalNumber. Draws so many moving frames, and holds the last.
Prints the seconds that a frame takes with manim's own camera and writer.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import numpy as np
from manim import UL, Axes, DecimalNumber, Dot, Line, Scene, Text, VGroup, VMobject

from bench.stock_descent import StockDescent, measure
from gradreel.scenarios import Fit
from gradreel.scenes import theme

_ROWS = 11  # of the table: every tenth epoch of a hundred


class StockFit(StockDescent, Scene):
    """Data and line, the place in the loss, the loss curve, the numbers, a table."""

    def construct(self) -> None:
        """Set the scene, then move it."""
        self.add(Text("The descent", font_size=28).to_corner(UL))
        self._put_up_data()
        self._put_up_loss()
        self.add(self.put_up_curve((1.8, -1.2, 0)), self.curve, self.head)
        self._put_up_numbers()
        self.show(0.0)
        movers = (self.line, self.ghosts, self.path, self.dot, self.curve, self.head)
        self.drawn = {"drawn": self.move((*movers, *self.numbers, self.table))}

    def _put_up_data(self) -> None:
        objective = self.scenario.objective
        assert isinstance(objective, Fit)
        x, y = np.array(objective.data.inputs)[:, 0], np.array(objective.data.outputs)
        self.ends = (float(x.min()), float(x.max()))
        self.plane = Axes(
            x_range=(*self.ends, 0.5),
            y_range=(float(y.min()) - 1, float(y.max()) + 1, 2),
            x_length=4.75,
            y_length=4.6,
        ).move_to((-3.4, 0.1, 0))
        dots = [
            Dot(self.plane.c2p(*point), radius=0.045, color=theme.colors().data)
            for point in zip(x, y, strict=True)
        ]
        self.line = Line(color=theme.colors().model, stroke_width=5)
        self.ghosts = VGroup()
        self.add(self.plane, *dots, self.ghosts, self.line)

    def _put_up_loss(self) -> None:
        rows = self.record.parameters
        low, high = rows.min(axis=0) - 1, rows.max(axis=0) + 1
        self.map = Axes(
            x_range=(low[0], high[0], 1), y_range=(low[1], high[1], 1), x_length=3.5, y_length=1.95
        ).move_to((1.7, 1.6, 0))
        for level in np.quantile(self.record.loss, np.linspace(0.05, 1.0, 8)):
            contour = partial(self._above, float(level))
            self.add(self.map.plot_implicit_curve(contour, color=theme.colors().ramp_color(0.5)))
        self.path = VMobject(stroke_color=theme.colors().here, stroke_width=3)
        self.dot = Dot(color=theme.colors().here)
        self.add(self.map, self.path, self.dot)

    def _above(self, level: float, first: float, second: float) -> float:
        """How far the loss is above a level."""
        return float(self.objective.value([first, second])) - level

    def _put_up_numbers(self) -> None:
        # manim's annotation asks for LaTeX, but it accepts any text.
        glyphs: Any = Text
        self.numbers = [
            DecimalNumber(0, num_decimal_places=4, mob_class=glyphs, font_size=24).move_to(
                (0.4 + 1.4 * k, 3.2, 0)
            )
            for k in range(3)
        ]
        self.table = VGroup()
        self.add(*self.numbers, self.table)

    def show(self, step: float) -> None:
        whole, now = self.place(step)
        a, b = (self.plane.c2p(x, float(now[0] * x + now[1])) for x in self.ends)
        self.line.put_start_and_end_on(a, b)
        rows = [*self.record.parameters[: whole + 1], now]
        self.path.set_points_as_corners([self.map.c2p(*row) for row in rows])
        self.dot.move_to(self.map.c2p(*now))
        values = (*self.record.parameters[whole], self.record.loss[whole])
        for shown, value in zip(self.numbers, values, strict=True):
            if shown.get_value() != value:
                shown.set_value(value)
        every = max(1, self.record.steps // (_ROWS - 1))
        while len(self.table) * every <= whole and len(self.table) < _ROWS:
            epoch = len(self.table) * every
            text = f"{epoch}   {self.record.loss[epoch]:.4f}"
            self.table.add(Text(text, font_size=22).move_to((5.4, 2.2 - 0.4 * len(self.table), 0)))
            self.ghosts.add(self.line.copy().set_stroke(width=2.5, opacity=0.45))


if __name__ == "__main__":
    measure(StockFit, *sys.argv[1:])
