"""Which places of a curve, and which rows of a recording, a lesson shows. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.printed import MOST
from gradreel.scenes.parts.round_steps import nice_ticks, round_counts
from gradreel.scenes.parts.sampling import whole_about
from gradreel.solver.numbers import rounded
from gradreel.solver.objective import Objective

# Of the slope at the start: a second tangent of an eighth of it looks clearly flatter.
_CALMER = 0.12
_SAME = 0.005  # screen units within which two points look the same: half a pixel at 1080p
_NEAR = (1e-3, 1e-5)  # of the domain's width: how close a kink is looked at
# It is only an example: two digits are quick to read, and a half of it has them again.
DIGITS_OF_H = 2
_CLOSER = (0.85, 0.6, 0.3, 0.15, 0.015)  # of the distance, about: where a second point stops
_NEIGHBOUR = 0.3  # of the domain's width: how far the second point of a secant is


def neighbour(objective: Objective, domain: tuple[float, float], x: float) -> float:
    """A signed distance h, round and towards the roomier side, on the same piece of the curve."""
    low, high = _piece(objective, domain, x)
    distance = float(f"{_NEIGHBOUR * (domain[1] - domain[0]):.0e}")
    h = distance if high - x >= x - low else -distance

    def usable(h: float) -> bool:
        return low <= x + h <= high and bool(np.isfinite(objective.value([x + h])))

    while not usable(h) and abs(h) > 1e-6 * distance:
        h = as_shown(h / 2)
    return h


def as_shown(h: float) -> float:
    """A distance as it is printed: whoever computes with what is printed finds the same."""
    return float(rounded(h, DIGITS_OF_H))


def closer(h: float) -> list[float]:
    """Round distances from h on towards 0, each smaller than the one before: 7, 6, 4, 2, 1, 0.1."""
    found = [h]
    for share in _CLOSER:
        shown = float(f"{share * h:.0e}")
        if abs(shown) < abs(found[-1]):
            found.append(shown)
    return found


def sides_of_kink(
    objective: Objective, point: Array, axis: int, width: float
) -> tuple[float, float] | None:
    """The slopes along a parameter on the left and the right of a point (p,) at a kink.

    None where there is no kink: the difference then vanishes as both sides come nearer.
    """
    jumps = []
    for distance in (_NEAR[0] * width, _NEAR[1] * width):
        way = np.zeros(len(point))
        way[axis] = distance
        left, here, right = objective.value(np.array([point - way, point, point + way]))
        jumps.append(((here - left) / distance, (right - here) / distance, abs(here)))
    (far, near) = (after - before for before, after, _ in jumps)
    before, after, height = jumps[1]
    noise = 16 * np.finfo(float).eps * height / (_NEAR[1] * width)
    if not abs(near) > max(0.3 * abs(far), 1e-6 * max(abs(before), abs(after)), noise):
        return None  # so, too, where one of them is no number
    return float(before), float(after)


def _piece(objective: Objective, domain: tuple[float, float], x: float) -> tuple[float, float]:
    """The part of the domain about a place in which the curve has no gap and no leap."""
    return whole_about(lambda places: objective.value(places[:, None]), domain, x)


def second_place(objective: Objective, domain: tuple[float, float], x: float) -> float | None:
    """A round place whose slope differs clearly from the slope at x.

    Where there is one its sign is the opposite, and its size is well below that at x. None where
    the slope at x vanishes, or is the same everywhere.
    """
    slope = float(objective.gradient([x])[0])
    places = nice_ticks(*domain, 22)
    low, high = _piece(objective, domain, x)
    apart = 0.04 * (domain[1] - domain[0])
    places = places[(places >= low + apart) & (places <= high - apart)]
    places = places[np.abs(places - x) > 2 * apart]
    slopes = objective.gradient(places[:, None])[:, 0]
    with np.errstate(all="ignore"):
        usable = np.isfinite(slopes / slope) & (slopes / slope != 0.0)
    places, slopes = places[usable], slopes[usable]
    if slope == 0.0 or not len(places):
        return None
    shares = slopes / slope
    differs = shares < 0.0
    if not differs.any():
        differs = np.abs(np.log(shares)) > np.log(1.5)
    if not differs.any():
        return None
    misfit = np.where(differs, np.abs(np.log(np.abs(shares) / _CALMER)), np.inf)
    return float(rounded(float(places[int(np.argmin(misfit))]), MOST))


def table_steps(steps: int, rows: int = 11) -> list[int]:
    """Evenly spaced step numbers from 0 on, at most `rows`; the last is the last step."""
    if steps < rows:
        return list(range(steps + 1))
    every = next(n for n in round_counts() if -(-steps // n) < rows)
    return [*range(0, steps, every), steps]


def apart_on_screen(points: Array) -> NDArray[np.int_]:
    """The indices of screen points (n, 3) that do not lie on an earlier one; not those with NaN."""
    seen = np.flatnonzero(np.isfinite(points).all(axis=1))
    _, first = np.unique((points[seen] / _SAME).round(), axis=0, return_index=True)
    return np.asarray(np.sort(seen[first]))


def way_on_screen(points: Array) -> Array:
    """A screen polyline (n, 3) without the points that do not lead on; its last point stays."""
    cells = (points / _SAME).round()
    leads = (cells[1:] != cells[:-1]).any(axis=1)
    leads[-1:] = True
    return np.asarray(points[np.concatenate([[True], leads])])
