"""A pause in which the viewer guesses: a thin ring that runs out before the answer."""

from __future__ import annotations

import math

import numpy as np
from manim import Animation, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import trace

_COMING = 0.3  # seconds of them in which the ring appears
RING_RADIUS = 0.38  # screen units: the ring is about twice as high as a line of the sentence
_WIDTH = 9.0  # stroke width: wide enough to be seen running out from the corner of the eye
_CORNERS = 72  # of the whole ring: with sides of 5 degrees it looks round in every quality


class Countdown(VMobject):
    """A ring around a screen point that runs out clockwise in so many seconds, from the top on.

    Playing `running` shows it; at its end nothing is left of it.
    """

    def __init__(self, center: Array, seconds: float, radius: float = RING_RADIUS) -> None:
        super().__init__(stroke_color=theme.colors().ink, stroke_width=_WIDTH)
        self._center, self._radius = np.array(center, dtype=float), radius
        self._seconds = seconds
        self.run_out(0.0)

    def run_out(self, share: float) -> None:
        """Show what is left of the ring after a share of its time."""
        left = 2.0 * math.pi * (1.0 - min(max(share, 0.0), 1.0))
        angles = math.pi / 2 + np.linspace(0.0, left, 1 + round(_CORNERS * left / (2.0 * math.pi)))
        ring = np.stack([np.cos(angles), np.sin(angles), np.zeros_like(angles)], axis=1)
        trace(self, self._center + self._radius * ring)
        self.set_stroke(opacity=min(1.0, share * self._seconds / _COMING))

    def running(self) -> Animation:
        """The animation in which it runs out."""
        return moving(self, self.run_out, self._seconds, steady=True)
