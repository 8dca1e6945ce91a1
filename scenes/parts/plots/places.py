"""Which points of a curve and which rows of a recording a lesson shows. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.digits.printed import MOST
from gradreel.scenes.parts.digits.round_steps import nice_ticks, round_counts
from gradreel.scenes.parts.geometry.sampling import whole_about
from gradreel.solver.numbers import rounded
from gradreel.solver.objective import Objective

# Of the slope at the start: a second tangent with half of it looks flatter, and its arrow is seen.
_CALMER = 0.5
_SAME = 0.005  # screen units within which two points look the same: half a pixel at 1080p
_NEAR = (1e-3, 1e-5)  # of the domain's width: the distances at which a kink is tested
# The distance h is only an example: two digits are quick to read, and half of it has no more.
DIGITS_OF_H = 2
_CLOSER = (0.6, 0.3, 0.015)  # of the distance, about: where the second point pauses
_NEIGHBOUR = 0.3  # of the domain's width: the distance of the second point of a secant


def neighbour(objective: Objective, domain: tuple[float, float], x: float) -> float:
    """A round distance h, signed toward the roomier side, to a point on the same piece of curve."""
    low, high = _piece(objective, domain, x)
    distance = float(f"{_NEIGHBOUR * (domain[1] - domain[0]):.0e}")
    h = distance if high - x >= x - low else -distance

    def usable(h: float) -> bool:
        return low <= x + h <= high and bool(np.isfinite(objective.value([x + h])))

    while not usable(h) and abs(h) > 1e-6 * distance:
        h = as_shown(h / 2)
    return h


def as_shown(h: float) -> float:
    """A distance as it is printed, so that computing with the printed one gives the same."""
    return float(rounded(h, DIGITS_OF_H))


def closer(h: float) -> list[float]:
    """Round distances from h toward 0, each smaller than the one before: 7, 4, 2, 0.1."""
    found = [h]
    for share in _CLOSER:
        rounded_distance = float(f"{share * h:.0e}")
        if abs(rounded_distance) < abs(found[-1]):
            found.append(rounded_distance)
    return found


def sides_of_kink(
    objective: Objective, point: Array, axis: int, width: float
) -> tuple[float, float] | None:
    """The slopes along a parameter to the left and the right of a point (p,) at a kink.

    None if there is no kink, that is, if their difference vanishes as both sides come nearer.
    """
    jumps = []
    for distance in (_NEAR[0] * width, _NEAR[1] * width):
        offset = np.zeros(len(point))
        offset[axis] = distance
        left, here, right = objective.value(np.array([point - offset, point, point + offset]))
        jumps.append(((here - left) / distance, (right - here) / distance, abs(here)))
    (far_jump, near_jump) = (right_slope - left_slope for left_slope, right_slope, _ in jumps)
    left_slope, right_slope, height = jumps[1]
    noise = 16 * np.finfo(float).eps * height / (_NEAR[1] * width)
    if not abs(near_jump) > max(
        0.3 * abs(far_jump), 1e-6 * max(abs(left_slope), abs(right_slope)), noise
    ):
        return None  # also if one of them is NaN
    return float(left_slope), float(right_slope)


def _piece(objective: Objective, domain: tuple[float, float], x: float) -> tuple[float, float]:
    """The part of the domain around a place in which the curve has no gap and no leap."""
    return whole_about(lambda places: objective.value(places[:, None]), domain, x)


def second_place(objective: Objective, domain: tuple[float, float], x: float) -> float | None:
    """A round place whose slope differs clearly from the slope at x.

    If possible it has the opposite sign, and it is about half as large. None if the slope at x
    vanishes, or is the same everywhere.
    """
    slope = float(objective.gradient([x])[0])
    places = nice_ticks(*domain, 22)
    low, high = _piece(objective, domain, x)
    margin = 0.04 * (domain[1] - domain[0])
    places = places[(places >= low + margin) & (places <= high - margin)]
    places = places[np.abs(places - x) > 2 * margin]
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
    """At most `rows` evenly spaced step numbers, from 0 to the last step."""
    if steps < rows:
        return list(range(steps + 1))
    every = next(n for n in round_counts() if -(-steps // n) < rows)
    return [*range(0, steps, every), steps]


def apart_on_screen(points: Array) -> NDArray[np.int_]:
    """The indices of screen points (n, 3) without NaN that are not on an earlier one."""
    visible = np.flatnonzero(np.isfinite(points).all(axis=1))
    _, first = np.unique((points[visible] / _SAME).round(), axis=0, return_index=True)
    return np.asarray(np.sort(visible[first]))


def way_on_screen(points: Array) -> Array:
    """A screen polyline (n, 3) without points on the one before; its last point stays."""
    cells = (points / _SAME).round()
    leads = (cells[1:] != cells[:-1]).any(axis=1)
    leads[-1:] = True
    return np.asarray(points[np.concatenate([[True], leads])])
