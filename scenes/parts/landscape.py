"""The heights of a loss over a domain of two parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from contourpy import contour_generator

from scenes.parts.typeset import Array
from solver.objective import Objective

Domain = Mapping[str, tuple[float, float]]

GRID = 51  # points along each side


class Landscape:
    """The heights of a loss on a grid over a domain of two parameters.

    `values` is (51, 51), rows along the second parameter; `heights` are the same, but where the
    loss has no finite value they take the largest finite one of the grid.
    """

    def __init__(self, objective: Objective, domain: Domain) -> None:
        self.objective = objective
        self.names = tuple(domain)
        self.low = np.array([limits[0] for limits in domain.values()], dtype=float)
        self.high = np.array([limits[1] for limits in domain.values()], dtype=float)
        self.across, self.along = (
            np.linspace(low, high, GRID) for low, high in zip(self.low, self.high, strict=True)
        )
        grid = np.stack(np.meshgrid(self.across, self.along), axis=-1)
        # Row by row: data objectives need room for every point at every place.
        self.values = values = np.stack([objective.value(row) for row in grid])
        finite = values[np.isfinite(values)]
        self.bottom = float(finite.min()) if len(finite) else 0.0
        self.top = float(finite.max()) if len(finite) else 1.0
        self.heights = np.where(np.isfinite(values), values, self.top)
        self.grid = grid

    def share(self, heights: Array) -> Array:
        """Losses as 0 (lowest of the grid) to 1 (highest)."""
        spread = self.top - self.bottom
        return (np.asarray(heights, dtype=float) - self.bottom) / (spread or 1.0)

    def levels(self, count: int = 12) -> Array:
        """Losses for contour lines: close together near the bottom, where the descent ends."""
        return self.bottom + (self.top - self.bottom) * (np.arange(1, count + 1) / (count + 1)) ** 2

    def contour(self, level: float) -> Sequence[Array]:
        """The contour lines (n, 2) of a loss, in parameters."""
        lines = contour_generator(self.across, self.along, self.heights).lines(level)
        return [np.asarray(line) for line in lines]
