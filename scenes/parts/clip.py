"""Cutting lines at the border of a plot. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gradreel.scenarios.arrays import Array

_FARTHEST = 1e150  # farther points are moved in, since squares of their distances would overflow


@np.errstate(all="ignore")
def cut_to_box(points: Array, low: ArrayLike, high: ArrayLike) -> Array:
    """A polyline (n, 3) cut to the box from `low` to `high` (2,), with NaN where it is outside.

    Liang and Barsky's clipping of each leg. A single point outside gives no points.
    """
    points = np.clip(np.asarray(points, dtype=float), -_FARTHEST, _FARTHEST)
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    if len(points) < 2:
        within = ((points[:, :2] >= low) & (points[:, :2] <= high)).all(axis=1)
        return np.asarray(points[within])
    start, leg = points[:-1], np.diff(points, axis=0)
    # Where a leg is parallel to a side, it is within both bounds (-inf, inf) or in none.
    to_low = (low - start[:, :2]) / leg[:, :2]
    to_high = (high - start[:, :2]) / leg[:, :2]
    still = leg[:, :2] == 0.0
    between = (start[:, :2] >= low) & (start[:, :2] <= high)
    enter = np.where(still, np.where(between, 0.0, np.inf), np.minimum(to_low, to_high)).max(axis=1)
    leave = np.where(still, np.where(between, 1.0, -np.inf), np.maximum(to_low, to_high)).min(
        axis=1
    )
    enter, leave = np.maximum(enter, 0.0), np.minimum(leave, 1.0)
    seen = enter <= leave  # False for NaN, too
    pieces = np.full((len(leg), 3, 3), np.nan)
    pieces[seen, 0] = start[seen] + enter[seen, None] * leg[seen]
    pieces[seen, 1] = start[seen] + leave[seen, None] * leg[seen]
    # Beside a leg that is very long, its ends at the border are lost in rounding.
    pieces[:, :, :2] = np.clip(pieces[:, :, :2], low, high)
    kept = np.stack([np.ones_like(seen), np.ones_like(seen), np.ones_like(seen)], axis=1)
    # Legs that meet inside the box share their point and have no gap between them.
    joined = seen[:-1] & seen[1:] & (leave[:-1] == 1.0) & (enter[1:] == 0.0)
    kept[:-1][joined, 2] = False
    kept[1:][joined, 0] = False
    return np.asarray(pieces[kept])
