"""A run that has halted, from which its ending is judged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

import numpy as np

from gradreel.scenarios import Run
from gradreel.scenarios.optimizers import WHOLE
from gradreel.solver.kinks import kink_between
from gradreel.solver.loss_landscape import CriticalPoint, LossLandscape
from gradreel.solver.shape import Shape, shape_of
from gradreel.solver.trajectory import ARRIVED, Trajectory

_LAST, _MOST = 15, 127  # last steps searched for a kink: by default, and of a run that bounces
_BY = 0.1  # of the way from the start: only a saddle left this far behind was passed


class Halt(Enum):
    """Why the loop stopped."""

    STEPS = auto()
    NO_STEP = auto()  # the method yields no further point
    LOSS_BELOW = auto()
    LOSS_CHANGE_BELOW = auto()
    BEYOND = auto()
    FAILED = auto()


@dataclass(frozen=True, eq=False)
class HaltedRun:
    """A run that has halted, and the loss landscape that it crossed."""

    run: Run
    halt: Halt
    path: Trajectory
    landscape: LossLandscape

    @cached_property
    def shape(self) -> Shape:
        """What is proven about the loss as a whole."""
        return shape_of(self.landscape.objective)

    @property
    def fell_all_along(self) -> bool:
        """Whether an exact line search went out of bounds: the loss fell all along its line."""
        return self.halt is Halt.BEYOND and self.run.options.get("line_search") == "exact"

    @property
    def reach(self) -> float:
        """The distance from a minimum within which a run counts as arrived."""
        return ARRIVED * min(self.path.way, self.landscape.size or self.path.way)

    @cached_property
    def rests(self) -> bool:
        """Whether its last step was next to nothing, and so would be the next."""
        if not self.path.lengths.size:
            return False
        if self.path.lengths[-1] <= self.reach:
            return True
        level = self.landscape.level(self.path.end)
        if self.run.plain:  # far out, rounding may be all that is known of a slope that is steep
            coming = self.run.rate * float(np.linalg.norm(self.path.grad[-1]))
            return level and coming <= self.reach
        return level and self.run.optimizer in WHOLE  # which may land on a minimum at once

    def kink_crossed(self, steps: int = _LAST) -> tuple[float, float] | None:
        """The slopes on both sides of a kink that one of its last steps crosses, or None."""
        rows = self.path.parameters[-min(steps, _MOST) - 1 :]
        back = rows[::-1]  # halving from the other end meets other points
        ones, others = np.concatenate([rows[:-1], back[:-1]]), np.concatenate([rows[1:], back[1:]])
        return kink_between(self.landscape.objective, ones, others)

    @cached_property
    def saddle_passed(self) -> int | None:
        """The row at which it was nearest to a saddle that it has left since, or None."""
        slopes = np.linalg.norm(self.path.grad, axis=1)
        step = int(slopes.argmin())
        place = self.path.parameters[step]
        way = float(np.linalg.norm(place - self.path.parameters[0]))
        since = float(np.linalg.norm(self.path.end - place))
        if not step or len(place) < 2 or since < _BY * way:
            return None
        kind = self.landscape.settles_within(place, _BY * way, way)
        return step if kind is CriticalPoint.SADDLE else None
