"""Keeps axes, with their numbers and names, within their room."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from manim import VGroup

from gradreel.scenes import regions
from gradreel.scenes.parts.geometry.box import Box, Pair

_T = TypeVar("_T", bound=VGroup)

# Screen units around axes.
_BELOW = 0.55  # for the numbers; above them half of it, for the upper half of a number
_BESIDE = 0.75  # for the numbers, on the left
_FOR_NAME = 0.6  # for the name of the horizontal axis, on its right
_NUMBERS = 0.66  # what numbers on the left may take before their axis moves


def keep_in_room(
    make: Callable[[Box], _T],
    box: Box,
    numbers: float = _NUMBERS,
    leftmost: Callable[[_T], float] = lambda axes: float(axes.get_left()[0]),
) -> _T:
    """Make axes in a box, or in a narrower one if their numbers or a name need more room.

    `numbers` is the room on the left of the box. `leftmost` returns how far the axes reach there.
    """
    axes = make(box)
    over = max(0.0, box.left - numbers - leftmost(axes))
    beyond = max(0.0, float(axes.get_right()[0]) - regions.safe().right)
    if over == beyond == 0.0:
        return axes
    return make(Box((box.left + over, box.bottom), (box.width - over - beyond, box.height)))


def axes_within(low: Pair, high: Pair) -> Box:
    """The box of axes that lie between two corners together with their numbers and names."""
    corner = (low[0] + _BESIDE, low[1] + _BELOW)
    return Box.between(corner, (high[0] - _FOR_NAME, high[1] - _BELOW / 2))
