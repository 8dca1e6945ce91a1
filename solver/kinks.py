"""Kinks: points at which the slope jumps, and the slopes on both sides of them."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.calculus import Array
from gradreel.solver.loss_landscape import LossLandscape
from gradreel.solver.objective import Objective

# Of the domain's diagonal: a jump of the slope stays as large when measured a hundred times closer,
# a curvature's effect shrinks to a hundredth. Ten times nearer or farther finds the same kinks.
_NEAR, _NEARER = 1e-5, 1e-7
# Measured a hundred times closer, a jump of the loss makes the slope leap by a hundred times as
# much; that of |x|**0.1 leaps by 63 times as much.
_JUMP = 90.0
_CLOSE = 1e-9  # of a step: how closely a kink on it is located
_BESIDE = 8  # places on each side of a kink
_UNEVEN = 0.4877  # instead of a half, which would hit kinks at round shares of a step themselves
_CLOSER = (1e-3, 1e-5, 1e-7)  # of a step: distances from a kink at which slopes are compared


def kink_at(landscape: LossLandscape, point: Array) -> tuple[float, float] | None:
    """The slopes on both sides of a kink at the point, the lower one first.

    None if the loss is smooth there: the nearer to the point, the more the slopes agree.
    """
    scale = landscape.size or max(1.0, float(np.linalg.norm(point)))
    kinks, ridges = [], []
    for direction in landscape.directions(point):
        leap = _leap(landscape.objective, point, direction, _NEARER * scale)
        wider = _leap(landscape.objective, point, direction, _NEAR * scale)
        if abs(leap) >= _JUMP * abs(wider):
            continue
        if leap >= wider / 2 > 0:
            kinks.append((leap, direction))
        elif leap <= wider / 2 < 0:
            ridges.append((leap, direction))
    if not kinks and not ridges:
        return None
    _, direction = max(kinks, key=lambda found: found[0]) if kinks else ridges[0]
    way = _NEARER * scale * direction
    low, high = _across(landscape.objective.gradient(np.array([point - way, point + way])))
    return min(low, high), max(low, high)


def _leap(objective: Objective, point: Array, direction: Array, h: float) -> float:
    """The difference of the slopes in a direction on both sides of a point.

    Measured by losses at a distance h; 0 if these are not known well enough.
    """
    places = np.array([point - h * direction, point, point + h * direction])
    before, here, behind = objective.value(places).tolist()
    rounding = 1e3 * objective.loss_noise(point)
    if not np.isfinite([before, behind]).all() or abs(behind - 2 * here + before) <= rounding:
        return 0.0
    return float(behind - 2 * here + before) / h


def kink_between(objective: Objective, ones: Array, others: Array) -> tuple[float, float] | None:
    """The slopes on both sides of a kink on the first segment that crosses one, or None.

    The segments lead from points `ones` (m, p) to points `others`. Those on which the slope changes
    its sign are halved together, since many points are computed as fast as one; if the slope passes
    through 0 smoothly, there is no kink. Slopes that grow without bound are infinite.
    """
    if objective.quadratic:
        return None
    ways = others - ones
    slopes = np.stack([_along(objective, places, ways) for places in (ones, others)], axis=-1)
    crosses = np.isfinite(slopes).all(axis=-1) & (slopes[:, 0] < 0) & (slopes[:, 1] > 0)
    ones, ways, slopes = ones[crosses], ways[crosses], slopes[crosses]
    shares, change = np.tile([0.0, 1.0], (len(ways), 1)), np.ptp(slopes, axis=-1)
    smooth = np.zeros(len(ways), dtype=bool)
    while (left := np.flatnonzero(~smooth & (np.ptp(shares, axis=-1) > _CLOSE))).size:
        share = shares[left, 0] + _UNEVEN * np.ptp(shares[left], axis=-1)
        slope = _along(objective, ones[left] + share[:, None] * ways[left], ways[left])
        smooth[left] = ~((slope < 0) | (slope > 0))  # where it vanishes, or has no value
        side = (slope > 0).astype(int)
        shares[left, side], slopes[left, side] = share, slope
    kinks = np.flatnonzero(~smooth & (np.ptp(slopes, axis=-1) >= 0.3 * change))
    turns = [kink for kink in kinks if _turns_once(objective, ones[kink], ways[kink], shares[kink])]
    if not turns:
        return None
    one, way, share = (each[turns[0]] for each in (ones, ways, shares))
    found = [
        float(np.copysign(np.inf, slope))
        if _grows(objective, one + share.mean() * way, out)
        else slope
        for slope, out in zip(
            _across(objective.gradient(one + share[:, None] * way)), (-way, way), strict=True
        )
    ]
    return min(found), max(found)


def _turns_once(objective: Objective, one: Array, way: Array, share: Array) -> bool:
    """Whether the slope along a segment keeps its signs on both sides of the shares (2,) of it.

    A wave that is far shorter than the segment changes it again and again.
    """
    beside = np.arange(_BESIDE) * np.ptp(share)
    shares = np.concatenate([share[0] - beside, share[1] + beside])
    slopes = _along(objective, one + shares[:, None] * way, np.tile(way, (len(shares), 1)))
    return bool((slopes[:_BESIDE] < 0).all() and (slopes[_BESIDE:] > 0).all())


def _across(grads: Array) -> tuple[float, float]:
    """The slopes across a kink, from the gradients (2, p) on both sides of it.

    Along a kink the gradients agree, so their difference points across it. It is turned so that the
    parameter that changes most grows.
    """
    across = grads[1] - grads[0]
    across *= np.sign(across[np.abs(across).argmax()]) / np.linalg.norm(across)
    before, behind = (grads @ across).tolist()
    return before, behind


def _grows(objective: Objective, kink: Array, way: Array) -> bool:
    """Whether the slope beside a kink grows without bound, as beside that of sqrt(|x|).

    It then grows by at least as much each time that the distance shrinks to a hundredth, while that
    of |x| + x**2 hardly grows.
    """
    places = kink + np.array(_CLOSER)[:, None] * way
    slopes = _along(objective, places, np.tile(way, (len(places), 1)))
    far, near = np.diff(slopes)
    return bool(far > 1e-6 * abs(slopes[-1]) and near >= 0.8 * far)


def _along(objective: Objective, points: Array, ways: Array) -> Array:
    """The slopes (m,) at points (m, p) along segments (m, p), times their lengths."""
    found = objective.gradient(points)[:, None, :] @ ways[:, :, None]
    return np.asarray(found[:, 0, 0])
