"""What a method may ask about the loss that it descends: `evaluate(point)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gradreel.scenarios.calculus import Array
from gradreel.solver.objective import FitObjective, Objective

LossAndGradient = Callable[[Array], tuple[float, Array]]


class Evaluation(NamedTuple):
    """The loss at a point and its gradient (p,), which is read-only.

    `data` are the rows of data that the loss was computed from; none for a formula.
    """

    loss: float
    grad: Array
    data: range


class Evaluate:
    """Evaluates the loss of one run at points (p,), and counts the evaluations of its method.

    The last evaluation is kept, so that nothing is computed twice if a method asks about the point
    that was just recorded. Where the loss is undefined, values are nan or infinite.
    """

    def __init__(self, objective: Objective, compute: LossAndGradient) -> None:
        self._objective, self._compute = objective, compute
        data = objective.outputs if isinstance(objective, FitObjective) else ()
        self._data = range(len(data))
        self._known: tuple[bytes, Evaluation] | None = None
        self.calls = 0

    def __call__(self, point: ArrayLike) -> Evaluation:
        """The loss and its gradient at a point."""
        self.calls += 1
        return self.uncounted(point)

    def uncounted(self, point: ArrayLike) -> Evaluation:
        """The same without counting, for the loop that records the method."""
        place = np.asarray(point, dtype=np.float64)
        key = place.tobytes()  # equal to the last bit: 1/x differs at 0 and -0
        if self._known is None or self._known[0] != key:
            loss, grad = self._compute(place)
            grad.flags.writeable = False
            self._known = key, Evaluation(loss, grad, self._data)
        return self._known[1]

    def hessian(self, point: ArrayLike) -> Array:
        """The matrix (p, p) of second derivatives at a point."""
        return self._objective.hessian(point)
