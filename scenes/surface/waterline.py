"""A level that rises over a surface and leaves contour lines behind."""

from __future__ import annotations

import numpy as np

from gradreel.scenes import theme
from gradreel.scenes.parts.space import Space

OPACITY = 0.8  # of the lines that are left: the ball stands out against them
_LIFT = 0.05  # world units: it is seen above the lines that it leaves
_INSET = 0.002  # of the height: at its very ends there is no line, but single places


class Waterline:
    """The contour line of a loss that rises from the lowest one to the highest."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._line = space.segments(np.empty((0, 3)), theme.colors().loss, 5.0, _LIFT)

    def rise(self, share: float) -> None:
        """Stand at a share of the height; all contour lines below it are there."""
        self._space.contours(0.0, below=share).set_opacity(OPACITY)
        level = self._space.landscape.heights.loss(np.clip(share, _INSET, 1.0 - _INSET))
        self._line.set_points(self._space.contour(float(level)))
        self._line.set_opacity(float(share < 1.0))
