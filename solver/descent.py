"""The only descent loop: it takes the points of any method and records each step."""

from __future__ import annotations

import math

import numpy as np

from gradreel.scenarios import Run, Scenario, ScenarioError
from gradreel.scenarios.bounds import within_limit
from gradreel.scenarios.calculus import Array
from gradreel.solver.ending import Ending
from gradreel.solver.evaluation import Evaluate
from gradreel.solver.failure import failed_ending
from gradreel.solver.halted import Halt
from gradreel.solver.loss_landscape import LossLandscape
from gradreel.solver.methods import METHODS
from gradreel.solver.objective import objective_of
from gradreel.solver.outcome import judge
from gradreel.solver.recording import Recording, RunRecord
from gradreel.solver.reference import other_ways
from gradreel.solver.torch_objective import exact_torch, loss_and_gradient
from gradreel.solver.trajectory import Trajectory


def record(scenario: Scenario) -> Recording:
    """Run every descent of the scenario and record each of its steps.

    Raises ScenarioError if a run starts at a point without a finite loss and gradient.
    """
    objective = objective_of(scenario)
    compute = loss_and_gradient(objective)
    recorders = [RunRecorder(run, objective.parameters) for run in scenario.runs]
    # Overflow shows in the values, which are checked; numpy need not warn about it.
    with exact_torch(), np.errstate(all="ignore"):
        for recorder in recorders:
            recorder.follow(Evaluate(objective, compute))
        if problems := [
            f"{scenario.name}: runs[{index}].start: the loss or its gradient is not finite there; "
            "start where the formula is defined"
            for index, recorder in enumerate(recorders)
            if not recorder.losses
        ]:
            raise ScenarioError(problems)
        landscape = LossLandscape(objective, scenario.objective.domain)
        return Recording(scenario, tuple(one.recorded(landscape) for one in recorders))


class RunRecorder:
    """Follows the method of one run: holds what was recorded so far, and why the run halted."""

    def __init__(self, run: Run, parameters: tuple[str, ...]) -> None:
        self.run, self.parameters = run, parameters
        self.points: list[list[float]] = []
        self.losses: list[float] = []
        self.grads: list[list[float]] = []
        self.evaluations: list[int] = []
        self.beyond: list[list[float]] = []
        self.halt: Halt | None = None
        self.fault: Exception | None = None

    def follow(self, evaluate: Evaluate) -> None:
        """Take points from the method of the run until the run has halted."""
        run = self.run
        start = np.array([run.start[name] for name in self.parameters])
        points = METHODS[run.optimizer](evaluate, start, {**run.options, "lr": run.lr})
        point: Array | None = start
        while point is not None:
            self.arrive(point, evaluate)
            if self.halt is not None:
                return
            asked = evaluate.calls
            try:
                point = next(points, None)
            except (ArithmeticError, LookupError, TypeError, ValueError, RuntimeError) as error:
                self.halt, self.fault = Halt.FAILED, error
                return
            self.evaluations.append(evaluate.calls - asked)
        self.halt = Halt.NO_STEP

    def arrive(self, point: Array, evaluate: Evaluate) -> None:
        """Record a point that a step led to, or halt if it is out of bounds or the last."""
        loss, grad, _ = evaluate.uncounted(point)
        place, slopes = point.tolist(), grad.tolist()
        if within_limit([loss, *place, *slopes]):
            self.points.append(place)
            self.losses.append(loss)
            self.grads.append(slopes)
            self.halt = self._halt()
        else:
            self.beyond = [place] if within_limit(place) else []
            self.halt = Halt.BEYOND

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

    def recorded(self, landscape: LossLandscape) -> RunRecord:
        """The finished record of the run, once it has halted."""
        parameters, loss, grad = (np.array(rows) for rows in (self.points, self.losses, self.grads))
        beyond = np.array(self.beyond).reshape(-1, len(self.parameters))
        path = Trajectory(parameters, loss, grad, beyond)
        steps = len(loss) - 1  # a refused step does not count
        return RunRecord(
            run=self.run,
            parameters=parameters,
            loss=loss,
            grad=grad,
            lr=np.full(steps, self.run.lr),
            evaluations=np.array(self.evaluations[:steps], dtype=np.int64),
            ways=other_ways(landscape.objective, self.run, steps),
            beyond=path.beyond,
            ending=self._ending(path, landscape),
        )

    def _ending(self, path: Trajectory, landscape: LossLandscape) -> Ending:
        assert self.halt is not None
        fault, steps = self.fault, len(path.lengths)
        if self.halt is Halt.NO_STEP and not steps and not landscape.level(path.end):
            fault = StopIteration()
        if fault is not None:
            return failed_ending(self.run, steps + 1, fault)
        return judge(self.run, self.halt, path, landscape)
