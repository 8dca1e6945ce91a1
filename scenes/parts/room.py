"""Axes that keep to their room, with the numbers and names beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from manim import VGroup

from gradreel.scenes import regions
from gradreel.scenes.parts.box import Box, Pair

_T = TypeVar("_T", bound=VGroup)

_BELOW = 0.55  # axes: their numbers; above them half of it, for the upper half of a number
_BESIDE = 0.75  # axes, on their left: their numbers
_FOR_NAME = 0.6  # of the axis, on its right
_NUMBERS = 0.66  # left of an axis: what its numbers may take of the screen before it gives way


def keep_in_room(
    make: Callable[[Box], _T],
    box: Box,
    numbers: float = _NUMBERS,
    leftmost: Callable[[_T], float] = lambda made: float(made.get_left()[0]),
) -> _T:
    """Make axes in a box; in a narrower one where their numbers need more room on the left, or the
    name of an axis on the right.

    `leftmost` tells how far what was made reaches to the left.
    """
    made = make(box)
    over = max(0.0, box.left - numbers - leftmost(made))
    beyond = max(0.0, float(made.get_right()[0]) - regions.safe().right)
    if over == beyond == 0.0:
        return made
    return make(Box((box.left + over, box.bottom), (box.width - over - beyond, box.height)))


def axes_within(low: Pair, high: Pair) -> Box:
    """The box of axes whose numbers and names stand beside them between two corners."""
    corner = (low[0] + _BESIDE, low[1] + _BELOW)
    return Box.between(corner, (high[0] - _FOR_NAME, high[1] - _BELOW / 2))
