"""Flat plots: axes that stay as they are, with ticks and names."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array, Limits
from gradreel.scenes.parts.axes import Axes, widened
from gradreel.scenes.parts.box import Box
from gradreel.scenes.parts.fixed_ticks import FixedTicks


class Plot(Axes):
    """Axes over `x` and `y` ranges in a box on the screen."""

    def __init__(
        self,
        x: Limits,
        y: Limits,
        box: Box,
        names: tuple[str, str] = ("", ""),
        ticks: tuple[int, int] = (5, 4),
        log: bool = False,
        colors: tuple[str | None, str | None] = (None, None),
    ) -> None:
        super().__init__(box)
        self.x, self.y, self.log = widened(x), y if log else widened(y), log
        self.ticks = FixedTicks(self, ticks, names, colors)
        self.add(self.ticks)

    def clipped(self, x: Array, y: Array) -> Array:
        """Data points as a dense screen polyline, NaN where it is outside of the axes."""
        points = self.place(x, y)
        if len(points) < 2:
            return self.masked(points)
        return self.masked(_dense(points))


def _dense(points: Array) -> Array:
    """A screen polyline (n, 3) so dense that what lies between two points is less than a pixel."""
    shares = np.linspace(0.0, 1.0, max(2, 1 + 2000 // len(points)), endpoint=False)
    steps = np.diff(points, axis=0)[:, None, :] * shares[None, :, None]
    return np.vstack([(points[:-1, None, :] + steps).reshape(-1, 3), points[-1:]])
