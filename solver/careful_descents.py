"""A few steps of some descents of a mass, in the arithmetic of recorded runs. Pure numpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from gradreel.scenarios.arrays import Array, Index, Mask
from gradreel.scenarios.bounds import LIMIT
from gradreel.solver.objective import Objective


@dataclass(frozen=True, eq=False)
class MassRule:
    """How n descents go: lr (n,) and momentum (n,), at most so many steps, and when they settle.

    That is when both a step and what the gradient alone would make of it are at most `tolerance`
    long, so that a swing that turns back does not count; None lets them go on to the last step.
    """

    lr: Array
    momentum: Array
    steps: int
    tolerance: float | None

    def of(self, rows: Any) -> MassRule:
        """The rule of some of the descents."""
        return MassRule(self.lr[rows], self.momentum[rows], self.steps, self.tolerance)

    def settles(self, squares: Any) -> Any:
        """Whether steps settle a descent, by the squares of their lengths."""
        return squares <= (-1.0 if self.tolerance is None else self.tolerance**2)


class MassState(NamedTuple):
    """Where m descents are: places (m, p), velocity (m, p), the steps (m,) taken, how they ended.

    One that has neither `settled` (m,) nor `diverged` (m,) goes on. The place of one that has
    diverged is nan.
    """

    places: Array
    velocity: Array
    steps: Index
    settled: Mask
    diverged: Mask

    @classmethod
    def at(cls, places: Array, velocity: Array, steps: int) -> MassState:
        """Descents on their way."""
        count = len(places)
        no = np.zeros(count, dtype=bool)
        return cls(places.copy(), velocity.copy(), np.full(count, steps), no, no.copy())

    @property
    def on_their_way(self) -> Mask:
        """Which of them go on, (m,)."""
        return ~(self.settled | self.diverged)


def advance(objective: Objective, rule: MassRule, state: MassState, steps: int) -> None:
    """Take so many steps of the descents that are on their way, in place."""
    with np.errstate(all="ignore"):
        for _ in range(steps):
            rows = np.flatnonzero(state.on_their_way)
            if not len(rows):
                return
            slopes = objective.gradient(state.places[rows])
            velocity = rule.momentum[rows, None] * state.velocity[rows] + slopes
            rates = rule.lr[rows, None]
            step, alone = rates * velocity, rates * slopes
            moved = state.places[rows] - step
            bounded = (np.abs(moved) <= LIMIT).all(axis=1)
            gone = ~bounded | np.isnan(objective.value(moved))
            longest = np.maximum((step * step).sum(axis=1), (alone * alone).sum(axis=1))
            state.places[rows] = np.where(gone[:, None], np.nan, moved)
            state.velocity[rows] = velocity
            state.steps[rows] += 1
            state.diverged[rows] = gone
            state.settled[rows] = ~gone & rule.settles(longest)
