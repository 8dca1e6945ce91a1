"""How the points of a surface are joined: in a grid, or in any triangles. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array, Index

_EXACT = 1e-12  # a share of all rows: a row exactly at the end of the shown ones is shown


@dataclass(frozen=True, eq=False)
class Patch:
    """Triangles (k, 3) between m points, whose positions are `along` (m, 2), from 0 to 1.

    Each triangle is a face.
    """

    along: Array
    triangles: NDArray[np.int32]

    @cached_property
    def edges(self) -> tuple[Index, Index]:
        """All edges: their two points (n, 2), and the two faces beside them (n, 2), -1 for none."""
        sides = np.concatenate([self.triangles[:, k] for k in ([0, 1], [1, 2], [2, 0])])
        face = np.tile(np.arange(len(self.triangles)), 3)
        pairs, edge = np.unique(np.sort(sides, axis=1), axis=0, return_inverse=True)
        neighbours = np.full((len(pairs), 2), -1)
        order = np.argsort(edge.ravel(), kind="stable")
        edge_of = edge.ravel()[order]
        first = np.concatenate([[True], edge_of[1:] != edge_of[:-1]])
        neighbours[edge_of[first], 0] = face[order][first]
        neighbours[edge_of[~first], 1] = face[order][~first]
        return pairs, neighbours

    def revealed(self, pairs: Index, rows: tuple[float, float]) -> NDArray[np.bool_]:
        """Which edges (n, 2) lie within rows, given as two shares of all rows."""
        row = self.along[pairs, 1]
        return np.asarray(((row >= rows[0] - _EXACT) & (row <= rows[1] + _EXACT)).all(axis=1))

    def turned(self, screen: Array) -> NDArray[np.bool_]:
        """Which faces run counter-clockwise with their points at these screen points (m, 2)."""
        corners = screen[self.triangles]
        return _left_turns(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])

    def normals(self, points: Array) -> Array:
        """The unit normals (m, 3) at points (m, 3), from the triangles around each."""
        corners = points[self.triangles]
        normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        total = np.zeros_like(points)
        for corner in range(3):
            np.add.at(total, self.triangles[:, corner], normal)
        return _unit(total)

    def __deepcopy__(self, memo: dict[int, Any]) -> Patch:
        return self


@dataclass(frozen=True, eq=False)
class Grid(Patch):
    """A grid of `rows` x `columns` points, row by row; each cell is a face."""

    rows: int
    columns: int

    @cached_property
    def edges(self) -> tuple[Index, Index]:
        rows, columns = self.rows, self.columns
        point = np.arange(rows * columns).reshape(rows, columns)
        face = np.full((rows + 1, columns + 1), -1)
        face[1:-1, 1:-1] = np.arange((rows - 1) * (columns - 1)).reshape(rows - 1, columns - 1)
        across = np.stack([point[:, :-1], point[:, 1:]], axis=-1).reshape(-1, 2)
        along = np.stack([point[:-1], point[1:]], axis=-1).reshape(-1, 2)
        beside_across = np.stack([face[:-1, 1:-1], face[1:, 1:-1]], axis=-1).reshape(-1, 2)
        beside_along = np.stack([face[1:-1, :-1], face[1:-1, 1:]], axis=-1).reshape(-1, 2)
        return np.vstack([across, along]), np.vstack([beside_across, beside_along])

    def turned(self, screen: Array) -> NDArray[np.bool_]:
        grid = screen.reshape(self.rows, self.columns, 2)
        rising, falling = grid[1:, 1:] - grid[:-1, :-1], grid[1:, :-1] - grid[:-1, 1:]
        return _left_turns(rising, falling).ravel()

    def normals(self, points: Array) -> Array:
        grid = points.reshape(self.rows, self.columns, 3)
        across, along = np.gradient(grid, axis=1), np.gradient(grid, axis=0)
        return _unit(np.cross(across, along).reshape(-1, 3))


@cache
def grid_patch(rows: int, columns: int) -> Grid:
    """The grid of `rows` x `columns` points."""
    row, column = np.divmod(np.arange(rows * columns), columns)
    along = np.stack([column / (columns - 1), row / (rows - 1)], axis=1)
    index = np.arange(rows * columns, dtype=np.int32).reshape(rows, columns)
    a, b, c, d = (
        index[i, j].ravel()
        for i in (slice(None, -1), slice(1, None))
        for j in (slice(None, -1), slice(1, None))
    )
    triangles = np.concatenate([np.stack([a, b, c], 1), np.stack([b, d, c], 1)])
    return Grid(along, triangles, rows, columns)


def _left_turns(first: Array, second: Array) -> NDArray[np.bool_]:
    return np.asarray(first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0] > 0.0)


def _unit(normal: Array) -> Array:
    length = np.linalg.norm(normal, axis=1, keepdims=True)
    return np.asarray(normal / np.where(length == 0.0, 1.0, length))
