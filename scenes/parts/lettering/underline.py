"""A line that is drawn below a text while it is explained."""

from __future__ import annotations

import numpy as np
from manim import Animation, VMobject

from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import trace

_BELOW, _WIDTH = 0.08, 3.0  # screen units from the text to the line; stroke width of the line


class Underline(VMobject):
    """A line below a text, drawn from left to right."""

    def __init__(self, text: VMobject, color: str) -> None:
        super().__init__(stroke_color=color, stroke_width=_WIDTH)
        left, right = text.get_left(), text.get_right()
        left[1] = right[1] = text.get_bottom()[1] - _BELOW
        self._ends = left, right

    def drawing(self, seconds: float) -> Animation:
        """The animation that draws it."""
        left, right = self._ends

        def draw(share: float) -> None:
            trace(self, np.array([left, left + share * (right - left)]))

        return moving(self, draw, seconds)

    def passing(self, seconds: float) -> Animation:
        """The animation in which it is drawn and then goes; nothing is left of it."""
        left, right = self._ends

        def run(share: float) -> None:
            ends = np.clip((2.0 * share - 1.0, 2.0 * share), 0.0, 1.0)
            trace(self, left + ends[:, None] * (right - left))

        return moving(self, run, seconds)
