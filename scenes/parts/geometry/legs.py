"""Straight pieces as points along them. Pure numpy."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array


def along_legs(starts: Array, ends: Array, grain: float) -> Array:
    """Points (m, d) along straight pieces from starts to ends, both (n, d), at most `grain` apart.

    Those of a piece begin at its start and end before its end.
    """
    legs = ends - starts
    counts = 1 + (np.linalg.norm(legs, axis=1) / grain).astype(int)
    leg = np.repeat(np.arange(len(legs)), counts)
    within = np.arange(len(leg)) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(starts[leg] + (within / counts[leg])[:, None] * legs[leg])
