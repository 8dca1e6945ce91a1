"""A level that rises over a surface and leaves contour lines behind."""

from __future__ import annotations

import numpy as np

from gradreel.scenes import theme
from gradreel.scenes.parts.in_space.space import Space

OPACITY = 0.8  # of the lines left behind, so that the ball stands out from them
_LIFT = 0.05  # world units: the rising line is above those that it leaves
_INSET = 0.002  # of the height: at its very ends, a contour would be single points


class Waterline:
    """The contour line of a level that rises from the lowest loss to the highest."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._line = space.segments(np.empty((0, 3)), theme.colors().loss, 5.0, _LIFT)

    def rise(self, share: float) -> None:
        """Move to a share of the height, with all contour lines below it drawn."""
        self._space.contours(0.0, below=share).set_opacity(OPACITY)
        level = self._space.landscape.heights.loss(np.clip(share, _INSET, 1.0 - _INSET))
        self._line.set_points(self._space.contour(float(level)))
        self._line.set_opacity(float(share < 1.0))
