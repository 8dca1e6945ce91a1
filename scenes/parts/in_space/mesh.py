"""Triangles over a grid, cut where a function ends or jumps. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradreel.scenarios.arrays import Array, Index, Mask
from gradreel.scenes.drawing.patch import grid_patch
from gradreel.scenes.parts.geometry.sampling import LEAP, Function
from gradreel.scenes.parts.in_space.heights import within

_HALVINGS = 40  # of an edge of the grid, to find a border on it to 1e-12 of its length
_JUMP = 0.1  # of the height: a larger difference between two points of a grid may be a leap


@dataclass(frozen=True, eq=False)
class Mesh:
    """Triangles (k, 3) between places (m, 2) with shares (m,) of the height.

    The places of the grid come first, row by row, and after them those on cut edges. `loops` are
    the closed outlines of what is drawn, as indices of places; `cut` (b, 2) are the pairs in them
    along which the function ends.
    """

    places: Array
    shares: Array
    triangles: Index
    loops: list[Index]
    cut: Index

    def lines(self, share: float) -> Array:
        """The contour lines at a share of the height as segments (s, 2, 2)."""
        above = self.shares[self.triangles] > share
        crossed = self.triangles[above.any(axis=1) & ~above.all(axis=1)]
        start, end = crossed, np.roll(crossed, -1, axis=1)
        rise = self.shares[end] - self.shares[start]
        shares_along = (share - self.shares[start]) / np.where(rise == 0.0, 1.0, rise)
        spots = self.places[start] + shares_along[..., None] * (
            self.places[end] - self.places[start]
        )
        crossing = (self.shares[start] > share) != (self.shares[end] > share)
        return np.asarray(spots[crossing].reshape(-1, 2, 2))


@np.errstate(invalid="ignore")
def cut_mesh(share: Function, grid: Array, shares: Array) -> Mesh | None:
    """The mesh of a function over a grid (rows, columns, 2); None if nothing is cut.

    `share` returns the shares of the height at places (n, 2), and `shares` (rows, columns) are
    those of the grid. The function is drawn where these are `within` the height, but not across a
    leap.
    """
    rows, columns = shares.shape
    places, flat = grid.reshape(-1, 2), shares.ravel()
    triangles = grid_patch(rows, columns).triangles.astype(np.intp)
    inside = within(flat)
    starts, ends = triangles, np.roll(triangles, -1, axis=1)
    drawn = inside[starts] & inside[ends]
    steep = drawn & (np.abs(flat[starts] - flat[ends]) > _JUMP)
    if inside.all() and not steep.any():
        return None
    leaps, brinks = _leaps(share, places, flat, np.stack([starts[steep], ends[steep]], axis=1))
    joined = drawn.copy()
    joined[steep] = ~leaps
    if inside.all() and not leaps.any():
        return None
    return _cut(share, places, flat, triangles, joined, inside, brinks)


def _leaps(
    share: Function, places: Array, shares: Array, pairs: Index
) -> tuple[Mask, dict[tuple[int, int], Array]]:
    """Which pairs (n, 2) of neighbours have a leap in between, and where each of its sides ends."""
    near, far = places[pairs[:, 0]], places[pairs[:, 1]]
    low, high = (np.clip(shares[pairs[:, k]], -1.0, 2.0) for k in (0, 1))
    for _ in range(_HALVINGS if len(pairs) else 0):
        middle = (near + far) / 2
        value = np.nan_to_num(np.clip(share(middle), -1.0, 2.0), nan=2.0)
        first = np.abs(value - low) > np.abs(high - value)
        far, high = np.where(first[:, None], middle, far), np.where(first, value, high)
        near, low = np.where(first[:, None], near, middle), np.where(first, low, value)
    leaps = np.abs(high - low) > LEAP
    brinks = {}
    for (start, end), from_start, from_end in zip(
        pairs[leaps].tolist(), near[leaps], far[leaps], strict=True
    ):
        brinks[start, end], brinks[end, start] = from_start, from_end
    return leaps, brinks


def _cut(
    share: Function,
    places: Array,
    shares: Array,
    triangles: Index,
    joined: Mask,
    inside: Mask,
    brinks: dict[tuple[int, int], Array],
) -> Mesh:
    count = len(places)
    starts, ends = triangles, np.roll(triangles, -1, axis=1)
    parted = ~joined
    first_cut, second_cut = starts[parted], ends[parted]
    cut_edges = np.concatenate([first_cut * count + second_cut, second_cut * count + first_cut])
    cut_edges = np.unique(cut_edges[inside[cut_edges // count]])
    edge = _edge(share, places, cut_edges, brinks)
    places = np.vstack([places, edge])
    at_edge = share(edge)
    shares = np.concatenate([np.where(inside, shares, 0.0), at_edge])

    def cut_point(start: Index, end: Index) -> Index:
        """The indices of the places where edges between places of the grid are cut."""
        return np.asarray(count + np.searchsorted(cut_edges, start * count + end))

    found, cut = [triangles[joined.all(axis=1)]], [np.empty((0, 2), dtype=np.intp)]
    for corner in range(3):
        a, b, c = (np.roll(triangles, -corner, axis=1)[:, k] for k in range(3))
        ab, bc, ca = (np.roll(joined, -corner, axis=1)[:, k] for k in range(3))
        pair = ab & ~bc & ~ca
        first_cut, second_cut = cut_point(b[pair], c[pair]), cut_point(a[pair], c[pair])
        found += [
            np.stack([a[pair], b[pair], first_cut], 1),
            np.stack([a[pair], first_cut, second_cut], 1),
        ]
        alone = inside[a] & ~ab & ~ca
        first, last = cut_point(a[alone], b[alone]), cut_point(a[alone], c[alone])
        found.append(np.stack([a[alone], first, last], 1))
        cut += [np.stack([first_cut, second_cut], 1), np.stack([first, last], 1)]
    joined_triangles = np.concatenate(found)
    return Mesh(places, shares, joined_triangles, _loops(joined_triangles), np.concatenate(cut))


def _edge(
    share: Function, places: Array, cut_edges: Index, brinks: dict[tuple[int, int], Array]
) -> Array:
    """The last drawn places (n, 2) on edges from places of the grid to their neighbours."""
    start, end = np.divmod(cut_edges, len(places))
    near, far = places[start], places[end].copy()
    for index, pair in enumerate(zip(start.tolist(), end.tolist(), strict=True)):
        if pair in brinks:
            far[index] = brinks[pair]
    drawn = within(share(far)) if len(far) else np.empty(0, dtype=bool)
    near = np.where(drawn[:, None], far, near)
    for _ in range(_HALVINGS if len(cut_edges) else 0):
        middle = (near + far) / 2
        on_drawn = within(share(middle))[:, None]
        near, far = np.where(on_drawn, middle, near), np.where(on_drawn, far, middle)
    return np.asarray(near)


def _loops(triangles: Index) -> list[Index]:
    """The closed outlines along edges that belong to only one triangle."""
    sides = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    size = int(sides.max(initial=0)) + 1
    lone = ~np.isin(sides[:, 0] * size + sides[:, 1], sides[:, 1] * size + sides[:, 0])
    following: dict[int, list[int]] = {}
    for start, end in sides[lone].tolist():
        following.setdefault(start, []).append(end)
    loops = []
    while following:
        loop = [next(iter(following))]
        while ends := following.get(loop[-1]):
            loop.append(ends.pop())
            if not ends:
                del following[loop[-2]]
        loops.append(np.array(loop))
    return loops
