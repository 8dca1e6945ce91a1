"""Poles: where a loss grows beyond all bounds, even if as slowly as a logarithm. Pure."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array, Mask

LARGEST = 1e300  # a larger loss cannot be drawn
_BEYOND = 2.0  # times the visible height: a loss that rises by more so close to a place has a pole
_CLOSE, _CLOSER = 11, 6  # places along each side of a search for a pole, and how many searches
_SHRINKS = 2.5 / _CLOSE  # the reach of each search, as a share of the one before
# As many further searches find slow poles: in the last ones the loss still rises by at least such a
# share of what it did in the first ones.
_ON, _STEADY = 6, 0.5
_SEEN = 0.05  # of the visible height: a slow pole has to rise by so much
_AROUND = 0.7  # of the places around a slow pole have a value: with fewer, the loss ends there

Loss = Callable[[Array], Array]  # of places (..., p)


def real(losses: Array) -> NDArray[np.bool_]:
    """Which losses (...) are finite and can be drawn."""
    with np.errstate(all="ignore"):
        return np.asarray(np.abs(losses) <= LARGEST)


def poles_of(loss: Loss, grid: Array, values: Array) -> tuple[bool, bool]:
    """Whether a loss has a pole near its lowest and near its highest place on a grid.

    `values` (n,) or (n, n) are the losses at the places of the grid (..., p) of p parameters.
    """
    finite = real(values)
    if not finite.any():
        return False, False
    signs = np.array([-1.0, 1.0])
    heights = np.where(finite, signs.reshape(-1, *[1] * values.ndim) * values, -np.inf)
    best = heights.reshape(2, -1).argmax(axis=1)
    count = grid.shape[-1]
    places, low = grid.reshape(-1, count), grid[(0,) * count]
    reach, high = grid[(1,) * count] - low, grid[(-1,) * count]
    found = go_on(loss, places[best], signs, reach, (low, high), float(np.ptp(values[finite])))
    return bool(found[0]), bool(found[1])


@np.errstate(all="ignore")
def go_on(
    loss: Loss,
    places: Array,
    signs: Array,
    reach: Array,
    limits: tuple[Array, Array],
    visible: float,
) -> Mask:
    """Whether a loss has a pole upward (sign 1) or downward (-1) near each of k places (k, p).

    It searches ever closer to them, at first within a `reach`, (p,) or (k, p), and within limits of
    the same shape. `visible` is the height of what is shown.
    """
    count = places.shape[1]
    sides = np.meshgrid(*[np.linspace(-1.0, 1.0, _CLOSE)] * count)
    offsets = np.stack(sides, axis=-1).reshape(-1, count)
    offsets = offsets[offsets.any(axis=1)]  # without the place itself, which may be on the pole
    reach, low, high = (np.broadcast_to(part, places.shape)[:, None] for part in (reach, *limits))
    best = signs * loss(places)
    tops, around = [best], np.full(len(places), True)
    for _ in range(_CLOSER + _ON):
        candidates = np.clip(places[:, None] + reach * offsets, low, high)
        found = signs[:, None] * loss(candidates)
        found = np.where(real(found), found, -np.inf)
        around &= np.isfinite(found).mean(axis=1) > _AROUND
        top = found.argmax(axis=1)[:, None]
        tops.append(np.take_along_axis(found, top, axis=1)[:, 0])
        better = np.take_along_axis(candidates, top[..., None], axis=1)[:, 0]
        places = np.where((tops[-1] > best)[:, None], better, places)
        best = np.maximum(best, tops[-1])
        reach = reach * _SHRINKS
    return _unending(np.array(tops), around, visible)


def _unending(tops: Array, around: Mask, visible: float) -> Mask:
    """Which columns of tops (n, k), the highest values in n ever closer searches, are poles.

    Where a loss ends, which is visible anyway, a slow rise need not be cut.
    """
    rises = np.diff(tops, axis=0)
    beyond = tops[: _CLOSER + 1].max(axis=0) - tops[0] > _BEYOND * visible
    early, late = rises[1:4].sum(axis=0), rises[-3:].sum(axis=0)
    steady = around & (late > _STEADY * early) & (early > 0.0)
    return np.asarray(beyond | (steady & (np.ptp(tops, axis=0) > _SEEN * visible)))
