"""Arrows against the gradient on a picture of the loss, true to its axes."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from manim import VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.numbers import divisor
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.lines import FlatArrow, place_arrow
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.parts.maps.loss_map import LossView
from gradreel.scenes.parts.plots.axes import Axes
from gradreel.scenes.sentences.catalogue import text

_ABOVE = 0.12  # screen units from axes up to their note
_AIR = 0.04  # screen units between the tip of an arrow and the border


class Downhill:
    """Arrows against a gradient (p,) from a place (p,), as screen points.

    They are as long as the slopes in the units of the axes. If one would leave the axes, all are
    drawn `times` shorter, a whole number of at most two digits, at the scale `share`, but not
    below `least`. Over a single parameter they lie on its axis.
    """

    def __init__(self, view: LossView, here: Array, gradient: Array, least: float = 0.0) -> None:
        self.vector = np.zeros(3)
        self.vector[: len(gradient)] = -gradient * view.unit[: len(gradient)]
        self.start = view.foot(here)
        self.times = fitting(self.start, self.vector, view.box)
        self.share = max(1.0 / self.times, min(least, 1.0))

    @property
    def end(self) -> Array:
        """The tip of the arrow against the whole gradient."""
        return np.asarray(self.start + self.share * self.vector)

    def leg(self, axis: int) -> Array:
        """The tip of the arrow against the slope along one parameter."""
        along = np.zeros(3)
        along[axis] = self.share * self.vector[axis]
        return np.asarray(self.start + along)

    def grow(self, shape: FlatArrow, end: Array, share: float) -> None:
        """Draw an arrow from the start up to a share of its length."""
        place_arrow(shape, self.start, self.start + share * (end - self.start))


def arrow_note(axes: Axes, down: Downhill, computed: Callable[[float], float]) -> VMobject:
    """The scale of arrows that are not drawn at their true length, above axes."""
    scale = text("label-arrows-at", times=divisor(computed(float(down.times))))
    note = words(scale, theme.TICK, theme.colors().muted)
    return note.on_baseline((axes.box.right - note.width, axes.box.top + _ABOVE, 0.0))


def fitting(start: Array, vector: Array, room: Box) -> int:
    """The smallest integer with at most two digits by which to shorten a vector to fit a room."""
    needed = 1.0
    for axis, (low, high) in enumerate(((room.left, room.right), (room.bottom, room.top))):
        ahead = high - start[axis] if vector[axis] > 0.0 else start[axis] - low
        if vector[axis]:
            needed = max(needed, abs(float(vector[axis])) / max(float(ahead) - _AIR, _AIR))
    if not math.isfinite(needed):
        return 1
    unit = 10 ** max(0, math.floor(math.log10(needed)) - 1)
    return int(math.ceil(needed / unit - 1e-9) * unit)
