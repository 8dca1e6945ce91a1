"""Steps of SGD with momentum as sums: what is kept of the step before, and a plain step. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gradreel.scenarios import Run
from gradreel.scenarios.arrays import Array, Mask
from gradreel.solver.run_record import RunRecord

_FIRST = 12  # steps: later ones have no place of their own in a viewer's mind
_HOLDS = 1e-6  # of the longer part: where steps are as small as rounding, no sum is seen in them
_NOTHING = 1e-6  # of the longest part along any direction: along this one, nothing happens
_SEEN = 0.1  # of the longer part: a shorter one is all arrowhead
_CLEAR = 0.4  # the same: from here on an early step is better than one with more equal parts


@dataclass(frozen=True, eq=False)
class StepAsSum:
    """A recorded step, counted from 0, as `kept` and `own` make it; all arrays are (p,).

    `kept` is a share of the step `before`, `own` the learning rate times the negative gradient, and
    `whole` the step as it was recorded.
    """

    step: int
    before: Array
    kept: Array
    own: Array
    whole: Array

    def turns(self, directions: Array) -> bool:
        """Whether its parts cancel along the first of directions (d, p), and add up in the last."""
        both = (directions @ self.kept) * (directions @ self.own)
        return bool(both[0] < 0.0 < both[-1])

    def seen(self, directions: Array) -> float:
        """The shorter part as a share of the longer one, where that is least; 0 for no parts."""
        moved = self.moves(directions)
        parts = np.abs([directions @ self.kept, directions @ self.own])[:, moved]
        return float((parts.min(axis=0) / parts.max(axis=0)).min()) if moved.any() else 0.0

    def moves(self, directions: Array) -> Mask:
        """Along which of directions (d, p) something happens, (d,)."""
        longer = np.abs([directions @ self.kept, directions @ self.own]).max(axis=0)
        return np.asarray(longer > _NOTHING * longer.max())


def momentum_alone(run: Run) -> float | None:
    """The momentum of a run of SGD that has it, and no other option; else None."""
    options = {name: value for name, value in run.options.items() if value}
    if run.optimizer != "SGD" or [*options] != ["momentum"]:
        return None
    return float(options["momentum"])  # type: ignore[arg-type]


def steps_as_sums(run: RunRecord) -> list[StepAsSum]:
    """The first steps after the very first, of those that are such sums as they were recorded.

    None are where momentum is not alone, where steps see only a sample, or while rates change.
    """
    share = momentum_alone(run.run)
    if share is None or run.run.stochastic:
        return []
    moves = np.diff(run.parameters[: _FIRST + 2], axis=0)
    found = []
    for step, (before, whole) in enumerate(pairwise(moves), 1):
        kept, own = share * before, -run.lr[step] * run.grad[step]
        longer = float(np.abs([kept, own]).max())
        if longer > 0.0 and np.abs(kept + own - whole).max() <= _HOLDS * longer:
            found.append(StepAsSum(step, before, kept, own, whole))
    return found


def clearest(sums: Sequence[StepAsSum], directions: Array) -> StepAsSum | None:
    """The step in which a sum is seen best along directions (d, p), the steepest first, or None.

    That is the first in which the parts cancel across and add up along, if these can be seen.
    """

    def clear(told: StepAsSum) -> tuple[bool, float]:
        seen = told.seen(directions)
        return seen >= _SEEN and told.turns(directions), min(seen, _CLEAR)

    best = max(sums, key=clear, default=None)
    return best if best and best.seen(directions) >= _SEEN else None
