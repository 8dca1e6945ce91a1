"""Cuts lines at the border of a plot. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gradreel.scenarios.arrays import Array

_FARTHEST = 1e150  # farther points are moved in, because squares of their distances would overflow


@np.errstate(all="ignore")
def cut_to_box(points: Array, low: ArrayLike, high: ArrayLike) -> Array:
    """A polyline (n, 3) cut to the box from `low` to `high` (2,), with NaN where it is outside.

    A single point outside gives no points. Each leg is clipped after Liang and Barsky (1984).
    """
    points = np.clip(np.asarray(points, dtype=float), -_FARTHEST, _FARTHEST)
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    if len(points) < 2:
        within = ((points[:, :2] >= low) & (points[:, :2] <= high)).all(axis=1)
        return np.asarray(points[within])
    start, leg = points[:-1], np.diff(points, axis=0)
    # A leg parallel to a side is within both bounds (-inf, inf) or within neither.
    to_low = (low - start[:, :2]) / leg[:, :2]
    to_high = (high - start[:, :2]) / leg[:, :2]
    still = leg[:, :2] == 0.0
    between = (start[:, :2] >= low) & (start[:, :2] <= high)
    enter = np.where(still, np.where(between, 0.0, np.inf), np.minimum(to_low, to_high)).max(axis=1)
    leave = np.where(still, np.where(between, 1.0, -np.inf), np.maximum(to_low, to_high)).min(
        axis=1
    )
    enter, leave = np.maximum(enter, 0.0), np.minimum(leave, 1.0)
    visible = enter <= leave  # also False for NaN
    pieces = np.full((len(leg), 3, 3), np.nan)
    pieces[visible, 0] = start[visible] + enter[visible, None] * leg[visible]
    pieces[visible, 1] = start[visible] + leave[visible, None] * leg[visible]
    # On a very long leg, rounding puts its ends at the border off that.
    pieces[:, :, :2] = np.clip(pieces[:, :, :2], low, high)
    kept = np.stack([np.ones_like(visible), np.ones_like(visible), np.ones_like(visible)], axis=1)
    # Legs that meet inside the box share a point, without a gap.
    joined = visible[:-1] & visible[1:] & (leave[:-1] == 1.0) & (enter[1:] == 0.0)
    kept[:-1][joined, 2] = False
    kept[1:][joined, 0] = False
    return np.asarray(pieces[kept])
