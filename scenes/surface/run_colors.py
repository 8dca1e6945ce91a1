"""The colours of runs that end in different valleys, on ground in the colours of heights."""

from __future__ import annotations

import numpy as np
from manim import ManimColor

from gradreel.scenes import theme

_HIDDEN = 0.1  # in shares of red, green and blue: a colour so near to the ground hardly shows


def apart_from_ground(color: str) -> float:
    """How far a colour is from the nearest one of the heights, in shares of red, green and blue."""
    rgb = ManimColor(color).to_rgb()
    return float(np.linalg.norm(theme.colors().ramp - rgb, axis=1).min())


def colors_of_ends() -> list[str]:
    """The colours of runs by their ends, lowest first; those that the ground has come last."""
    return sorted(theme.colors().runs, key=lambda color: apart_from_ground(color) < _HIDDEN)
