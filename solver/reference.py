"""Gradient descent in two other ways, as plain as can be: to compare with, and to learn from."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from gradreel.scenarios import Run
from gradreel.solver.objective import Objective
from gradreel.solver.torch_objective import torch_objective

Array = NDArray[np.float64]

# Steps that are compared: all, as the three-ways chapter lists the last one, too, where that takes
# no more than a moment; else the first few.
_MOST, _FEW = 2000, 5


def by_hand(
    derivative: Callable[[Array], ArrayLike], start: ArrayLike, lr: float, steps: int
) -> Array:
    """The points (steps + 1, p) of a descent with a derivative written by hand."""
    points = [np.array(start, dtype=np.float64)]
    for _ in range(steps):
        points.append(points[-1] - lr * np.asarray(derivative(points[-1])))
    return np.array(points)


def by_autograd(loss: Callable[[Tensor], Tensor], start: ArrayLike, lr: float, steps: int) -> Array:
    """The points (steps + 1, p) of a descent with torch's derivative of a loss, (p,) -> ()."""
    point = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    points = [point.detach().numpy().copy()]
    for _ in range(steps):
        (grad,) = torch.autograd.grad(loss(point), point)
        with torch.no_grad():
            point -= lr * grad
        points.append(point.detach().numpy().copy())
    return np.array(points)


def other_ways(objective: Objective, run: Run, steps: int) -> Array:
    """The points (2, m, p) of a run of `steps` steps, `by_hand` and `by_autograd`.

    They are all points of a formula of one parameter, else the first few; m is 0 if the run does
    not follow the plain rule.
    """
    start = [run.start[name] for name in objective.parameters]
    if not run.plain:
        return np.empty((2, 0, len(start)))
    loss = torch_objective(objective)
    listed = objective.expression is not None and len(start) == 1 and steps <= _MOST
    steps = steps if listed else min(steps, _FEW)
    ways = np.array(
        [
            by_hand(objective.gradient, start, run.rate, steps),
            by_autograd(lambda point: loss(point[None])[0], start, run.rate, steps),
        ]
    )
    # Where one of them loses a slope, the run goes on by the other.
    ways = np.where(np.isfinite(ways), ways, ways[::-1])
    # Rounding may lead one of them out of bounds that the run itself just kept.
    return ways[:, np.isfinite(ways).all(axis=(0, 2))]
