"""Plain gradient descent: with a learning rate, or with a search along the line at each step."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from gradreel.scenarios.bounds import within_limit
from gradreel.scenarios.calculus import Array
from gradreel.solver.evaluation import Evaluate
from gradreel.solver.step import Options, Step
from gradreel.solver.torch_optim import OPTIMIZERS, torch_optim

_SMALLEST = 1e-300  # of a step length: with any slope within bounds, a shorter step moves nothing


def gradient_descent(
    evaluate: Evaluate, start: Array, options: Options, rate: Callable[[], float]
) -> Iterator[Step]:
    """The steps -η∇ with the learning rate η, or with the length that a line search finds."""
    search = options.get("line_search")
    if search is None:
        return torch_optim(OPTIMIZERS["SGD"], evaluate, start, {}, rate)
    return (_exact if search == "exact" else _armijo)(evaluate, start, options)


def _armijo(evaluate: Evaluate, start: Array, options: Options) -> Iterator[Step]:
    """Shortens each step until the loss falls by a share of what the slope promises.

    (Armijo, 1966; Nocedal & Wright, alg. 3.1.)
    """
    first, shrink, share = (
        float(options.get(name, default))  # type: ignore[arg-type]
        for name, default in (("initial", 1.0), ("shrink", 0.5), ("c1", 1e-4))
    )
    point = start
    while True:
        loss, grad, _ = evaluate(point)
        promised, length = share * float(grad @ grad), first
        while not evaluate.loss(point - length * grad) <= loss - length * promised:  # nan is no
            length *= shrink
            if length < _SMALLEST:
                break
        point = point - length * grad
        yield _stepped(point, -grad, length)


def _exact(evaluate: Evaluate, start: Array, options: Options) -> Iterator[Step]:
    """Goes down each line to where the slope along it is 0 for the first time."""
    point, length = start, 1.0
    while True:
        direction = -evaluate.grad(point)
        length = _lowest(evaluate, point, direction, length) if direction.any() else 0.0
        point = point + length * direction
        yield _stepped(point, direction, length)
        length = length or 1.0


def _lowest(evaluate: Evaluate, point: Array, direction: Array, first: float) -> float:
    """The length at which the slope along a line is 0; one out of bounds if it falls for ever."""

    def slope(length: float) -> float:
        return float(evaluate.grad(point + length * direction) @ direction)

    near, far = 0.0, first
    while (there := slope(far)) < 0:
        near, far = far, 2 * far
        if not within_limit((point + far * direction).tolist()):
            return far
    if not np.isfinite(there):
        return far
    from scipy.optimize import brentq  # half a second of CPU, which few recordings need

    return float(brentq(slope, near, far, xtol=_SMALLEST, rtol=4 * np.finfo(float).eps))


def _stepped(point: Array, direction: Array, length: float) -> Step:
    return Step(point, {"direction": direction, "step_length": np.array(length)})
