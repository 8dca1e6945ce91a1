"""Plain descents from very many starts at once, without a record of their steps."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array, Index
from gradreel.scenarios.bounds import LIMIT
from gradreel.solver.objective import Objective

NOWHERE = -1  # the index of the end of what came to none of those that are told apart

_EVERY = 50  # steps from one look at what still moves to the next: a look costs about one
_AT_REST = 1e-12  # of the largest parameter of a start: less of a step is none


def ends_of_descents(objective: Objective, starts: Array, lr: float, steps: int) -> Array:
    """Where plain descents from starts (n, p) are after so many steps, (n, p).

    They are what a run of SGD does, all side by side. NaN where one left all bounds, or came to
    where there is no slope.
    """
    places = np.array(starts, dtype=float)
    still = np.abs(places).max(initial=1.0) * _AT_REST
    active = np.arange(len(places))
    with np.errstate(all="ignore"):
        for first in range(0, steps, _EVERY):
            before = places[active]
            moved = before
            for _ in range(min(_EVERY, steps - first)):
                before, moved = moved, moved - lr * objective.gradient(moved)
            places[active] = moved
            lost = ~(np.abs(moved) <= LIMIT).all(axis=1)
            places[active[lost]] = np.nan
            active = active[~lost & (np.abs(moved - before) > still).any(axis=1)]
            if not len(active):
                break
    return places


def nearest(found: Array, ends: Array, span: Array, reach: float) -> Index:
    """Which of some `ends` (m, p) each of the places (n, p) has come to, (n,), or NOWHERE.

    That is the nearest within the share `reach` of the `span` (p,) in every parameter.
    """
    apart = np.abs(found[:, None] - ends[None]) / span
    worst = np.where(np.isnan(apart), np.inf, apart).max(axis=2)
    best = worst.argmin(axis=1)
    return np.asarray(np.where(worst[np.arange(len(found)), best] <= reach, best, NOWHERE))
