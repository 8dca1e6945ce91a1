"""Triangles over a grid, cut where a function ends or jumps. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradreel.scenarios.arrays import Array, Index, Mask
from gradreel.scenes.drawing.patch import grid_patch
from gradreel.scenes.parts.heights import within
from gradreel.scenes.parts.sampling import LEAP, Function

_HALVINGS = 40  # of an edge of the grid, to find a border on it to 1e-12 of its length
_JUMP = 0.1  # of the height between two points of a grid: more may be a leap


@dataclass(frozen=True, eq=False)
class Mesh:
    """Triangles (k, 3) between places (m, 2) with shares (m,) of a height.

    The places of the grid come first, row by row, those of the cut edges after them. `loops` are
    closed ways around what is drawn, as indices of places; `cut` (b, 2) are their parts where the
    function ends, as pairs.
    """

    places: Array
    shares: Array
    triangles: Index
    loops: list[Index]
    cut: Index

    def lines(self, share: float) -> Array:
        """The places (s, 2, 2) of both ends of each piece of the contour line at a share."""
        above = self.shares[self.triangles] > share
        crossed = self.triangles[above.any(axis=1) & ~above.all(axis=1)]
        start, end = crossed, np.roll(crossed, -1, axis=1)
        rise = self.shares[end] - self.shares[start]
        at = (share - self.shares[start]) / np.where(rise == 0.0, 1.0, rise)
        spots = self.places[start] + at[..., None] * (self.places[end] - self.places[start])
        met = (self.shares[start] > share) != (self.shares[end] > share)
        return np.asarray(spots[met].reshape(-1, 2, 2))


@np.errstate(invalid="ignore")
def cut_mesh(share: Function, grid: Array, shares: Array) -> Mesh | None:
    """The mesh of a function over a grid (rows, columns, 2); None where nothing is cut.

    `share` tells the share of the height at places (n, 2), and `shares` (rows, columns) are those
    of the grid. It is drawn where these are `within` the height, and not across a leap.
    """
    rows, columns = shares.shape
    places, flat = grid.reshape(-1, 2), shares.ravel()
    triangles = grid_patch(rows, columns).triangles.astype(np.intp)
    inside = within(flat)
    starts, ends = triangles, np.roll(triangles, -1, axis=1)
    both = inside[starts] & inside[ends]
    steep = both & (np.abs(flat[starts] - flat[ends]) > _JUMP)
    if inside.all() and not steep.any():
        return None
    leaps, brinks = _leaps(share, places, flat, np.stack([starts[steep], ends[steep]], axis=1))
    joined = both.copy()
    joined[steep] = ~leaps
    if inside.all() and not leaps.any():
        return None
    return _cut(share, places, flat, triangles, joined, inside, brinks)


def _leaps(
    share: Function, places: Array, shares: Array, pairs: Index
) -> tuple[Mask, dict[tuple[int, int], Array]]:
    """Which pairs (n, 2) of neighbours have a leap between them, and where it is seen from each."""
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
    for (start, end), one, other in zip(
        pairs[leaps].tolist(), near[leaps], far[leaps], strict=True
    ):
        brinks[start, end], brinks[end, start] = one, other
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
    one, other = starts[parted], ends[parted]
    ways = np.concatenate([one * count + other, other * count + one])
    ways = np.unique(ways[inside[ways // count]])
    edge = _edge(share, places, ways, brinks)
    places = np.vstack([places, edge])
    at_edge = share(edge)
    shares = np.concatenate([np.where(inside, shares, 0.0), at_edge])

    def met(start: Index, end: Index) -> Index:
        """The places where the ways from some places of the grid to others are cut."""
        return np.asarray(count + np.searchsorted(ways, start * count + end))

    found, cut = [triangles[joined.all(axis=1)]], [np.empty((0, 2), dtype=np.intp)]
    for corner in range(3):
        a, b, c = (np.roll(triangles, -corner, axis=1)[:, k] for k in range(3))
        ab, bc, ca = (np.roll(joined, -corner, axis=1)[:, k] for k in range(3))
        pair = ab & ~bc & ~ca
        one, other = met(b[pair], c[pair]), met(a[pair], c[pair])
        found += [np.stack([a[pair], b[pair], one], 1), np.stack([a[pair], one, other], 1)]
        alone = inside[a] & ~ab & ~ca
        first, last = met(a[alone], b[alone]), met(a[alone], c[alone])
        found.append(np.stack([a[alone], first, last], 1))
        cut += [np.stack([one, other], 1), np.stack([first, last], 1)]
    whole = np.concatenate(found)
    return Mesh(places, shares, whole, _loops(whole), np.concatenate(cut))


def _edge(
    share: Function, places: Array, ways: Index, brinks: dict[tuple[int, int], Array]
) -> Array:
    """The last places (n, 2) that are drawn on ways from places of the grid to their neighbours."""
    start, end = np.divmod(ways, len(places))
    near, far = places[start], places[end].copy()
    for index, way in enumerate(zip(start.tolist(), end.tolist(), strict=True)):
        if way in brinks:
            far[index] = brinks[way]
    drawn = within(share(far)) if len(far) else np.empty(0, dtype=bool)
    near = np.where(drawn[:, None], far, near)
    for _ in range(_HALVINGS if len(ways) else 0):
        middle = (near + far) / 2
        on = within(share(middle))[:, None]
        near, far = np.where(on, middle, near), np.where(on, far, middle)
    return np.asarray(near)


def _loops(triangles: Index) -> list[Index]:
    """The closed ways along the edges that only one triangle has."""
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
