"""The descent on a surface by stock manim: `python -m bench.stock_surface SCENARIO LETTER FOLDER
FRAMES`.

Draws so many moving frames of it, and holds the last. Prints the seconds that a frame takes with
manim's own camera and manim's own writer: drawn with the surface among what moves, so that what is
behind a hill is hidden; drawn flat on a picture of the surface, as manim does where the surface is
not said to move; and held.
"""

from __future__ import annotations

import sys

import numpy as np
from manim import DEGREES, UL, Dot3D, Surface, Text, ThreeDAxes, ThreeDScene, VMobject

from bench.stock_descent import StockDescent, measure
from gradreel.scenes import theme


class StockSurface(StockDescent, ThreeDScene):
    """The recorded run on 51 x 51 points coloured by height, with its loss and its numbers."""

    def construct(self) -> None:
        """Set the scene, then move it, with the surface and without."""
        self.shown_text = ""
        self.set_camera_orientation(phi=60 * DEGREES, theta=-60 * DEGREES, zoom=0.65)
        self._put_up_space()
        curve = self.put_up_curve((4.4, 1.6, 0))
        self.numbers = Text("k = 0", font_size=24)
        heading = Text("The descent", font_size=28).to_corner(UL)
        self.add_fixed_in_frame_mobjects(curve, self.curve, self.head, heading)
        self.show(0.0)
        movers = (self.path, self.dot, self.curve, self.head, self.numbers)
        self.drawn = {"drawn": self.move((self.surface, *movers)), "flat": self.move(movers)}

    def _put_up_space(self) -> None:
        x, y = (self.scenario.objective.domain or {}).values()
        grid = np.stack(np.meshgrid(np.linspace(*x, 51), np.linspace(*y, 51)), axis=-1)
        heights = self.objective.value(grid)
        low, high = float(heights.min()), float(heights.max())
        self.axes = ThreeDAxes(
            x_range=(*x, 1), y_range=(*y, 1), z_range=(low, high, 1), z_length=3.0
        ).shift((-2.5, 0, -1))
        self.surface = Surface(
            lambda u, v: self._at(np.array([u, v])),
            u_range=x,
            v_range=y,
            resolution=(50, 50),
            stroke_width=0.5,
        )
        ramp = [
            (theme.colors().ramp_color(s), low + s * (high - low)) for s in np.linspace(0, 1, 6)
        ]
        self.surface.set_fill_by_value(self.axes, colorscale=ramp, axis=2)
        self.path = VMobject(stroke_color=theme.colors().here, stroke_width=4)
        self.dot = Dot3D(radius=0.12, color=theme.colors().here)
        self.add(self.axes, self.surface, self.path, self.dot)

    def _at(self, parameters: np.ndarray) -> np.ndarray:
        """Parameters (2,) as a place on the surface (3,)."""
        return np.asarray(self.axes.c2p(*parameters, float(self.objective.value(parameters))))

    def show(self, step: float) -> None:
        whole, now = self.place(step)
        rows_up_to = [self._at(row) for row in (*self.record.parameters[: whole + 1], now)]
        self.path.set_points_as_corners(rows_up_to)
        self.dot.move_to(rows_up_to[-1])
        text = f"k = {whole}   z = {self.record.loss[whole]:.3f}"
        if text != self.shown_text:
            self.shown_text = text
            self.numbers.become(Text(text, font_size=24).move_to((4.4, -1, 0)))
            self.add_fixed_in_frame_mobjects(self.numbers)


if __name__ == "__main__":
    measure(StockSurface, *sys.argv[1:])
