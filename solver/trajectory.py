"""What the rows of a run show by themselves: whether its steps grow, rest or swing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gradreel.scenarios.calculus import Array

ARRIVED = 0.01  # of the way from start to end: of 500 pixels on the screen, 5
VANISHED = 1e-10  # of the longest step: six digits above rounding, far below any picture
_LESS = 0.9  # of the variation before: swings that narrow by less than 10 % seem constant
_GAINS = 1e-4  # of what the slopes promise: a ten times smaller or larger share decides the same
_RESTS = 1e-12  # of the way from start to end: points this close differ only by rounding


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The rows of a run of T steps: parameters (T+1, p), loss (T+1,), grad (T+1, p).

    `beyond` (0 or 1, p) is the place to which a step led that was refused.
    """

    parameters: Array
    loss: Array
    grad: Array
    beyond: Array

    @cached_property
    def steps(self) -> Array:
        """The steps (T, p) from each row to the next."""
        return np.diff(self.parameters, axis=0)

    @cached_property
    def lengths(self) -> Array:
        """The lengths (T,) of the steps."""
        return np.asarray(np.linalg.norm(self.steps, axis=1), dtype=np.float64)

    @cached_property
    def grows(self) -> bool:
        """In the last half each step is longer than the one before, or the swings widen.

        Steps that grow by less and less, towards a constant length, do not count.
        """
        last = self.lengths[-max(3, len(self.lengths) // 2) :]
        if len(last) < 3:
            return False
        widest = np.array([part.max() for part in np.array_split(last, 3)])
        more = np.diff(last)
        early, late = (part.mean() for part in np.array_split(more, 2))
        longer = (more > 0).all() and late >= early / 2
        return bool(longer or (widest[1:] > 1.1 * widest[:-1]).all())

    @property
    def runs_away(self) -> bool:
        """It grows, and ends with a larger loss than it began with, and than its last half did."""
        return self.grows and bool(self.loss[-1] > self.loss[[0, len(self.loss) // 2]].max())

    @property
    def way(self) -> float:
        """The distance from start to end."""
        return float(np.linalg.norm(self.parameters[-1] - self.parameters[0]))

    @property
    def end(self) -> Array:
        """The last point (p,)."""
        return np.asarray(self.parameters[-1])

    @property
    def arrival(self) -> int:
        """The first row from which on it stays at its end."""
        away = np.linalg.norm(self.parameters - self.end, axis=1) > _RESTS * self.way
        return int(np.flatnonzero(away)[-1]) + 1 if away.any() else 0

    @property
    def stays(self) -> bool:
        """It never leaves its start."""
        sizes = np.abs(self.parameters[0]).max() + np.abs(self.end).max()
        return bool(np.ptp(self.parameters, axis=0).max() <= 1e-14 * sizes)

    @property
    def falls_faster(self) -> bool:
        """Through its last quarter, of 3 steps at least, it falls, and by more each time."""
        return self.falls_on and bool((self._falls[1:] > (1 + 1e-6) * self._falls[:-1]).all())

    @property
    def falls_on(self) -> bool:
        """Through its last quarter, of 3 steps at least, it falls, and by no less each time."""
        return self.falls and bool((self._falls[1:] >= (1 - 1e-6) * self._falls[:-1]).all())

    @property
    def falls(self) -> bool:
        """Through its last quarter, of 3 steps at least, it falls."""
        return len(self._falls) >= 3 and bool((self._falls > 0).all())

    @cached_property
    def _falls(self) -> Array:
        """By how much the loss falls in each of its last steps."""
        return np.asarray(-np.diff(self.loss)[-max(3, len(self.lengths) // 4) :])

    def leap(self, coming: Sequence[float]) -> int | None:
        """The step after which all others are at most a hundredth as long, or None.

        `coming` are the lengths of steps that would follow the last, as far as they are known.
        """
        step = int(self.lengths.argmax())
        rest = [*self.lengths[step + 1 :], *coming]
        return step + 1 if rest and max(rest) <= self.lengths[step] / 100 else None

    @property
    def stands_still(self) -> bool:
        """Its last two steps are nothing beside its longest. (Rprop pauses for one at a turn.)"""
        return bool(self.lengths[-2:].max() <= VANISHED * self.lengths.max())

    @property
    def window(self) -> int:
        """The number of steps in the last half, a multiple of 4: its halves hold whole swings."""
        return 4 * max(1, len(self.lengths) // 8)

    @property
    def swings(self) -> bool:
        """In the last half it turns back, gets nowhere, does not calm down and gains nothing."""
        n = self.window
        steps, lengths, loss = self.steps[-n:], self.lengths[-n:], self.loss[-n:]
        if len(steps) < n:
            return False
        turns = (steps[1:] * steps[:-1] < 0).sum(axis=0).max()
        travels = np.linalg.norm(steps.sum(axis=0)) > lengths.sum() / 2
        calms_down = lengths[n // 2 :].mean() < 0.9 * lengths[: n // 2].mean()
        gain = loss[: n // 2].mean() - loss[n // 2 :].mean()
        # The decrease that the slopes promise for such steps; beside it the gain may be nothing.
        promised = np.abs((self.grad[-n - 1 : -1] * steps).sum(axis=1)).mean() * n / 2
        some = max(np.ptp(loss) / 4, _GAINS * promised)
        gains = gain > max(some, np.ptp(self.loss) / 100)
        # A run that finds a way out at last is lower than it ever was.
        leaves = loss[: -n // 4].min() - loss[-n // 4 :].min() > some
        return bool(turns >= 2 and not (travels or calms_down or gains or leaves))

    @property
    def narrows(self) -> bool:
        """In the last half each step is shorter than the one before, and the loss varies less."""
        n = self.window
        shorter = (np.diff(self.lengths[-n:]) < 0).all()
        return bool(shorter and np.ptp(self.loss[-n // 2 :]) < _LESS * np.ptp(self.loss[-n:]))

    @property
    def alternates(self) -> bool:
        """In the last half every second row is the same point."""
        rows = self.parameters[-self.window - 1 :]
        back = np.linalg.norm(rows[2:] - rows[:-2], axis=1)
        return bool((back <= 1e-6 * self.lengths[-1]).all())
