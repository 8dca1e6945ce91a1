"""Slices of a surface that sweep to both sides of one, and what they leave behind."""

from __future__ import annotations

import numpy as np

from gradreel.scenes import theme
from gradreel.scenes.parts.space import Space

_GHOSTS = 11  # slices that are left standing across the whole surface: each is seen by itself
_FAINT = 0.45  # their opacity


class Sweep:
    """Two slices along the first parameter leave a place of the second for both of its ends.

    Between them the surface comes; some slices stay where they were, until they `fade`.
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
        """Show both slices a share of the way, and what lies between them."""
        rows = self._start * (1.0 - share), self._start + (1.0 - self._start) * share
        for edge, row in zip(self._edges, rows, strict=True):
            points = self._space.sliced(0, self._value(row))
            if np.isfinite(points).any():  # on a border there may be none
                edge.set_points(points)
        for ghost, row in zip(self._ghosts, self._rows, strict=True):
            ghost.set_opacity(_FAINT if rows[0] <= row <= rows[1] else 0.0)
        self._space.sheet.revealed = rows
        self._space.border.set_opacity(share)

    def fade(self, share: float) -> None:
        """Let all slices go, and leave the surface."""
        for edge in self._edges:
            edge.set_opacity(1.0 - share)
        for ghost in self._ghosts:
            ghost.set_opacity(_FAINT * (1.0 - share))

    def _value(self, row: float) -> float:
        return self._low + row * (self._high - self._low)
