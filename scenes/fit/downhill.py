"""Arrows against the gradient on a view of the loss, true to its axes."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from manim import VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.axes import Axes
from gradreel.scenes.parts.box import Box
from gradreel.scenes.parts.lines import FlatArrow, place_arrow
from gradreel.scenes.parts.loss_map import LossGraph, LossView
from gradreel.scenes.parts.numbers import number
from gradreel.scenes.parts.text import words
from gradreel.scenes.sentences.catalogue import text

_ABOVE = 0.12  # axes, their note
_AIR = 0.04  # between the tip of an arrow and the border


class Downhill:
    """The way against a gradient (p,) from a place (p,), as screen points.

    Its arrows are as long as the slopes in the units of the axes; where one would leave the axes,
    all are drawn at the same smaller `share`, 1 to a whole number of `times` of at most two digits.
    They are none smaller than `least` of their length. Over one parameter they lie on its axis.
    """

    def __init__(self, view: LossView, here: Array, gradient: Array, least: float = 0.0) -> None:
        self.way = np.zeros(3)
        self.way[: len(gradient)] = -gradient * view.unit[: len(gradient)]
        self.start = view.at(here)
        if isinstance(view, LossGraph):
            self.start[1] = view.box.bottom
        self.times = fitting(self.start, self.way, view.box)
        self.share = max(1.0 / self.times, min(least, 1.0))

    @property
    def end(self) -> Array:
        """The tip of the arrow against the whole gradient."""
        return np.asarray(self.start + self.share * self.way)

    def leg(self, axis: int) -> Array:
        """The tip of the arrow against the slope along one parameter."""
        along = np.zeros(3)
        along[axis] = self.share * self.way[axis]
        return np.asarray(self.start + along)

    def grow(self, shape: FlatArrow, end: Array, share: float) -> None:
        """Draw a share of an arrow from the start to a tip."""
        place_arrow(shape, self.start, self.start + share * (end - self.start))


def arrow_note(axes: Axes, down: Downhill, computed: Callable[[float], float]) -> VMobject:
    """The scale of arrows that are not drawn at their true length, above axes."""
    told = text("label-arrows-at", times=number(computed(float(down.times))))
    note = words(told, theme.TICK, theme.colors().gradient)
    return note.on_baseline((axes.box.right - note.width, axes.box.top + _ABOVE, 0.0))


def fitting(start: Array, way: Array, room: Box) -> int:
    """The smallest whole number of two digits by which a way must be divided to stay in a room."""
    needed = 1.0
    for axis, (low, high) in enumerate(((room.left, room.right), (room.bottom, room.top))):
        ahead = high - start[axis] if way[axis] > 0.0 else start[axis] - low
        if way[axis]:
            needed = max(needed, abs(float(way[axis])) / max(float(ahead) - _AIR, _AIR))
    if not math.isfinite(needed):
        return 1
    unit = 10 ** max(0, math.floor(math.log10(needed)) - 1)
    return int(math.ceil(needed / unit - 1e-9) * unit)
