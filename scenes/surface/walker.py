"""A small ball that walks over a surface, with a line to the floor whose length is the loss."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.drawing.items import Stroke
from gradreel.scenes.parts.in_space.space import Space

_BALL = 0.09  # screen units: a radius smaller than that of the run's ball


class Walker:
    """A ball at the tip of a slice along a parameter while the slice is drawn."""

    def __init__(self, space: Space, slice_: Stroke) -> None:
        self._slice = slice_
        tip = slice_.placed()[:1]
        self._line = space.segments(np.empty((0, 3)), theme.colors().loss, 3.0, lift=0.0)
        self._ball = space.balls(tip, theme.colors().loss, _BALL)
        self._floor = float(space.ground(space.landscape.low)[2])
        self.walk(0.0)

    def walk(self, share: float) -> None:
        """Draw the slice up to a share of its length, and put the ball there."""
        self._slice.drawn = share
        path = self._slice.visible()
        tip = path[-1:] if len(path) else self._slice.placed()[:1]
        seen = bool(np.isfinite(tip).all())
        if seen:
            self._ball.set_points(tip)
            self._line.set_points(self._upright(tip[0]))
        self.show(float(seen))

    def show(self, opacity: float) -> None:
        """Show the ball and its line, from invisible (0) to opaque (1)."""
        for item in (self._ball, self._line):
            item.set_opacity(opacity)

    def _upright(self, tip: Array) -> Array:
        """The line from the floor up to a world point."""
        return np.array([(*tip[:2], self._floor), tip])
