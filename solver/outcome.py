"""How a run ended, judged from its recording alone.

The first of these that holds is the outcome:

1. DIVERGED: the run was stopped at the bounds of what can be computed; or its steps grow through
   its last half and its loss ends above where it and that half began.
2. CONVERGED: a stop condition was met; or the run came to rest: its last step is at most 1 % of
   the way from start to end, and so is the Newton step that would lead on to the minimum (or its
   slope has vanished, being at most 1e-10 of the steepest).
3. OSCILLATING: through the last half of the run, of 4 steps at least, it turns back, gets nowhere,
   takes steps that do not shrink by 10 %, and makes no progress in the loss.
4. STEPS_SPENT: anything else.
"""

from __future__ import annotations

from enum import Enum, auto

from scenarios import Run
from scenarios.calculus import Array
from solver import sentences
from solver.objective import Objective
from solver.path import Path
from solver.trajectory import Ending, Outcome


class Halt(Enum):
    """Why the loop took no further step."""

    STEPS = auto()
    LOSS_BELOW = auto()
    LOSS_CHANGE_BELOW = auto()
    BEYOND = auto()


def judge(
    run: Run, halt: Halt, parameters: Array, loss: Array, grad: Array, objective: Objective
) -> Ending:
    """The ending of a run from its rows: parameters (T+1, p), loss (T+1,), grad (T+1, p)."""
    path = Path(parameters, loss, grad)
    if halt is Halt.BEYOND or path.runs_away:
        return Ending(Outcome.DIVERGED, sentences.diverged(path))
    if halt is Halt.LOSS_BELOW and run.stop.loss_below is not None:
        return Ending(Outcome.CONVERGED, sentences.loss_below(path, run.stop.loss_below))
    if halt is Halt.LOSS_CHANGE_BELOW and run.stop.loss_change_below is not None:
        limit = run.stop.loss_change_below
        return Ending(Outcome.CONVERGED, sentences.loss_change_below(path, limit))
    if path.halts and path.at_minimum(objective):
        return Ending(Outcome.CONVERGED, sentences.at_minimum(path, objective))
    if path.halts and path.slope_vanished:
        return Ending(Outcome.CONVERGED, sentences.rests(path, objective))
    if path.swings:
        return Ending(Outcome.OSCILLATING, sentences.swings(path))
    return Ending(Outcome.STEPS_SPENT, sentences.steps_spent(path))
