"""What can be seen in the rows of a run: whether it grows, rests or swings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scenarios.calculus import Array
from solver.curvature import bends
from solver.objective import Objective

ARRIVED = 0.01  # of the way from start to end may be left
VANISHED = 1e-10  # of the steepest slope, or of the longest step


@dataclass(frozen=True, eq=False)
class Path:
    """The rows of a run of T steps: parameters (T+1, p), loss (T+1,), grad (T+1, p)."""

    parameters: Array
    loss: Array
    grad: Array

    @cached_property
    def steps(self) -> Array:
        """From each row to the next, (T, p)."""
        return np.diff(self.parameters, axis=0)

    @cached_property
    def lengths(self) -> Array:
        """Of the steps, (T,)."""
        return np.asarray(np.linalg.norm(self.steps, axis=1), dtype=np.float64)

    @cached_property
    def grows(self) -> bool:
        """In the last half each step is longer than the one before, or its swings widen."""
        last = self.lengths[-max(3, len(self.lengths) // 2) :]
        if len(last) < 3:
            return False
        widest = np.array([part.max() for part in np.array_split(last, 3)])
        return bool((np.diff(last) > 0).all() or (widest[1:] > 1.1 * widest[:-1]).all())

    @property
    def runs_away(self) -> bool:
        """It grows, and ends above where it, and its last half, began."""
        return self.grows and bool(self.loss[-1] > self.loss[[0, len(self.loss) // 2]].max())

    @property
    def halts(self) -> bool:
        """Its last step is nothing beside the way from start to end."""
        return bool(self.lengths[-1] <= ARRIVED * self._way)

    @property
    def slope_vanished(self) -> bool:
        """Its last slope is nothing beside its steepest."""
        slopes = np.linalg.norm(self.grad, axis=1)
        return bool(slopes[-1] <= VANISHED * slopes.max())

    def at_minimum(self, objective: Objective) -> bool:
        """What is left to a minimum is nothing beside the way from start to end.

        What is left is the Newton step from the end; unlike the slope it is honest in long narrow
        valleys. The next Newton step must be far shorter, as it is near minima alone: towards an
        inflection of x**3 it is half as long.
        """
        left = _newton_step(objective, self.parameters[-1])
        if left is None:
            return False
        more = _newton_step(objective, self.parameters[-1] - left)
        if more is None:
            return False
        length, next_length = float(np.linalg.norm(left)), float(np.linalg.norm(more))
        rounding = 1e-8 * self._way
        return length <= ARRIVED * self._way and next_length <= max(length / 4, rounding)

    @property
    def _way(self) -> float:
        return float(np.linalg.norm(self.parameters[-1] - self.parameters[0]))

    @property
    def stands_still(self) -> bool:
        """Its last two steps are nothing beside its longest. (Rprop pauses for one at a turn.)"""
        return bool(self.lengths[-2:].max() <= VANISHED * self.lengths.max())

    @property
    def window(self) -> int:
        """The last half in steps, made a multiple of 4: both its halves hold whole jumps."""
        return 4 * max(1, len(self.lengths) // 8)

    @property
    def swings(self) -> bool:
        """In the last half it turns back, gets nowhere, does not calm down, and gains nothing."""
        n = self.window
        steps, lengths, loss = self.steps[-n:], self.lengths[-n:], self.loss[-n:]
        if len(steps) < n:
            return False
        turns = (steps[1:] * steps[:-1] < 0).sum(axis=0).max()
        travels = np.linalg.norm(steps.sum(axis=0)) > lengths.sum() / 2
        calms_down = lengths[n // 2 :].mean() < 0.9 * lengths[: n // 2].mean()
        gain = loss[: n // 2].mean() - loss[n // 2 :].mean()
        gains = gain > max(np.ptp(loss) / 4, np.ptp(self.loss) / 100)
        return bool(turns >= 2 and not travels and not calms_down and not gains)

    @property
    def alternates(self) -> bool:
        """In the last half every second row is the same place."""
        rows = self.parameters[-self.window - 1 :]
        back = np.linalg.norm(rows[2:] - rows[:-2], axis=1)
        return bool((back <= 1e-6 * self.lengths[-1]).all())


def _newton_step(objective: Objective, point: Array) -> Array | None:
    hessian, grad = objective.hessian(point), objective.gradient(point)
    if not (bends(hessian)[0] and np.isfinite(grad).all()):
        return None
    return np.asarray(np.linalg.solve(hessian, grad), dtype=np.float64)
