"""What can be seen in the rows of a run: whether it grows, rests or swings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

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
        """It grows, and ends above where it began."""
        return self.grows and bool(self.loss[-1] > self.loss[0])

    def rests(self, hessian: Array) -> bool:
        """Its last step, and what is left to the minimum, are nothing beside the way it came.

        What is left is the Newton step for the hessian (p, p) at the end; unlike the slope alone
        it is honest in long narrow valleys. Where the slope has vanished nothing is left.
        """
        near = ARRIVED * np.linalg.norm(self.parameters[-1] - self.parameters[0])
        if self.lengths[-1] > near:
            return False
        slopes = np.linalg.norm(self.grad, axis=1)
        if slopes[-1] <= VANISHED * slopes.max():
            return True
        return bends_up(hessian) and bool(
            np.linalg.norm(np.linalg.solve(hessian, self.grad[-1])) <= near
        )

    @property
    def stands_still(self) -> bool:
        """Its last step is nothing beside its longest."""
        return bool(self.lengths[-1] <= VANISHED * self.lengths.max())

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


def bends_up(hessian: Array) -> bool:
    """Whether the hessian (p, p) is positive definite, up to rounding."""
    lowest, scale = _curvatures(hessian)
    return lowest > 1e-12 * scale


def bends_down(hessian: Array) -> bool:
    """Whether the hessian (p, p) is negative in some direction, up to rounding."""
    lowest, scale = _curvatures(hessian)
    return lowest < -1e-12 * scale


def _curvatures(hessian: Array) -> tuple[float, float]:
    if not np.isfinite(hessian).all():
        return 0.0, 0.0
    curvatures = np.linalg.eigvalsh(hessian)
    return float(curvatures[0]), float(abs(curvatures).max())
