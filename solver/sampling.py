"""What stochastic gradient descent sees of a loss: mini-batches of its data, or noise."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios import Run
from gradreel.scenarios.calculus import Array
from gradreel.solver.evaluation import Evaluation, LossAndGradient, Sample
from gradreel.solver.objective import FitObjective, Objective
from gradreel.solver.torch_objective import loss_and_gradient


def sample_of(run: Run, objective: Objective, compute: LossAndGradient) -> Sample | None:
    """What the steps of a run see of its loss; None if they see all of it."""
    if run.batch_size is not None:
        assert isinstance(objective, FitObjective)
        return Batches(objective, run.batch_size, run.seed, run.replacement)
    if run.noise is not None:
        return Noise(compute, len(objective.parameters), run.noise, run.seed)
    return None


class Batches:
    """Mini-batches: `size` of the n points of data at each step.

    An epoch goes once through all points, in an order shuffled by
    `numpy.random.default_rng(seed).permutation(n)`, anew for each epoch; its last batch may be
    smaller. With `replacement` each batch is drawn anew from all points, by
    `default_rng(seed).integers(n, size=size)`.
    """

    def __init__(self, objective: FitObjective, size: int, seed: int, replacement: bool) -> None:
        self._objective, self._size, self._replacement = objective, size, replacement
        self._random = np.random.default_rng(seed)
        self._order = np.empty(0, dtype=np.int64)
        self._rows: list[int] = []
        self._compute = loss_and_gradient(objective)

    def draw(self) -> None:
        count = len(self._objective.outputs)
        if self._replacement:
            rows = self._random.integers(count, size=self._size)
        else:
            if not len(self._order):
                self._order = self._random.permutation(count)
            rows, self._order = self._order[: self._size], self._order[self._size :]
        self._rows = rows.tolist()
        self._compute = loss_and_gradient(self._objective.on(rows))

    def __call__(self, point: Array) -> Evaluation:
        return Evaluation(*self._compute(point), self._rows)


class Noise:
    """Noise on the gradient: at each step one draw of independent normal numbers (p,).

    They are `numpy.random.default_rng(seed).normal(0, scale, size=p)`; the loss is not changed.
    """

    def __init__(self, compute: LossAndGradient, width: int, scale: float, seed: int) -> None:
        self._compute, self._width, self._scale = compute, width, scale
        self._random = np.random.default_rng(seed)
        self._noise = np.zeros(width)

    def draw(self) -> None:
        self._noise = self._random.normal(0.0, self._scale, size=self._width)

    def __call__(self, point: Array) -> Evaluation:
        loss, grad = self._compute(point)
        return Evaluation(loss, grad + self._noise, range(0))
