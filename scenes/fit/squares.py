"""Squares over residuals: they unfold, become bars, and level out at their mean."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import RIGHT, UP, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.box import Box
from gradreel.scenes.parts.formula import value
from gradreel.scenes.parts.points import polyline, trace
from gradreel.scenes.parts.text import Markup, maths
from gradreel.scenes.parts.typeset import in_math

_ALONE, _EDGE = 0.35, 0.9  # how opaque one is that stands alone, and its edge
_FAINT, _FAINT_EDGE = 0.18, 0.35  # the same where many lie upon each other
_GAP = 0.05  # between bars
_LARGE, _SMALL, _LARGER = 0.7, 0.35, 0.95  # of the way from the smallest residual to the largest


class Squares(VGroup):
    """Translucent squares on m residuals, which lead from `starts` to `ends` (m, 3).

    Some stand `alone`, each a shape of its own; all others are one shape, be they ever so many.
    None of them is seen at first. `unfold` opens them sideways, within the screen's x limits `room`
    where they fit; `reshape` makes each of them another shape of four corners (m, 4, 3).
    """

    def __init__(
        self, starts: Array, ends: Array, room: tuple[float, float], alone: Sequence[int]
    ) -> None:
        super().__init__()
        self._closed, self._open = (square_corners(starts, ends, room, s) for s in (0.0, 1.0))
        rest = sorted({*range(len(starts))} - {*alone})
        self._groups = [[index] for index in alone] + ([rest] if rest else [])
        for group in self._groups:
            shape = VMobject(
                fill_color=theme.colors().residual,
                stroke_color=theme.colors().residual,
                stroke_width=1.5,
            )
            self.add(shape)
            self._ink(shape, float(len(group) == 1))

    def unfold(self, which: Sequence[int], share: float) -> None:
        """Open some of the shapes, by their numbers, to a share of their width."""
        self._place(self._closed + share * (self._open - self._closed), which)

    def join(self, share: float) -> None:
        """Make those that stood alone as faint as all others, a share of the way."""
        for shape in self.submobjects:
            self._ink(shape, 1.0 - share)

    def reshape(self, corners: Array, share: float) -> None:
        """Turn all squares into bars with these corners, and make them easier to see."""
        self._place(self._open + share * (corners - self._open))
        for shape in self.submobjects:
            self._ink(shape, share**4)  # late, when they lie upon each other no more

    def level(self, bars: Array, height: float, share: float) -> None:
        """Bring the upper ends of bars (m, 4, 3) a share of the way to one height on the screen."""
        moved = bars.copy()
        moved[:, 1:3, 1] += share * (height - moved[:, 1:3, 1])
        self._place(moved)

    def _ink(self, shape: VMobject, share: float) -> None:
        shape.set_fill(opacity=_FAINT + share * (_ALONE - _FAINT))
        shape.set_stroke(opacity=_FAINT_EDGE + share * (_EDGE - _FAINT_EDGE))

    def _place(self, corners: Array, which: Sequence[int] | None = None) -> None:
        """Draw corners (m, 4, 3), of some shapes or of all."""
        gaps = np.full((len(corners), 1, 3), np.nan)
        rings = np.concatenate([corners, corners[:, :1], gaps], axis=1)
        for number, (shape, group) in enumerate(zip(self.submobjects, self._groups, strict=True)):
            if which is None or number in which:
                trace(shape, rings[group].reshape(-1, 3))


def square_corners(starts: Array, ends: Array, room: tuple[float, float], share: float) -> Array:
    """Corners (m, 4, 3) of squares over upright segments, opened to a share of their width.

    Each opens to the side where it stays within `room`, or goes beyond it by less; inward where
    both are the same.
    """
    side, x = np.abs(ends - starts)[:, 1], starts[:, 0]
    beyond_left = np.maximum(room[0] - (x - side), 0.0)
    beyond_right = np.maximum(x + side - room[1], 0.0)
    inward = np.where(x < sum(room) / 2, 1.0, -1.0)
    across = np.zeros_like(starts)
    way = np.sign(beyond_left - beyond_right)
    across[:, 0] = side * share * np.where(way == 0.0, inward, way)
    corners = np.stack([starts, ends, ends + across, starts + across], axis=1)
    # All go round the same way: of those that go round both ways, what two share would be left out.
    turned = (ends - starts)[:, 1] * across[:, 0] < 0.0
    corners[turned] = corners[turned][:, [3, 2, 1, 0]]
    return corners


def bar_corners(values: Array, room: Box) -> tuple[Array, float]:
    """Corners (m, 4, 3) of bars side by side, as high as the values (m,), and what one is high.

    The highest fills the room. They begin at the lower left corner and go round clockwise.
    """
    unit = room.height / float(values.max())
    width = room.width / len(values)
    left = room.left + width * np.arange(len(values))
    gap = min(_GAP, 0.2 * width)
    corners = np.zeros((len(values), 4, 3))
    corners[:, :2, 0] = left[:, None]
    corners[:, 2:, 0] = (left + width - gap)[:, None]
    corners[:, :, 1] = room.bottom
    corners[:, 1:3, 1] += unit * values[:, None]
    return corners, unit


def level_mark(
    room: Box, height: float, name: str, loss: float, size: float
) -> tuple[VMobject, Markup]:
    """A line at the height at which bars level out, and above its right end the loss that it is."""
    ends = np.array([(room.left, height, 0.0), (room.right, height, 0.0)])
    shown = maths(in_math(f"{name} = {value(loss)}", theme.colors().loss), size)
    shown.next_to((room.right, height, 0), UP, buff=0.15).align_to((room.right, 0, 0), RIGHT)
    return polyline(ends, theme.colors().loss, 4.0), shown


def thirds(sizes: Array) -> list[int]:
    """Three indices of sizes (m,), or as many as there are: a large one first, then others."""
    order = np.argsort(sizes, kind="stable")
    picks = dict.fromkeys(
        int(order[round(share * (len(sizes) - 1))]) for share in (_LARGE, _SMALL, _LARGER)
    )
    return [*picks]
