"""The eye rises until it looks straight down, never too fast to follow. Pure."""

from __future__ import annotations

import math

import numpy as np

from gradreel.scenes.drawing.view import DISTANT, View, flight_time
from gradreel.scenes.parts.geometry.box import Corners
from gradreel.scenes.parts.in_space.space import EXTENT

ABOVE = View(azimuth=-math.pi / 2, elevation=math.pi / 2, distance=DISTANT)  # y is upward


def rising_time(start: View) -> float:
    """Seconds that the eye takes to rise from a view."""
    return flight_time(start, ABOVE)


def rising(start: View, room: Corners, floor: Corners, share: float) -> View:
    """The view at a share (0 to 1) of the time from `start` to straight above, eased at both ends.

    A space that fills `room` at first stays within it, and its floor fills `floor` at the end.
    """
    share = share * share * (3.0 - 2.0 * share)

    view = start.toward(ABOVE.moved(target=start.target), share)
    edge = 1.0 + share * (1.0 / EXTENT[:, 0].max() - 1.0)
    low, high = np.array(room) + share * (np.array(floor) - np.array(room))
    return view.fitted(EXTENT * (edge, edge, 1.0), tuple(low), tuple(high))
