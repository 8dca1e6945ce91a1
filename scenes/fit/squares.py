"""Squares over residuals: they unfold, become bars, and level out at their mean."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.box import Box

_INK = 1.1  # how dark all of them are where they lie upon each other
_ALONE, _EDGE = 0.35, 0.9  # how opaque one is that stands alone, and its edge
_GAP = 0.05  # between bars
_LARGE, _SMALL, _LARGER = 0.7, 0.35, 0.95  # of the way from the smallest residual to the largest


class Squares(VGroup):
    """A translucent square on each of m residuals, which lead from `starts` to `ends` (m, 3).

    None of them is seen at first.
    `unfold` opens some of them sideways, within the screen's x limits `room` where they fit;
    `reshape` makes each of them another shape of four corners (m, 4, 3).
    """

    def __init__(self, starts: Array, ends: Array, room: tuple[float, float]) -> None:
        super().__init__()
        self._closed, self._open = (square_corners(starts, ends, room, s) for s in (0.0, 1.0))
        # The fewer there are, the more of each may be seen.
        self._fill, self._line = min(0.3, _INK / len(starts)), min(0.8, 3.0 / np.sqrt(len(starts)))
        for _ in starts:
            self.add(
                VMobject(
                    fill_color=theme.colors().residual,
                    fill_opacity=self._fill,
                    stroke_color=theme.colors().residual,
                    stroke_width=1.5,
                    stroke_opacity=self._line,
                )
            )

    def unfold(self, which: Sequence[int], share: float, alone: bool = False) -> None:
        """Open some squares to a share of their width; those that stand `alone` are less faint."""
        opened = self._closed + share * (self._open - self._closed)
        for index in which:
            self._place(index, opened[index])
            if alone:
                self._ink(index, 1.0)

    def join(self, which: Sequence[int], share: float) -> None:
        """Make those that stood alone as faint as all others, a share of the way."""
        for index in which:
            self._ink(index, 1.0 - share)

    def reshape(self, corners: Array, share: float) -> None:
        """Turn all squares into bars with these corners, and make them easier to see."""
        for index, shape in enumerate(self._open + share * (corners - self._open)):
            self._place(index, shape)
            self._ink(index, share**4)  # late, when they lie upon each other no more

    def level(self, bars: Array, height: float, share: float) -> None:
        """Bring the upper ends of bars (m, 4, 3) a share of the way to one height on the screen."""
        for index, bar in enumerate(bars):
            moved = bar.copy()
            moved[1:3, 1] += share * (height - moved[1:3, 1])
            self._place(index, moved)

    def _ink(self, index: int, share: float) -> None:
        shape = self.submobjects[index]
        shape.set_fill(opacity=self._fill + share * max(0.0, _ALONE - self._fill))
        shape.set_stroke(opacity=self._line + share * (_EDGE - self._line))

    def _place(self, index: int, points: Array) -> None:
        self.submobjects[index].set_points_as_corners(np.vstack([points, points[:1]]))


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
    return np.stack([starts, ends, ends + across, starts + across], axis=1)


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


def thirds(sizes: Array) -> list[int]:
    """Three indices of sizes (m,), or as many as there are: a large one first, then others."""
    order = np.argsort(sizes, kind="stable")
    picks = dict.fromkeys(
        int(order[round(share * (len(sizes) - 1))]) for share in (_LARGE, _SMALL, _LARGER)
    )
    return [*picks]
