"""Which part of the curve shows the first step from close. Pure."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array, Limits

_LONG = 1.42  # screen units, a tenth of the frame's width: a step that is shorter needs a close-up
_CLOSE = 0.38  # of the axis: the length of a step that is seen from close
_WORTH = 0.7  # of the domain: going closer to show a larger part would show no more
_CLOSEST = 1e-4  # of the domain: in a smaller part, a loss is little more than rounding noise


def close_limits(domain: Limits, visited: Array, width: float) -> Limits | None:
    """Limits within a domain that show the first of the places (n,) and the next one from close.

    None if the step is long enough on an axis of this `width`, or is none.
    """
    low, high = domain
    if len(visited) < 2 or visited[0] == visited[1]:
        return None
    step, span = float(abs(visited[1] - visited[0])), high - low
    shown = max(step / _CLOSE, _CLOSEST * span)
    if step / span * width >= _LONG or shown >= _WORTH * span:
        return None
    middle = float(np.clip(visited[:2].mean(), low + shown / 2, high - shown / 2))
    return middle - shown / 2, middle + shown / 2
