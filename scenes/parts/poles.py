"""Where a loss goes on beyond all measure, be it as slowly as a logarithm. Pure."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array, Mask

LARGEST = 1e300  # a loss of more is none that could be drawn
_BEYOND = 2.0  # times the height of what is seen: what rises by more so close is a pole
_CLOSE, _CLOSER = 11, 6  # places along a side where one is looked for, and how often
_SHRINKS = 2.5 / _CLOSE  # what is left of the way that is looked at, each time
_ON, _STEADY = 6, 0.5  # times more, after which what goes on rises by no less than such a share
_SEEN = 0.05  # of the height of what is seen, that it must rise by then
_AROUND = 0.7  # of the places about it have a value: else it is where a loss ends

Loss = Callable[[Array], Array]  # of places (..., p)


def real(losses: Array) -> NDArray[np.bool_]:
    """Which losses (...) are numbers that can be drawn."""
    with np.errstate(all="ignore"):
        return np.asarray(np.abs(losses) <= LARGEST)


def poles_of(loss: Loss, grid: Array, values: Array) -> tuple[bool, bool]:
    """Whether a loss goes on beyond all measure near its lowest and its highest place of a grid.

    `values` (n,) or (n, n) are those at the places of the grid (..., p) of p parameters.
    """
    known = real(values)
    if not known.any():
        return False, False
    signs = np.array([-1.0, 1.0])
    heights = np.where(known, signs.reshape(-1, *[1] * values.ndim) * values, -np.inf)
    best = heights.reshape(2, -1).argmax(axis=1)
    count = grid.shape[-1]
    places, low = grid.reshape(-1, count), grid[(0,) * count]
    reach, high = grid[(1,) * count] - low, grid[(-1,) * count]
    found = go_on(loss, places[best], signs, reach, (low, high), float(np.ptp(values[known])))
    return bool(found[0]), bool(found[1])


@np.errstate(all="ignore")
def go_on(
    loss: Loss, places: Array, signs: Array, reach: Array, limits: tuple[Array, Array], seen: float
) -> Mask:
    """Whether a loss goes on up (sign 1) or down (-1) beyond all measure about places (k, p).

    It is looked at closer and closer, at first so far away as `reach` (p,) or (k, p), within limits
    of the same shape. `seen` is the height of what is seen.
    """
    count = places.shape[1]
    sides = np.meshgrid(*[np.linspace(-1.0, 1.0, _CLOSE)] * count)
    offsets = np.stack(sides, axis=-1).reshape(-1, count)
    offsets = offsets[offsets.any(axis=1)]  # the place itself may be any closer already
    reach, low, high = (np.broadcast_to(part, places.shape)[:, None] for part in (reach, *limits))
    best = signs * loss(places)
    tops, around = [best], np.full(len(places), True)
    for _ in range(_CLOSER + _ON):
        near = np.clip(places[:, None] + reach * offsets, low, high)
        found = signs[:, None] * loss(near)
        found = np.where(real(found), found, -np.inf)
        around &= np.isfinite(found).mean(axis=1) > _AROUND
        top = found.argmax(axis=1)[:, None]
        tops.append(np.take_along_axis(found, top, axis=1)[:, 0])
        better = np.take_along_axis(near, top[..., None], axis=1)[:, 0]
        places = np.where((tops[-1] > best)[:, None], better, places)
        best = np.maximum(best, tops[-1])
        reach = reach * _SHRINKS
    return _unending(np.array(tops), around, seen)


def _unending(tops: Array, around: Mask, seen: float) -> Mask:
    """Which of the tops (n, k), each looked at closer than the one above, are those of poles.

    Where a loss ends, which is seen anyway, what rises but slowly need not be cut.
    """
    rises = np.diff(tops, axis=0)
    far = tops[: _CLOSER + 1].max(axis=0) - tops[0] > _BEYOND * seen
    early, late = rises[1:4].sum(axis=0), rises[-3:].sum(axis=0)
    steady = around & (late > _STEADY * early) & (early > 0.0)
    return np.asarray(far | (steady & (np.ptp(tops, axis=0) > _SEEN * seen)))
