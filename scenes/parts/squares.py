"""Squares over residuals: they unfold, and flow together into their mean."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from scenes import theme
from scenes.parts.typeset import Array

_INK = 1.1  # how dark all of them are where they lie upon each other


class Squares(VGroup):
    """A translucent square on each of m residuals, which lead from `starts` to `ends` (m, 3).

    `unfold` opens them sideways toward the screen's x `inward`; `gather` makes all of them one
    square (4, 3).
    """

    def __init__(self, starts: Array, ends: Array, inward: float) -> None:
        super().__init__()
        self._starts, self._ends, self._inward = starts, ends, inward
        # The fewer there are, the more of each may be seen.
        fill, outline = min(0.3, _INK / len(starts)), min(0.8, 3.0 / np.sqrt(len(starts)))
        for _ in starts:
            self.add(
                VMobject(
                    fill_color=theme.RESIDUAL,
                    fill_opacity=fill,
                    stroke_color=theme.RESIDUAL,
                    stroke_width=1.5,
                    stroke_opacity=outline,
                )
            )
        self.unfold(0.0)

    def unfold(self, share: float) -> None:
        """Open the squares to a share of their width."""
        self._place(square_corners(self._starts, self._ends, self._inward, share))

    def gather(self, square: Array, share: float) -> None:
        """Bring all squares a share of the way to the one with these corners (4, 3)."""
        full = square_corners(self._starts, self._ends, self._inward, 1.0)
        self._place(full + share * (square - full))

    def _place(self, corners: Array) -> None:
        for shape, points in zip(self.submobjects, corners, strict=True):
            shape.set_points_as_corners(np.vstack([points, points[:1]]))


def square_corners(starts: Array, ends: Array, inward: float, share: float) -> Array:
    """Corners (m, 4, 3) of squares over upright segments, opened toward x = `inward`."""
    side = np.abs(ends - starts)[:, 1]
    width = side * share * np.where(starts[:, 0] <= inward, 1.0, -1.0)
    across = np.zeros_like(starts)
    across[:, 0] = width
    return np.stack([starts, ends, ends + across, starts + across], axis=1)


def square_about(center: tuple[float, float], side: float) -> Array:
    """Corners (4, 3) of an upright square."""
    half = side / 2 * np.array([(-1, -1, 0), (-1, 1, 0), (1, 1, 0), (1, -1, 0)], dtype=float)
    return np.asarray(half + np.array([*center, 0.0]))
