"""Cuts lines at the border of a plot. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gradreel.scenarios.arrays import Array

_FARTHEST = 1e150  # farther points are moved in, because squares of their distances would overflow


@np.errstate(all="ignore")
def cut_to_box(points: Array, low: ArrayLike, high: ArrayLike) -> Array:
    """A polyline (n, 3) cut to the box from `low` to `high` (2,), with NaN where it is outside.

    A single point outside gives no points.
    """
    points = np.clip(np.asarray(points, dtype=float), -_FARTHEST, _FARTHEST)
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    if len(points) < 2:
        within = ((points[:, :2] >= low) & (points[:, :2] <= high)).all(axis=1)
        return np.asarray(points[within])
    start, leg = points[:-1], np.diff(points, axis=0)
    enter, leave = _shares_within(start, leg, low, high)
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


@np.errstate(all="ignore")
def cut_legs(starts: Array, ends: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """Where separate legs from and to points (n, d) begin and end in a box, (m, d) for m of them.

    The box is from `low` to `high` (2,).
    """
    starts, ends = (np.clip(side, -_FARTHEST, _FARTHEST) for side in (starts, ends))
    leg = ends - starts
    enter, leave = _shares_within(starts, leg, low, high)
    visible = enter <= leave
    starts, leg = starts[visible], leg[visible]
    return starts + enter[visible, None] * leg, starts + leave[visible, None] * leg


def _shares_within(start: Array, leg: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """From which to which share of it each leg is in a box, (n,), after Liang and Barsky (1984).

    The second is less than the first, or one of them is NaN, where the leg passes by.
    """
    start, leg = start[:, :2], leg[:, :2]
    # A leg parallel to a side is within both bounds (-inf, inf) or within neither.
    to_low, to_high = (low - start) / leg, (high - start) / leg
    still, between = leg == 0.0, (start >= low) & (start <= high)
    enter = np.where(still, np.where(between, 0.0, np.inf), np.minimum(to_low, to_high))
    leave = np.where(still, np.where(between, 1.0, -np.inf), np.maximum(to_low, to_high))
    # By coordinate: numpy goes through an axis of two elements slowly.
    return (
        np.maximum(np.maximum(enter[:, 0], enter[:, 1]), 0.0),
        np.minimum(np.minimum(leave[:, 0], leave[:, 1]), 1.0),
    )
