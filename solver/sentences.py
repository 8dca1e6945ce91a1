"""The sentence about a run's ending: plain, short, and true of its numbers."""

from __future__ import annotations

import numpy as np

from solver.curvature import bends
from solver.numbers import rounded
from solver.objective import Objective
from solver.path import Path


def diverged(path: Path) -> str:
    count, loss = len(path.lengths), rounded(path.loss[-1])
    if not path.runs_away:
        return (
            f"Diverged: step {count + 1} leads beyond what can be computed; "
            f"the loss before it was {loss}."
        )
    overshoots = path.steps[-1] @ path.steps[-2] < 0
    manner = "it overshoots more and more" if overshoots else "its steps keep growing"
    return f"Diverged: {manner}, and after {count} steps the loss is {loss}."


def loss_below(path: Path, limit: float) -> str:
    if not path.lengths.size:
        return f"There was nothing to do: the loss is below {rounded(limit)} at the start."
    return f"Arrived after {_steps(path)}: the loss fell below {rounded(limit)}."


def loss_change_below(path: Path, limit: float) -> str:
    loss, last = rounded(path.loss[-1]), len(path.lengths)
    return f"The loss settled at {loss}: step {last} changed it by less than {rounded(limit)}."


def at_minimum(path: Path, objective: Objective) -> str:
    place = "a minimum" if objective.minimum is None else "the lowest point"
    loss = rounded(path.loss[-1])
    return f"It has all but reached {place}: after {_steps(path)} the loss is {loss}."


def rests(path: Path, objective: Objective) -> str:
    _, down = bends(objective.hessian(path.parameters[-1]))
    place = ", but not at a minimum" if down else " where the ground is flat"
    return f"It rests after {_steps(path)}{place}: the loss there is {rounded(path.loss[-1])}."


def swings(path: Path) -> str:
    low, high = rounded(path.loss[-path.window :].min()), rounded(path.loss[-path.window :].max())
    manner = "jumping between two places" if path.alternates else "swinging to and fro"
    if low == high:
        return f"It keeps {manner}: the loss stays at {low}."
    return f"It keeps {manner}: the loss goes from {low} to {high} and back."


def steps_spent(path: Path) -> str:
    start, before, now = path.loss[0], path.loss[-2], path.loss[-1]
    loss = rounded(now)
    if path.stands_still:
        slope = rounded(float(np.linalg.norm(path.grad[-1])))
        return f"It stands still after {_steps(path)}: the loss is {loss}, but the slope {slope}."
    if now < min(start, before):
        return f"After {_steps(path)} it is still on its way: the loss is {loss} and still falling."
    level = "the same as" if now == start else "higher than" if now > start else "lower than"
    return f"After {_steps(path)} it has not settled: the loss is {loss}, {level} at the start."


def _steps(path: Path) -> str:
    return "1 step" if len(path.lengths) == 1 else f"{len(path.lengths)} steps"
