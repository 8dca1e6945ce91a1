"""The only loop: every optimiser goes down here, and every step is recorded."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import repeat

import numpy as np
import torch
from torch import Tensor

from gradreel.scenarios import Run, Scenario, ScenarioError
from gradreel.scenarios.bounds import within_limit
from gradreel.solver.ending import Ending
from gradreel.solver.giving_up import gave_up
from gradreel.solver.ground import Ground
from gradreel.solver.halted import Halt
from gradreel.solver.objective import objective_of
from gradreel.solver.optimizers import UNBATCHED, optimizer_of
from gradreel.solver.outcome import judge
from gradreel.solver.path import Path
from gradreel.solver.recording import Recording, RunRecord
from gradreel.solver.reference import other_ways
from gradreel.solver.run_names import names_of
from gradreel.solver.torch_objective import torch_objective

Loss = Callable[[Tensor], Tensor]


def record(scenario: Scenario) -> Recording:
    """Run every descent of the scenario and record what it did at each step.

    Runs that share optimiser and options go down side by side. Raises ScenarioError where a run
    starts at a point without a finite loss and gradient.
    """
    objective = objective_of(scenario)
    walks = [Walk(run, objective.parameters) for run in scenario.runs]
    loss = torch_objective(objective)
    # Whatever overflows is seen in its value: nobody else needs to be warned of it.
    with _exact_torch(), np.errstate(all="ignore"):
        for batch in _batches(walks):
            walk_down(loss, batch)
        if problems := [
            f"{scenario.name}: runs[{index}].start: the loss or its gradient is not finite there; "
            "start where the formula is defined"
            for index, walk in enumerate(walks)
            if not walk.losses
        ]:
            raise ScenarioError(problems)
        ground = Ground(objective, scenario.objective.domain)
        names = names_of(scenario.runs)
        return Recording(scenario, tuple(map(Walk.recorded, walks, repeat(ground), names)))


def walk_down(loss: Loss, walks: list[Walk]) -> None:
    """Take walks down, alone each where their optimiser gives up: some of them it may not."""
    try:
        descend(loss, walks)
    except OptimizerError as fault:
        if len(walks) == 1:
            walks[0].fail(fault.reason)
            return
        for walk in walks:
            walk.restart()
            walk_down(loss, [walk])


def descend(loss: Loss, walks: list[Walk]) -> None:
    """Take walks that share optimiser and options down together, until each has halted.

    Raises OptimizerError where the optimiser itself cannot go on.
    """
    groups = [{"params": [walk.point], "lr": walk.run.lr} for walk in walks]
    optimizer = optimizer_of(walks[0].run, groups)
    while True:
        losses = slopes(loss, walks)
        for walk, value in zip(walks, losses.tolist(), strict=True):
            walk.arrive(value)
        walks = [walk for walk in walks if walk.halt is None]
        if not walks:
            return
        closure = Closure(loss, walks, losses)
        try:
            optimizer.step(closure)
        except (ArithmeticError, LookupError, TypeError, ValueError, RuntimeError) as error:
            raise OptimizerError(error) from error
        for walk in walks:
            walk.evaluations.append(closure.calls)


class OptimizerError(Exception):
    """What an optimiser raised within a step: `reason`."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason


def slopes(loss: Loss, walks: list[Walk]) -> Tensor:
    """Evaluate the losses (R,) where the walks stand, and leave each gradient in its `grad`."""
    points = torch.stack([walk.point for walk in walks]).requires_grad_()
    losses = loss(points)
    (grads,) = torch.autograd.grad(losses.sum(), points)
    for walk, grad in zip(walks, grads, strict=True):
        walk.point.grad = grad
    return losses.detach()


class Closure:
    """What the optimiser may ask in a step; it asks first about the point just recorded."""

    def __init__(self, loss: Loss, walks: list[Walk], losses: Tensor) -> None:
        self.loss, self.walks, self.losses = loss, walks, losses
        self.calls = 0

    def __call__(self) -> float:
        self.calls += 1
        if self.calls > 1:
            self.losses = slopes(self.loss, self.walks)
        return self.losses.sum().item()


class Walk:
    """One run under way: where it stands, what it has seen, and why it halted."""

    def __init__(self, run: Run, parameters: tuple[str, ...]) -> None:
        self.run, self.parameters = run, parameters
        self.restart()

    def restart(self) -> None:
        """Forget all that was recorded, and stand at the start."""
        start = [self.run.start[name] for name in self.parameters]
        self.point = torch.tensor(start, dtype=torch.float64)
        self.points: list[list[float]] = []
        self.losses: list[float] = []
        self.grads: list[list[float]] = []
        self.evaluations: list[int] = []
        self.beyond: list[list[float]] = []
        self.halt: Halt | None = None
        self.fault: Exception | None = None

    def fail(self, fault: Exception) -> None:
        """Halt where the walk stands, because its optimiser cannot go on."""
        self.halt, self.fault = Halt.FAILED, fault

    def arrive(self, loss: float) -> None:
        """Record the point where the walk stands, unless it is beyond bounds; maybe halt."""
        assert self.point.grad is not None
        point, grad = self.point.tolist(), self.point.grad.tolist()
        if within_limit([loss, *point, *grad]):
            self.points.append(point)
            self.losses.append(loss)
            self.grads.append(grad)
            self.halt = self._halt()
        else:
            self.beyond = [point] if within_limit(point) else []
            self.halt = Halt.BEYOND
        if self.halt is not None:
            self.point.grad = None  # an optimiser leaves alone what has no gradient

    def _halt(self) -> Halt | None:
        stop, loss = self.run.stop, self.losses[-1]
        before = self.losses[-2] if len(self.losses) > 1 else math.inf
        if stop.loss_below is not None and loss < stop.loss_below:
            return Halt.LOSS_BELOW
        if stop.loss_change_below is not None and abs(loss - before) < stop.loss_change_below:
            return Halt.LOSS_CHANGE_BELOW
        if len(self.losses) > self.run.steps:
            return Halt.STEPS
        return None

    def recorded(self, ground: Ground, name: str) -> RunRecord:
        """The finished record of a walk that has halted."""
        assert self.halt is not None
        parameters, loss, grad = (np.array(rows) for rows in (self.points, self.losses, self.grads))
        beyond = np.array(self.beyond).reshape(-1, len(self.parameters))
        path = Path(parameters, loss, grad, beyond)
        steps = len(loss) - 1  # without one that led beyond bounds
        return RunRecord(
            run=self.run,
            parameters=parameters,
            loss=loss,
            grad=grad,
            lr=np.full(steps, self.run.lr),
            evaluations=np.array(self.evaluations[:steps], dtype=np.int64),
            ways=other_ways(ground.objective, self.run, steps),
            beyond=path.beyond,
            ending=self._ending(path, ground, name),
        )

    def _ending(self, path: Path, ground: Ground, name: str) -> Ending:
        assert self.halt is not None
        if self.fault is not None:
            return gave_up(self.run, name, len(path.lengths) + 1, self.fault)
        return judge(self.run, self.halt, path, ground)


def _batches(walks: list[Walk]) -> list[list[Walk]]:
    batches: dict[object, list[Walk]] = {}
    for index, walk in enumerate(walks):
        shared = (walk.run.optimizer, tuple(sorted(walk.run.options.items())))
        batches.setdefault(index if walk.run.optimizer in UNBATCHED else shared, []).append(walk)
    return list(batches.values())


@contextmanager
def _exact_torch() -> Iterator[None]:
    """Sums in one order, however many threads, and optimisers that think in float64 too."""
    threads, dtype = torch.get_num_threads(), torch.get_default_dtype()
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        torch.set_default_dtype(dtype)
