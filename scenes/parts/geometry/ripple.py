"""Rings that spread from a point and fade, to show where to look."""

from __future__ import annotations

import numpy as np
from manim import Animation, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import place_discs

RING = 1.2  # seconds for one ring: slow enough for the eye to follow it outward
_FROM, _TO = 0.12, 0.55  # screen units: radii, from that of a dot to one that cannot be missed


class Ripple(VMobject):
    """Rings around one or several screen points (3,) or (n, 3), one after the other.

    Nothing is left of them at the end.
    """

    def __init__(self, centers: Array) -> None:
        super().__init__(fill_opacity=0.0, stroke_color=theme.colors().ink, stroke_width=3.0)
        self._centers = np.array(centers, dtype=float, ndmin=2)
        self.spread(0.0)

    def spread(self, share: float) -> None:
        """Show a ring after a share of its time."""
        place_discs(self, self._centers, _FROM + share * (_TO - _FROM))
        self.set_stroke(opacity=(1.0 - share) ** 2)

    def spreading(self, rings: int = 2) -> Animation:
        """The animation in which so many rings spread."""
        return moving(
            self,
            lambda share: self.spread(share * rings % 1.0 if share < 1.0 else 1.0),
            rings * RING,
            steady=True,
        )
