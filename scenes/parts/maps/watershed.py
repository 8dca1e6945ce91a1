"""Which starts on an axis lead to which end, found by very many descents. Pure numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gradreel.scenarios.arrays import Array, Index, Limits
from gradreel.solver.masses import AT_REST, NOWHERE, TOGETHER, Mass, descend, nearest
from gradreel.solver.objective import Objective

_STARTS = 2001  # along the axis: more than it has pixels at 1080p
_STEPS = 2000  # of a descent, at least, so that it comes to rest


@dataclass(frozen=True)
class Watershed:
    """Starts (n,) on an axis, and for each the index of its end, or NOWHERE."""

    starts: Array
    ends: Index

    @property
    def stretches(self) -> list[tuple[float, float, int]]:
        """The intervals of starts with the same end: from where, to where, and which end."""
        cuts = np.flatnonzero(np.diff(self.ends)) + 1
        middles = (self.starts[cuts - 1] + self.starts[cuts]) / 2
        borders = [float(self.starts[0]), *middles.tolist(), float(self.starts[-1])]
        firsts = [0, *cuts.tolist()]
        return [
            (low, high, int(self.ends[first]))
            for low, high, first in zip(borders, borders[1:], firsts, strict=False)
        ]

    @property
    def borders(self) -> list[float]:
        """Where starts on either side lead to different ends, neither of which is NOWHERE."""
        pieces = self.stretches
        return [
            first[1] for first, second in pairwise(pieces) if NOWHERE not in (first[2], second[2])
        ]


def watershed_of(mass: Mass, limits: Limits, ends: Sequence[float]) -> Watershed:
    """Where the descents of a mass over one parameter end, in a picture with these limits."""
    order = np.argsort(mass.starts[:, 0], kind="stable")
    span = np.array([limits[1] - limits[0]])
    found = nearest(mass.ends[order], np.array(ends)[:, None], span, TOGETHER)
    return Watershed(mass.starts[order, 0], found)


def watershed(
    objective: Objective, limits: Limits, ends: Sequence[float], lr: float, steps: int
) -> Watershed:
    """Where plain descents from starts all along an interval end."""
    starts = np.linspace(*limits, _STARTS)
    rest = AT_REST * (limits[1] - limits[0])
    mass = descend(objective, starts[:, None], lr, max(steps, _STEPS), tolerance=rest)
    return watershed_of(mass, limits, ends)
