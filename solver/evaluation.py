"""What a method may ask about the loss that it descends: `evaluate(point)`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike

from gradreel.scenarios.calculus import Array
from gradreel.solver.objective import FitObjective, Objective

LossAndGradient = Callable[[Array], tuple[float, Array]]
Hessian = Callable[[Array], Array]


class Evaluation(NamedTuple):
    """The loss at a point and its gradient (p,), which is read-only.

    `data` are the rows of data that the loss was computed from; none for a formula.
    """

    loss: float
    grad: Array
    data: Sequence[int]


class Count(NamedTuple):
    """How often a method asked for the loss, for its gradient, and for its second derivatives."""

    losses: int = 0
    grads: int = 0
    hessians: int = 0

    def since(self, before: Count) -> Count:
        """What was asked after an earlier count."""
        return Count(*(now - then for now, then in zip(self, before, strict=True)))


class Sample(Protocol):
    """What a stochastic method sees of a loss: at each step another part, or other noise."""

    def draw(self) -> None:
        """Choose what the next step sees."""

    def __call__(self, point: Array) -> Evaluation:
        """The loss and its gradient as that step sees them."""


class Evaluate:
    """Evaluates the loss of one run at points (p,), and counts what its method asks.

    With a `sample` the method sees only that of the loss; `uncounted` is always the whole loss. The
    last evaluation is kept, so that nothing is computed twice if a method asks about the point that
    was just recorded. Where the loss is undefined, values are nan or infinite.
    """

    def __init__(
        self,
        objective: Objective,
        compute: LossAndGradient,
        hessian: Hessian | None = None,
        sample: Sample | None = None,
    ) -> None:
        self._compute, self._sample = compute, sample
        self._hessian = hessian or objective.hessian
        data = objective.outputs if isinstance(objective, FitObjective) else ()
        self._data = range(len(data))
        self._known: tuple[bytes, Evaluation] | None = None
        self._sampled: tuple[bytes, Evaluation] | None = None
        self.count = Count()

    def __call__(self, point: ArrayLike) -> Evaluation:
        """The loss and its gradient at a point."""
        self._counted(losses=1, grads=1)
        return self.seen(point)

    def loss(self, point: ArrayLike) -> float:
        """The loss alone."""
        self._counted(losses=1)
        return self.seen(point).loss

    def grad(self, point: ArrayLike) -> Array:
        """The gradient (p,) alone."""
        self._counted(grads=1)
        return self.seen(point).grad

    def hessian(self, point: ArrayLike) -> Array:
        """The matrix (p, p) of second derivatives at a point."""
        self._counted(hessians=1)
        return self._hessian(np.asarray(point, dtype=np.float64))

    def draw(self) -> None:
        """Go on to the next step, which sees another sample."""
        if self._sample is not None:
            self._sample.draw()
            self._sampled = None

    def seen(self, point: ArrayLike) -> Evaluation:
        """What the method sees at a point, without counting."""
        if self._sample is None:
            return self.uncounted(point)
        place, key = _keyed(point)
        if self._sampled is None or self._sampled[0] != key:
            self._sampled = key, self._sample(place)
        return self._sampled[1]

    def uncounted(self, point: ArrayLike) -> Evaluation:
        """The loss and its gradient for the loop that records the method: whole, not counted."""
        place, key = _keyed(point)
        if self._known is None or self._known[0] != key:
            loss, grad = self._compute(place)
            grad.flags.writeable = False
            self._known = key, Evaluation(loss, grad, self._data)
        return self._known[1]

    def _counted(self, losses: int = 0, grads: int = 0, hessians: int = 0) -> None:
        count = self.count
        self.count = Count(count.losses + losses, count.grads + grads, count.hessians + hessians)


def _keyed(point: ArrayLike) -> tuple[Array, bytes]:
    place = np.asarray(point, dtype=np.float64)
    return place, place.tobytes()  # equal to the last bit: 1/x differs at 0 and -0
