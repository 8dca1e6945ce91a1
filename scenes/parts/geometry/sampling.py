"""A function of one variable as a line, with gaps where it is undefined or leaps. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from gradreel.scenarios.arrays import Array, Index, Limits, Mask
from gradreel.scenes.parts.geometry.poles import go_on

Function = Callable[[Array], Array]

_HALVINGS = 60  # after so many, the ends of an interval are neighbours in float64
_ROUNDS = 8  # in each, intervals in which the line has to be finer are halved
_FINE = 1e-3  # of the height: an error that is not seen
LEAP = 0.05  # of the height: a difference that remains between the closest neighbours is a leap
_BEYOND = 10.0  # heights outside of the axes: farther away, the shape of a line does not matter
_THIN = 1e-3  # of the width: a narrower gap is a point, and a border so near to an end is the end
_ENDLESS = 1e6  # times what is far away already: a function that gets there has a pole
_SEEN = 0.6  # heights from the middle of the axes: a little more than is visible


@np.errstate(all="ignore")
def sampled_line(function: Function, x: Limits, y: Limits, count: int) -> tuple[Array, Array]:
    """Places and values of a function, with NaN where it is undefined or leaps, as at a pole.

    There are at least `count` places between the limits `x`, and as many more as it takes for the
    line to be right within a thousandth of the height of the limits `y`. Each piece ends exactly
    where the function does.
    """
    span = (y[1] - y[0]) or 1.0

    def value(places: Array) -> Array:
        return np.clip((function(places) - y[0]) / span, -_BEYOND, _BEYOND)

    places = np.linspace(*x, count)
    values = value(places)
    for _ in range(_ROUNDS):
        middles = (places[:-1] + places[1:]) / 2
        rough = _rough(places, values)
        if not rough.any():
            break
        places = np.insert(places, np.flatnonzero(rough) + 1, middles[rough])
        values = np.insert(values, np.flatnonzero(rough) + 1, value(middles[rough]))
    places, values = _parted(value, places, values)
    return places, y[0] + span * values


@np.errstate(all="ignore")
def borders(function: Function, places: Array, values: Array, y: Limits) -> list[float]:
    """Where a `sampled_line` with the limits `y` has a pole, or ends inside its range."""
    span, width = (y[1] - y[0]) or 1.0, places[-1] - places[0]
    distant = np.abs((values - y[0]) / span) > 0.999 * _BEYOND
    found = []
    for first, end in _stretches(np.isnan(values)):
        sides = [k for k in (first - 1, end) if 0 <= k < len(places)]
        wide = len(sides) < 2 or places[end] - places[first - 1] > _THIN * width
        if wide:
            found += [float(places[k]) for k in sides]
        elif distant[sides].any():
            found.append(float(places[first]))
    for first, end in _stretches(distant):
        if first > 0 and end < len(places) and np.isfinite(values[[first - 1, end]]).all():
            place, value = _farthest(function, float(places[first - 1]), float(places[end]))
            if not value < _ENDLESS * _BEYOND * span:
                found.append(place)
    found += _logarithmic(function, places, values, span)
    separate: list[float] = []
    for x in sorted(found):
        if _THIN * width < x - max([places[0], *separate[-1:]]) and x < places[-1] - _THIN * width:
            separate.append(x)
    return separate


def _logarithmic(function: Function, places: Array, values: Array, span: float) -> list[float]:
    """The poles at which a line turns back, as that of a logarithm does: ever steeper up to it."""
    steps = np.diff(values)
    slopes = np.abs(steps / np.diff(places))
    turns = np.flatnonzero(steps[1:-2] * steps[2:-1] < 0.0) + 2
    sharp = (slopes[turns - 1] > slopes[turns - 2]) | (slopes[turns] > slopes[turns + 1])
    turns = turns[sharp]
    tips, neighbours = places[turns, None], (places[turns - 1, None], places[turns + 1, None])
    signs, reach = np.sign(steps[turns - 1]), (neighbours[1] - neighbours[0]) / 2
    endless = go_on(lambda x: function(x[..., 0]), tips, signs, reach, neighbours, span)
    return [_farthest(function, *places[[k - 1, k + 1]].tolist())[0] for k in turns[endless]]


def _stretches(mask: Mask) -> list[list[int]]:
    """The first index, and the one after the last, of each stretch in which a mask (n,) is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]])))
    stretches: list[list[int]] = edges.reshape(-1, 2).tolist()
    return stretches


def _farthest(function: Function, low: float, high: float) -> tuple[float, float]:
    """The place between two others where a function is farthest from 0, and its distance."""
    for _ in range(_HALVINGS // 3):
        places = np.linspace(low, high, 13)
        sizes = np.abs(function(places))
        sizes = np.where(np.isnan(sizes), np.inf, sizes)
        top = int(np.argmax(sizes))
        low, high = float(places[max(top - 1, 0)]), float(places[min(top + 1, 12)])
    return float(places[top]), float(sizes[top])


def whole_about(function: Function, limits: Limits, x: float, count: int = 201) -> Limits:
    """The part of an interval around a place in which a function is defined and does not leap."""
    places = np.linspace(*limits, count)
    values = function(places)
    finite = values[np.isfinite(values)]
    if not len(finite):
        return x, x
    heights = float(np.quantile(finite, 0.1)), float(np.quantile(finite, 0.9))
    places, values = sampled_line(function, limits, heights, count)
    gaps = np.flatnonzero(np.isnan(values))
    before, after = gaps[places[gaps] <= x], gaps[places[gaps] >= x]
    first = before[-1] + 1 if len(before) else 0
    last = after[0] - 1 if len(after) else len(places) - 1
    return float(places[min(first, last)]), float(places[max(first, last)])


def _rough(places: Array, values: Array) -> Mask:
    """Which of the intervals (n - 1,) between places (n,) need more than a straight line."""
    before, after = places[:-2], places[2:]
    chord = values[:-2] + np.diff(places)[:-1] / (after - before) * (values[2:] - values[:-2])
    off = np.abs(values[1:-1] - chord) > 4 * _FINE
    bent = np.concatenate([[False], off, [False]])
    visible = np.abs(values - 0.5) <= _SEEN
    return np.asarray((bent[:-1] | bent[1:]) & (visible[:-1] | visible[1:]))


def _parted(value: Function, places: Array, values: Array) -> tuple[Array, Array]:
    """The line with gaps (NaN) where a piece of it ends or leaps to the next."""
    leaps = _narrowed(value, places, values, _leaps(values))
    holes = np.isnan(leaps.low) | np.isnan(leaps.high)
    if holes.any():  # the function is undefined there, so that two pieces end
        spots = leaps.at[holes] + 1
        inner = np.where(np.isnan(leaps.low), leaps.near, leaps.far)[holes]
        places, values = np.insert(places, spots, inner), np.insert(values, spots, np.nan)
        leaps = _narrowed(value, places, values, _leaps(values))
    finite = np.isfinite(values)
    ends = _narrowed(value, places, values, np.flatnonzero(finite[:-1] != finite[1:]))
    torn = ~(np.abs(leaps.high - leaps.low) <= LEAP)
    at, near, far, low, high = (part[torn] for part in leaps)
    left = np.isfinite(ends.low)
    spots = np.concatenate([np.repeat(at + 1, 3), ends.at + 1])
    between, lost = (near + far) / 2, np.full(len(at), np.nan)
    last = np.where(left, ends.near, ends.far), np.where(left, ends.low, ends.high)
    tears = np.stack([near, between, far], axis=1), np.stack([low, lost, high], axis=1)
    places, values = (
        np.insert(row, spots, np.concatenate([torn_at.ravel(), end]))
        for row, torn_at, end in zip((places, values), tears, last, strict=True)
    )
    return places, values


def _leaps(values: Array) -> Index:
    """The indices of values (n,) after which there may be a leap."""
    return np.flatnonzero(np.abs(np.diff(values)) > LEAP)


class _Intervals(NamedTuple):
    """Intervals from the places with indices `at` (n,) to the next: both ends and their values."""

    at: Index
    near: Array
    far: Array
    low: Array
    high: Array


def _narrowed(value: Function, places: Array, values: Array, at: Index) -> _Intervals:
    """The intervals from places `at` (n,) to the next, narrowed to where a piece ends or leaps."""
    near, far, low, high = places[at], places[at + 1], values[at], values[at + 1]
    for _ in range(_HALVINGS if len(at) else 0):
        middle = (near + far) / 2
        found = value(middle)
        # If only one end has a value, the border is between it and a place that has none.
        edge = np.where(np.isnan(low), np.isfinite(found), np.isnan(found))
        both = np.isfinite(low) & np.isfinite(high) & np.isfinite(found)
        first = np.where(both, np.abs(found - low) > np.abs(high - found), edge)
        far, high = np.where(first, middle, far), np.where(first, found, high)
        near, low = np.where(first, near, middle), np.where(first, low, found)
    return _Intervals(at, near, far, low, high)
