"""Squares over residuals: they unfold, and flow together into their mean."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme

_INK = 1.1  # how dark all of them are where they lie upon each other


class Squares(VGroup):
    """A translucent square on each of m residuals, which lead from `starts` to `ends` (m, 3).

    `unfold` opens them sideways, within the screen's x limits `room` where they fit; `gather`
    makes all of them one square (4, 3).
    """

    def __init__(self, starts: Array, ends: Array, room: tuple[float, float]) -> None:
        super().__init__()
        self._closed, self._open = (square_corners(starts, ends, room, s) for s in (0.0, 1.0))
        # The fewer there are, the more of each may be seen.
        fill, outline = min(0.3, _INK / len(starts)), min(0.8, 3.0 / np.sqrt(len(starts)))
        for _ in starts:
            self.add(
                VMobject(
                    fill_color=theme.colors().residual,
                    fill_opacity=fill,
                    stroke_color=theme.colors().residual,
                    stroke_width=1.5,
                    stroke_opacity=outline,
                )
            )
        self.unfold(0.0)

    def unfold(self, share: float) -> None:
        """Open the squares to a share of their width."""
        self._place(self._closed + share * (self._open - self._closed))

    def gather(self, square: Array, share: float) -> None:
        """Bring all squares a share of the way to the one with these corners (4, 3)."""
        self._place(self._open + share * (square - self._open))

    def _place(self, corners: Array) -> None:
        for shape, points in zip(self.submobjects, corners, strict=True):
            shape.set_points_as_corners(np.vstack([points, points[:1]]))


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


def square_about(center: tuple[float, float], side: float) -> Array:
    """Corners (4, 3) of an upright square."""
    half = side / 2 * np.array([(-1, -1, 0), (-1, 1, 0), (1, 1, 0), (1, -1, 0)], dtype=float)
    return np.asarray(half + np.array([*center, 0.0]))
