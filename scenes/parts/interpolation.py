"""Where a run is at a step that may lie between two recorded ones. Pure numpy."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array


@np.errstate(all="ignore")  # a curve may have no value at a place
def rows_up_to(rows: Array, step: float) -> Array:
    """The recorded rows (n, ...) up to a step, and last the place then, between two of them.

    Rows may be parameters, losses, screen points: whatever there is one of for every step. Steps
    beyond the last row stay there.
    """
    step = min(max(step, 0.0), len(rows) - 1.0)
    whole = int(step)
    reached = rows[: whole + 1]
    following = rows[min(whole + 1, len(rows) - 1)]
    now = reached[-1] + (step - whole) * (following - reached[-1])
    return np.concatenate([reached, now[None]])
