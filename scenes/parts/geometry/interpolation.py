"""Where a run is at a step that may lie between two recorded ones. Pure numpy."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array

# Of a step: what is left of it when a dot that slows down seems to have arrived, a few pixels.
_LEFT = 0.02


@np.errstate(all="ignore")  # a curve may have no value at a place
def rows_up_to(rows: Array, step: float) -> Array:
    """The recorded rows (n, ...) up to a step, and after them one interpolated at the step itself.

    Rows may be parameters, losses or screen points: whatever there is one of for each step. Steps
    beyond the last row count as the last.
    """
    step = min(max(step, 0.0), len(rows) - 1.0)
    recorded = int(step)
    reached = rows[: recorded + 1]
    following = rows[min(recorded + 1, len(rows) - 1)]
    now = reached[-1] + (step - recorded) * (following - reached[-1])
    return np.concatenate([reached, now[None]])


def taken(step: float) -> int:
    """How many steps have been taken, whose numbers are shown.

    They come when the dot seems to have arrived. An animation ends before its last moment, which is
    only shown by the next one: numbers that waited for it would come late.
    """
    return int(step + _LEFT)
