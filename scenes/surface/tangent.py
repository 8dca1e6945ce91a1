"""The tangent of a slice of a surface, in space."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.drawing.items import Arrow
from gradreel.scenes.parts.in_space.space import Space

_AHEAD, _HIGH = 0.3, 0.5  # of the drawn domain, and of the drawn heights: how far it reaches
_BACK = 1 / 3  # of that: how far it reaches to the other side
_SHORTER = 0.8 ** np.arange(12)  # times its length: to be tried until it is in the picture


def tangent_in_space(space: Space, here: Array, axis: int, slope: float, loss: float) -> Arrow:
    """The tangent at parameters (2,) along one of them, as an arrow in which that one grows.

    It is invisible at first.
    """
    landscape, nudge = space.landscape, np.zeros(2)
    width = float((landscape.high - landscape.low)[axis])
    rise = float(landscape.heights.steepness(loss)) * slope
    longest = min(_AHEAD * width, _HIGH / abs(rise) if rise else np.inf)
    for length in (longest * _SHORTER).tolist():
        nudge[axis] = length
        shares = np.array([-_BACK, 1.0])
        heights = float(landscape.share(loss)) + rise * length * shares
        back, ahead = space.raised(here + np.outer(shares, nudge), heights)
        if space.screen(ahead)[1] <= regions.safe().top:
            break
    return space.arrow(back, ahead, theme.colors().gradient).set_opacity(0.0)
