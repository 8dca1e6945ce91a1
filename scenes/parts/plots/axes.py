"""Axes: from data to screen points, and what lies within the border."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject

from gradreel.scenarios.arrays import Array, Limits, Mask
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.round_steps import NARROWEST
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.clip import cut_to_box
from gradreel.scenes.parts.geometry.points import polyline
from gradreel.scenes.parts.lettering.text import maths

TICK = 0.08  # screen units: the length of a tick, 5 pixels at 480p
TO_NUMBER = 0.18  # screen units from an axis to a number beside it or below it
_WIDE = 0.6  # screen units: a wider name has no room beside the end of its axis
_HAIR = 1e-6  # screen units by which rounding may put a point beyond the border


class Axes(VGroup):
    """A box on the screen that shows data between the limits `x` (across) and `y` (upward).

    Subclasses set the limits and add ticks, `FixedTicks` or, if the limits change, `MovingTicks`.
    With `log`, the upward axis is logarithmic. Axes with the same `subject` show the same, and one
    may become the other, also if x is counted from somewhere else: `zero` is where its 0 is.
    """

    x: Limits
    y: Limits
    log = False
    subject = ""
    zero = 0.0

    def __init__(self, box: Box) -> None:
        super().__init__()
        self.box = box

    @property
    def unit(self) -> Array:
        """The screen lengths of one unit across and one upward, (2,), for linear axes."""
        return np.asarray(np.array(self.box.size) / (np.ptp(self.x), np.ptp(self.y)))

    def place(self, x: Any, y: Any) -> Array:
        """Data coordinates (...) as screen points (..., 3), also those beyond the border."""
        x, y = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
        low, high = self.y
        if self.log:
            y, low, high = np.log10(np.maximum(y, low)), np.log10(low), np.log10(high)
        points = np.zeros((*x.shape, 3))
        points[..., 0] = self.box.left + (x - self.x[0]) / (self.x[1] - self.x[0]) * self.box.width
        points[..., 1] = self.box.bottom + (y - low) / (high - low) * self.box.height
        return points

    def within(self, points: Array, beyond: float = _HAIR) -> Mask:
        """Which screen points (..., 3) lie within the border, or not so far beyond it, (...).

        NaN do not.
        """
        low, high = (np.array(corner) for corner in self.box.corners)
        flat = points[..., :2]
        return np.asarray(((flat >= low - beyond) & (flat <= high + beyond)).all(axis=-1))

    def masked(self, points: Array) -> Array:
        """Screen points (n, 3), with NaN for those beyond the border."""
        return np.where(self.within(points)[:, None], points, np.nan)

    def cut(self, points: Array) -> Array:
        """A screen polyline (n, 3) cut at the border, with NaN where it is outside."""
        return cut_to_box(points, *self.box.corners)


def axis_lines(box: Box) -> VMobject:
    """The lines of axes along a box."""
    corners = [(box.left, box.top, 0.0), (box.left, box.bottom, 0.0), (box.right, box.bottom, 0.0)]
    return polyline(np.array(corners), theme.colors().muted, 2.0)


def axis_names(
    names: tuple[str, str],
    box: Box,
    colors: tuple[str | None, str | None] = (None, None),
    gap: float = 0.2,
) -> VGroup:
    """The names of axes at their ends, `gap` away; as Typst math, empty for no name."""
    group = VGroup()
    if names[0]:
        across = maths(names[0], theme.LABEL, colors[0])
        across.next_to((box.right, box.bottom, 0), RIGHT, buff=gap)
        if across.width > _WIDE:  # then below the numbers
            below = box.bottom - 0.3 - 1.25 * gap
            across.next_to((box.right, below, 0), DOWN, buff=0.0)
            across.align_to((box.right, 0, 0), RIGHT)
        group.add(across)
    if names[1]:
        upward = maths(names[1], theme.LABEL, colors[1])
        upward.next_to((box.left, box.top, 0), UP, buff=gap / 2)
        upward.align_to((box.left + gap / 2, 0, 0), LEFT)
        group.add(upward)
    return group


def widened(limits: Limits) -> Limits:
    """Limits of an axis, widened if only rounding lies between them."""
    low, high = limits
    if high - low > NARROWEST * max(abs(low), abs(high)):
        return limits
    pad = max(abs(low), 1.0) * 0.5
    return low - pad, high + pad
