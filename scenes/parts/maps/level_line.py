"""The contour line through a place, followed step by step: no mesh is too coarse for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.solver.objective import Objective

# As shares of the drawn domain: the longest step, and the shortest, less than which nobody sees.
_STEP, _SHORTEST = 0.004, 1e-6
_MOST = 4000  # steps: a line that winds along all of the domain
_TRIES = 8  # of Newton's method, which takes two or three where the loss is smooth
_EXACT = 1e-2  # of a step: so near the level is close enough

# Of a place (2,): its height above the level, and its slopes.
_At = Callable[[Array], tuple[float, Array]]


def level_line(objective: Objective, start: Array, low: Array, high: Array) -> Array:
    """The contour line through a place (2,) between two corners (2,), as segments (s, 2, 2).

    Each step along it is brought back to the level by Newton's method. It ends early where the loss
    is not smooth.
    """
    level, size = float(objective.value(start)), high - low

    def at(place: Array) -> tuple[float, Array]:
        parameters = low + place * size
        return float(objective.value(parameters)) - level, objective.gradient(parameters) * size

    here = (start - low) / size
    ahead = _followed(at, here, 1.0)
    closed = len(ahead) > 1 and ahead[-1] is here
    line = ahead if closed else [*reversed(_followed(at, here, -1.0)[1:]), *ahead]
    places = low + np.array(line) * size
    return np.stack([places[:-1], places[1:]], axis=1)


def _followed(at: _At, start: Array, sign: float) -> list[Array]:
    """Places (2,) from a start on, to the border of the unit square or back to the start itself."""
    way, step = [start], _STEP
    for _ in range(_MOST):
        place = way[-1]
        _, (first, second) = at(place)
        along = sign * np.array([-second, first]) / max(float(np.hypot(first, second)), 1e-300)
        found = _brought_back(at, place + step * along, step)
        if found is None or not 0.5 * step < along @ (found - place):
            step /= 2
            if step < _SHORTEST:
                break
            continue
        if len(way) > 2 and np.linalg.norm(found - start) < step:
            return [*way, start]
        way.append(found)
        if not ((found >= 0.0) & (found <= 1.0)).all():
            break
        step = min(2 * step, _STEP)
    return way


def _brought_back(at: _At, place: Array, step: float) -> Array | None:
    """The place (2,) nearby that has the level; None if there is none within a step."""
    found = place
    for _ in range(_TRIES):
        height, slopes = at(found)
        shift = height / max(float(slopes @ slopes), 1e-300) * slopes
        found = found - shift
        away = float(np.linalg.norm(found - place))
        if not away < step:
            return None
        if float(np.linalg.norm(shift)) < _EXACT * step:
            return found
    return None
