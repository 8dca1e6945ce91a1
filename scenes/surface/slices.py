"""Slices that sweep out a surface to both sides of one, and what they leave behind."""

from __future__ import annotations

import numpy as np

from gradreel.scenes import theme
from gradreel.scenes.parts.in_space.space import Space

_GHOSTS = 11  # slices left behind across the whole surface: few enough to be seen singly
_FAINT = 0.45  # their opacity: fainter than the moving slices


class Sweep:
    """Two slices along the first parameter that move from a place of the second to both its ends.

    Between them the surface appears; some slices stay behind, until they `fade`.
    """

    def __init__(self, space: Space, start: float) -> None:
        self._space = space
        landscape = space.landscape
        self._low, self._high = float(landscape.low[1]), float(landscape.high[1])
        self._start = (start - self._low) / (self._high - self._low)
        self._edges = [space.slice(0, start, theme.colors().loss) for _ in range(2)]
        self._rows = np.linspace(0.0, 1.0, _GHOSTS)
        self._ghosts = [
            space.slice(0, self._value(row), theme.colors().loss).set_opacity(0.0)
            for row in self._rows
        ]

    def show(self, share: float) -> None:
        """Show both slices at a share of the way, and the surface between them."""
        rows = self._start * (1.0 - share), self._start + (1.0 - self._start) * share
        for edge, row in zip(self._edges, rows, strict=True):
            points = self._space.sliced(0, self._value(row))
            if np.isfinite(points).any():  # a slice at a border may have no points
                edge.set_points(points)
        for ghost, row in zip(self._ghosts, self._rows, strict=True):
            ghost.set_opacity(_FAINT if rows[0] <= row <= rows[1] else 0.0)
        self._space.sheet.revealed = rows
        self._space.border.set_opacity(share)

    def fade(self, share: float) -> None:
        """Fade all slices by a share, so that only the surface is left."""
        for edge in self._edges:
            edge.set_opacity(1.0 - share)
        for ghost in self._ghosts:
            ghost.set_opacity(_FAINT * (1.0 - share))

    def _value(self, row: float) -> float:
        return self._low + row * (self._high - self._low)
