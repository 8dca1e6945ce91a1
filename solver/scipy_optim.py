"""The methods of scipy.optimize.minimize for smooth losses, as methods of descent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from gradreel.scenarios.calculus import Array
from gradreel.solver.evaluation import Evaluate
from gradreel.solver.step import Options, Step
from gradreel.solver.stepwise import Report, stepwise

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult

# Which of them use second derivatives.
MINIMIZERS = {
    "BFGS": False,
    "CG": False,
    "L-BFGS-B": False,
    "Newton-CG": True,
    "trust-exact": True,
}
_MOST = 10**9  # iterations: the run's own number of steps ends it
_REFUSED = 100  # proposals in a row: each has a quarter of the radius of the one before it


def scipy_optim(
    name: str, evaluate: Evaluate, start: Array, options: Options, rate: Callable[[], float]
) -> Iterator[Step]:
    """The iterates of a method of scipy; see `step.Method`. It ends where scipy is content.

    A proposal that a trust region refuses is no step; what it evaluated counts for the next.
    BFGS carries its `inverse_hessian` (p, p), the estimate with which it chose the direction.
    """

    from scipy.optimize import minimize  # half a second of CPU, which few recordings need

    def minimized(report: Report) -> OptimizeResult:
        return minimize(
            evaluate.loss,
            start,
            method=name,
            jac=evaluate.grad,
            hess=evaluate.hessian if MINIMIZERS[name] else None,
            callback=_reporting(report, start),
            options={"maxiter": _MOST, **_evaluations(name), **options},
        )

    points = stepwise(minimized)
    return _estimated(points, evaluate, start) if name == "BFGS" else map(Step, points)


def _evaluations(name: str) -> dict[str, Any]:
    return {"maxfun": _MOST} if name == "L-BFGS-B" else {}


def _reporting(report: Report, start: Array) -> Callable[[OptimizeResult], None]:
    """Reports each iterate that differs from the one before it."""
    last, refused = start.copy(), 0

    def callback(intermediate_result: OptimizeResult) -> None:  # scipy looks at this name
        nonlocal last, refused
        point = np.array(intermediate_result.x)
        if (point == last).all():
            refused += 1
            if refused == _REFUSED:
                raise StopIteration
            return
        last, refused = point, 0
        report(point.copy())

    return callback


def _estimated(points: Iterator[Array], evaluate: Evaluate, start: Array) -> Iterator[Step]:
    """The steps of BFGS with its estimate, updated as in Nocedal & Wright, eq. 6.17."""
    here, grad, estimate = start, evaluate.uncounted(start).grad, np.eye(len(start))
    for point in points:
        yield Step(point, {"inverse_hessian": estimate})
        there = evaluate.uncounted(point).grad
        step, change = point - here, there - grad
        if (bend := float(step @ change)) != 0:
            left = np.eye(len(start)) - np.outer(step, change) / bend
            estimate = left @ estimate @ left.T + np.outer(step, step) / bend
        here, grad = point, there
