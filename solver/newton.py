"""Newton's method: each step leads to where the slope of the osculating parabola is 0."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from gradreel.scenarios.calculus import Array
from gradreel.solver.evaluation import Evaluate
from gradreel.solver.step import Options, Step


def newton(
    evaluate: Evaluate, start: Array, options: Options, rate: Callable[[], float]
) -> Iterator[Step]:
    """The steps -damping · H⁻¹∇; see `step.Method` (Nocedal & Wright, eq. 2.15).

    Each carries the `hessian` (p, p) at the point that it leaves. Where the gradient is 0 there is
    nothing to solve, and it stays. Raises LinAlgError where the Hessian is singular.
    """
    damping, point = float(options.get("damping", 1.0)), start  # type: ignore[arg-type]
    while True:
        grad, hessian = evaluate.grad(point), evaluate.hessian(point)
        if grad.any():
            point = point - damping * np.linalg.solve(hessian, grad)
        yield Step(point, {"hessian": hessian})
