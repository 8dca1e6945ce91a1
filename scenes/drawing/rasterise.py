"""The pixels that triangles cover. Pure numpy, all triangles at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gradreel.scenarios.arrays import Array, Index


class Fragments(NamedTuple):
    """The m pixels that n triangles cover, triangle by triangle.

    `triangle` (m,) and `pixel` (m,) are indices; pixels are counted along the rows. `values` (m, k)
    are the corners' values, interpolated at the centre of the pixel; `slopes` (n, 2, k) are the
    changes of each triangle's values from one pixel to the next, across and down.
    """

    triangle: Index
    pixel: Index
    values: Array
    slopes: Array


def rasterise(corners: Array, values: Array, size: tuple[int, int]) -> Fragments:
    """The pixels of a picture of `size` (width, height) whose centres lie in triangles.

    `corners` (n, 3, 2) are positions in pixels, `values` (n, 3, k) belong to the corners.
    Triangles that share an edge share no pixel.
    """
    width, height = size
    first, last = _between(corners[..., 1].min(axis=1), corners[..., 1].max(axis=1), height)
    owner, y = _spread(first, last)
    left, right = _between(*_crossings(corners[owner], np.asarray(y + 0.5, dtype=float)), width)
    line, x = _spread(left, right)
    triangle, row = owner[line], y[line]
    slopes = _slopes(corners, values)
    across = x + 0.5 - corners[triangle, 0, 0]
    down = row + 0.5 - corners[triangle, 0, 1]
    inside = values[triangle, 0] + across[:, None] * slopes[triangle, 0]
    inside = inside + down[:, None] * slopes[triangle, 1]
    return Fragments(triangle, row * width + x, inside, slopes)


def _between(low: Array, high: Array, end: int) -> tuple[Index, Index]:
    """The pixels with centres from `low` to below `high`: the first, and the one after the last."""
    first, last = (np.clip(np.ceil(v - 0.5), 0, end).astype(np.intp) for v in (low, high))
    return first, np.maximum(first, last)


def _spread(first: Index, last: Index) -> tuple[Index, Index]:
    """The index of its range and the number, for each from `first` to below `last` (n,)."""
    counts = last - first
    range_of = np.repeat(np.arange(len(counts)), counts)
    preceding = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp)
    return range_of, np.arange(len(range_of)) - preceding[range_of] + first[range_of]


def _crossings(corners: Array, y: Array) -> tuple[Array, Array]:
    """Where the horizontal lines at `y` (n,) enter and leave their triangles (n, 3, 2)."""
    start, end = corners, np.roll(corners, -1, axis=1)
    rise = end[..., 1] - start[..., 1]
    share = (y[:, None] - start[..., 1]) / np.where(rise == 0.0, 1.0, rise)
    x = start[..., 0] + share * (end[..., 0] - start[..., 0])
    crossed = (start[..., 1] <= y[:, None]) != (end[..., 1] <= y[:, None])
    return (
        np.where(crossed, x, np.inf).min(axis=1, initial=np.inf),
        np.where(crossed, x, -np.inf).max(axis=1, initial=-np.inf),
    )


def _slopes(corners: Array, values: Array) -> Array:
    (ux, uy), (vx, vy) = (np.moveaxis(corners[:, k] - corners[:, 0], -1, 0) for k in (1, 2))
    area = ux * vy - uy * vx
    area = np.where(area == 0.0, 1.0, area)[:, None]
    u, v = values[:, 1] - values[:, 0], values[:, 2] - values[:, 0]
    return np.stack(
        [
            (u * vy[:, None] - v * uy[:, None]) / area,
            (v * ux[:, None] - u * vx[:, None]) / area,
        ],
        axis=1,
    )
