"""Inputs that are not in the data of a model, but should be in its picture. Pure."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.digits.round_steps import nice_ticks
from gradreel.solver.numbers import rounded
from gradreel.solver.objective import Objective

_NEAR = 1.0  # of the width of the data: 0 is shown if it is no farther away from them
_DIGITS = 6  # of an input to predict for, at most: it has to be read


def turning_height(objective: Objective) -> float | None:
    """The output at the input 0, if it is the same for all parameters; else None.

    The line then turns about that point as the parameters change.
    """
    count = len(objective.parameters)
    rows = np.concatenate([np.zeros((1, count)), np.eye(count)])
    found = [float(objective.predict(row, np.zeros((1, 1)))[0]) for row in rows]
    alike = np.isfinite(found).all() and len(set(found)) == 1
    return found[0] if alike else None


def origin_near(objective: Objective, inputs: Array) -> list[float]:
    """The input 0, if lines turn about it and it is near the data (n,); else empty."""
    low, high = float(inputs.min()), float(inputs.max())
    far = _NEAR * (high - low)
    near = low - far <= 0.0 <= high + far
    return [0.0] if near and turning_height(objective) is not None else []


def new_input(inputs: Array) -> float:
    """A round input just beyond the highest of the data (n,)."""
    low, high = float(inputs.min()), float(inputs.max())
    if not high > low:
        return float(rounded(2.0 * high, _DIGITS)) if high else 1.0
    ticks = nice_ticks(low, high, 4)
    step = float(ticks[1] - ticks[0])
    beyond = step * (np.floor(high / step + 1e-9) + 1.0)
    return float(rounded(beyond, _DIGITS))
