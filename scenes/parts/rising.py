"""An eye that rises until it looks straight down, never too fast to follow. Pure."""

from __future__ import annotations

import math

import numpy as np

from gradreel.scenes.drawing.view import View
from gradreel.scenes.parts.box import Corners
from gradreel.scenes.parts.space import EXTENT

FASTEST = math.radians(40)  # a second
_PEAK = 1.5  # the largest slope of 3t² - 2t³: the eased speed in mean speeds
_ABOVE = (-math.pi / 2, math.pi / 2)  # azimuth and elevation: x to the right, y upward
_FAR = 200.0  # distance at which perspective changes sizes across a space by 1 %: it looks flat


def rising_time(start: View) -> float:
    """Seconds in which the eye rises from a view."""
    turns = (_ABOVE[0] - start.azimuth, _ABOVE[1] - start.elevation)
    return _PEAK * math.hypot(*turns) / FASTEST


def rising(start: View, room: Corners, floor: Corners, share: float) -> View:
    """The view a share (0 to 1) of the time from `start` to straight above, eased at both ends.

    A space that fills `room` at first always stays in it, and its floor fills `floor` in the end.
    """
    share = share * share * (3.0 - 2.0 * share)

    def mixed(one: float, other: float) -> float:
        return one + share * (other - one)

    view = start.moved(
        azimuth=mixed(start.azimuth, _ABOVE[0]),
        elevation=mixed(start.elevation, _ABOVE[1]),
        # By its inverse, so that the picture flattens evenly.
        distance=1.0 / mixed(1.0 / start.distance, 1.0 / _FAR),
    )
    margin = mixed(1.0, 1.0 / EXTENT[:, 0].max())
    low, high = np.array(room) + share * (np.array(floor) - np.array(room))
    return view.fitted(EXTENT * (margin, margin, 1.0), tuple(low), tuple(high))
