"""A text that flies to a place, around what is in its way."""

from __future__ import annotations

import numpy as np
from manim import Mobject, UpdateFromAlphaFunc, VMobject, smooth

from gradreel.scenarios.arrays import Array

_SMALL = 0.5  # of its height: how large it is when it arrives
_SHRUNK, _FADING = 0.25, 0.75  # shares of the way after which it is so small, and begins to fade


class Flight(UpdateFromAlphaFunc):
    """The animation of a text past screen points (n, 3); at the last one it has faded."""

    def __init__(self, shape: VMobject, stops: Array, run_time: float) -> None:
        way = np.vstack([shape.get_center(), stops])
        passed = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(way, axis=0), axis=1)))
        height = float(shape.height)

        def fly(_: Mobject, share: float) -> None:
            place = np.array([np.interp(share * passed[-1], passed, along) for along in way.T])
            smaller = 1.0 - (1.0 - _SMALL) * min(1.0, share / _SHRUNK)
            shape.scale(smaller * height / float(shape.height)).move_to(place)
            shape.set_fill(opacity=min(1.0, (1.0 - share) / (1.0 - _FADING)))

        super().__init__(shape, fly, run_time=run_time, rate_func=smooth)
