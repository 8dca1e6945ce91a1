"""The heights of a loss over a domain of two parameters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from contourpy import contour_generator

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.geometry.poles import poles_of
from gradreel.scenes.parts.in_space.heights import Heights, heights_of, raster, within
from gradreel.scenes.parts.in_space.mesh import Mesh, cut_mesh
from gradreel.solver.objective import Objective

GRID = 51  # points along each side, to begin with: enough for a quadratic loss
_CUT = 101  # points along each side, at least, of a landscape that ends within its domain
_CEILING = 201  # points along each side, at most: more would take too long
_BETWEEN = (0.382, 0.618)  # where in a cell the error is measured: golden, so no wave is in step
_EXACT = 0.005  # of the height: a smaller error is not seen
_NEARLY_ALL = 0.98  # of the cells have to be so exact
# Shares beyond the top that are distinguished: between two grid points of a map that has grown, a
# valley rises far above the top, and where it crosses a level is computed from both.
_FARTHEST = 1e6


class Landscape:
    """The heights of a loss on a grid over a domain of two parameters.

    `values` (n, n) are the losses, in rows along the second parameter. `shares` (n, n) are their
    heights from 0 to 1; undefined ones are filled in from their neighbours. `mesh` is what is drawn
    of a loss that ends, jumps or is cut within the domain; it is None if all is drawn. The grid is
    as fine as the loss requires, up to 201 points along each side. Heights are those of
    `heights_of` for a descent that has `visited` some parameters (k, 2).
    """

    def __init__(
        self,
        objective: Objective,
        domain: Domain,
        visited: Array | None = None,
        like: Landscape | None = None,
        heights: Heights | None = None,
    ) -> None:
        self.objective = objective
        self.names = tuple(domain)
        self.low = np.array([limits[0] for limits in domain.values()], dtype=float)
        self.high = np.array([limits[1] for limits in domain.values()], dtype=float)
        self._visited = np.empty((0, 2)) if visited is None else visited
        self._end = 0.0  # how far beyond 0 and 1 shares go
        losses = objective.value(raster(self._visited, self.low, self.high))
        self.heights = self._measured(like.size if like else GRID, losses)
        while not like and self.size < _CEILING and not self._fine():
            self.heights = self._measured(2 * self.size - 1, losses)
        if like:  # a change between kinds of heights would look like a jump
            self.heights = replace(self.heights, soft=like.heights.soft)
        if heights:  # of a landscape that is cut, the same is cut off
            self.heights, self._end = heights, 0.0 if like and like.mesh else _FARTHEST
        self.mesh: Mesh | None = cut_mesh(self._share_at, self.grid, self._drawn(self.values))
        self.shares = _filled(self.heights.share(self.values), self._end)

    def over(self, domain: Domain) -> Landscape:
        """The same loss over another domain, with as fine a grid and the same kind of heights."""
        return Landscape(self.objective, domain, self._visited, like=self)

    def around(self, domain: Domain) -> Landscape:
        """The same, at the same heights: levels stay when it grows, and when a part of it is seen.

        What is higher or lower has shares beyond 1 and 0. A landscape that is cut is measured anew
        where it grows.
        """
        low, high = np.array([*domain.values()], dtype=float).T
        within = (low >= self.low).all() and (high <= self.high).all()
        apart = (np.maximum(low, self.low) >= np.minimum(high, self.high)).any()
        if apart or (self.mesh and not within):
            return self.over(domain)
        return Landscape(self.objective, domain, self._visited, like=self, heights=self.heights)

    def _measured(self, size: int, losses: Array) -> Heights:
        """Evaluate a grid of `size` points along each side, and return its heights.

        `losses` (n,) are those that a descent visits.
        """
        self.size = size
        self.across, self.along = (
            np.linspace(low, high, size) for low, high in zip(self.low, self.high, strict=True)
        )
        self.grid = np.stack(np.meshgrid(self.across, self.along), axis=-1)
        if self.objective.expression is None:
            # Row by row, because data objectives need memory for every data point at every place.
            self.values = np.stack([self.objective.value(row) for row in self.grid])
            return heights_of(self.values, losses)
        self.values = self.objective.value(self.grid)
        poles = poles_of(self.objective.value, self.grid, self.values)
        return heights_of(self.values, losses, poles)

    @np.errstate(invalid="ignore")
    def _fine(self) -> bool:
        """Whether interpolation is exact enough nearly everywhere between the grid's points."""
        if self.objective.expression is None:  # a mean of squares is quadratic
            return True
        shares = self.heights.share(self.values)
        drawn = within(shares)
        if self.size < _CUT and not drawn.all():
            return False
        (t, u), step = _BETWEEN, np.array([self.across[1], self.along[1]]) - self.low
        true = self._share_at(self.grid[:-1, :-1] + _BETWEEN * step)
        rows = (1 - u) * shares[:-1] + u * shares[1:]
        between = (1 - t) * rows[:, :-1] + t * rows[:, 1:]
        off = np.abs(true - between)[within(true) & within(between)]
        return not len(off) or float(np.quantile(off, _NEARLY_ALL)) <= _EXACT

    def _share_at(self, places: Array) -> Array:
        return self._drawn(self.objective.value(places))

    def _drawn(self, losses: Array) -> Array:
        """Losses as shares; those beyond the ends as these, where nothing is cut there."""
        shares = self.heights.share(losses)
        return np.clip(shares, 0.0, 1.0) if self._end else shares

    @property
    def bottom(self) -> float:
        """The lowest loss that is drawn."""
        return self.heights.bottom

    @property
    def top(self) -> float:
        """The highest loss that is drawn."""
        return self.heights.top

    def share(self, losses: Array | float) -> Array:
        """Losses as shares of the height, from 0 (the lowest) to 1 (the highest drawn)."""
        return self.heights.share(losses)

    def levels(self) -> Array:
        """The losses of contour lines."""
        return self.heights.levels()

    def contour(self, level: float) -> Array:
        """The contour lines of a loss as segments (s, 2, 2), with both ends in parameters."""
        share = float(self.share(level))
        if self.mesh:
            return self.mesh.lines(share)
        lines = contour_generator(self.across, self.along, self.shares).lines(share)
        pieces = [np.stack([line[:-1], line[1:]], axis=1) for line in map(np.asarray, lines)]
        return np.concatenate([np.empty((0, 2, 2)), *pieces])

    def border(self) -> Array:
        """Where the drawn part ends within the domain, as segments (s, 2, 2), in parameters."""
        return self.mesh.places[self.mesh.cut] if self.mesh else np.empty((0, 2, 2))


def _filled(shares: Array, end: float) -> Array:
    """Shares (n, n), limited to `end` beyond 0 and 1; NaN become the mean of their neighbours."""
    known = np.isfinite(shares)
    bounded = np.clip(shares, -end, 1.0 + end)
    padded = np.pad(np.where(known, bounded, 0.0), 1)
    counted = np.pad(known.astype(float), 1)
    size = len(shares)
    total, count = (
        np.asarray(sum(a[i : i + size, j : j + size] for i in range(3) for j in range(3)))
        for a in (padded, counted)
    )
    around = total / np.maximum(count, 1.0)
    return np.where(known, bounded, around)
