"""The legs of a tangent: how far it goes along a parameter to rise by how much. Pure."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.digits.round_steps import round_steps

_ALONG = 0.4  # of the drawn domain: the longest leg along it, which stays beside its curve
_SHORT = 0.1  # of the domain: the shortest leg of length 1, which can still be read
_HIGH = 1.5  # times the height of a slice: the longest leg upward, beside which its shape is seen


def leg_along(width: float, slope: float, height: float, longest: float = np.inf) -> float:
    """The leg along a domain of a width, of a slice of a height: 1, or else a round number.

    It is not longer than `longest`.
    """
    return _legs(width, slope, height, longest)[0]


def shared_leg(widths: Array, slopes: Array, heights: Array) -> float:
    """The longest leg along both parameters that their tangents can share; each array is (2,).

    It is infinite if there is none that can be read along both.
    """
    each = zip(widths.tolist(), slopes.tolist(), heights.tolist(), strict=True)
    first, second = (_legs(width, slope, height) for width, slope, height in each)
    readable = [leg for leg in first if leg >= _SHORT * widths.max() * (1.0 - 1e-9)]
    return next((leg for leg in readable if np.isclose(second, leg).any()), np.inf)


def _legs(width: float, slope: float, height: float, longest: float = np.inf) -> list[float]:
    """The lengths that are possible, the best first."""
    room = _HIGH * height / abs(slope) if slope else np.inf
    most = min(_ALONG * width, room, longest * (1.0 + 1e-9))
    steps = [float(step) for step in reversed(round_steps(most)) if step <= most]
    if not _SHORT * width <= 1.0 <= most:
        return steps
    return [1.0, *(step for step in steps if step < 1.0)]
