"""The only descent loop: it takes the steps of any method and records each."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from gradreel.scenarios import Run, Scenario, ScenarioError
from gradreel.scenarios.arrays import Array
from gradreel.scenarios.bounds import within_limit
from gradreel.solver.ending import Ending
from gradreel.solver.evaluation import Count, Evaluate, Evaluation
from gradreel.solver.failure import failed_ending
from gradreel.solver.halted import Halt
from gradreel.solver.loss_landscape import LossLandscape
from gradreel.solver.methods import METHODS
from gradreel.solver.objective import objective_of
from gradreel.solver.outcome import judge
from gradreel.solver.recorded_mass import recorded_mass
from gradreel.solver.recording import Recording
from gradreel.solver.reference import other_ways
from gradreel.solver.run_record import NO_ROW, RunRecord
from gradreel.solver.sampling import sample_of
from gradreel.solver.schedules import rates_of
from gradreel.solver.step import Step
from gradreel.solver.torch_objective import exact_torch, loss_and_gradient, torch_hessian
from gradreel.solver.trajectory import Trajectory
from gradreel.solver.tuning import tuned


def record(scenario: Scenario) -> Recording:
    """Run every descent of the scenario and record each of its steps, and the ends of its mass.

    The scenario of the recording has, for each run with learning rates to try, the best of them.
    Raises ScenarioError if a run starts at a point without a finite loss and gradient.
    """
    objective = objective_of(scenario)
    compute = loss_and_gradient(objective)
    hessian = torch_hessian(objective)

    def descend(run: Run) -> RunRecorder:
        recorder = RunRecorder(run, objective.parameters)
        sample = sample_of(run, objective, compute)
        recorder.follow(Evaluate(objective, compute, hessian, sample))
        return recorder

    # Overflow shows in the values, which are checked; numpy need not warn about it.
    with exact_torch(), np.errstate(all="ignore"):
        recorders = [tuned(run, descend) for run in scenario.runs]
        if problems := [
            f"{scenario.name}: runs[{index}].start: the loss or its gradient is not finite there; "
            "start where the formula is defined"
            for index, recorder in enumerate(recorders)
            if not recorder.losses
        ]:
            raise ScenarioError(problems)
        landscape = LossLandscape(objective, scenario.objective.domain)
        if any(run.tune for run in scenario.runs):
            chosen = tuple(recorder.run for recorder in recorders)
            scenario = scenario.model_copy(update={"runs": chosen})
        runs = tuple(one.recorded(landscape) for one in recorders)
        return Recording(scenario, runs, recorded_mass(scenario, objective))


class RunRecorder:
    """Follows the method of one run: holds what was recorded so far, and why the run halted."""

    def __init__(self, run: Run, parameters: tuple[str, ...]) -> None:
        self.run, self.parameters = run, parameters
        self.points: list[list[float]] = []
        self.losses: list[float] = []
        self.grads: list[list[float]] = []
        self.carried: list[Mapping[str, Array]] = []
        self.rates: list[float] = []
        self.counts: list[Count] = []
        self.seen: list[Evaluation] = []
        self.beyond: list[list[float]] = []
        self.halt: Halt | None = None
        self.fault: Exception | None = None

    def follow(self, evaluate: Evaluate) -> None:
        """Take steps of the method of the run until the run has halted."""
        run, rates = self.run, rates_of(self.run)
        start = np.array([run.start[name] for name in self.parameters])
        steps = METHODS[run.optimizer](evaluate, start, run.options, lambda: self.rates[-1])
        step: Step | None = Step(start)
        while step is not None:
            self.arrive(step, evaluate)
            if self.halt is not None:
                return
            if rates is not None:
                self.rates.append(rates(self.losses[-1]))
            if run.stochastic:
                evaluate.draw()
                self.seen.append(evaluate.seen(step.point))
            asked = evaluate.count
            try:
                step = next(steps, None)
            except (ArithmeticError, LookupError, TypeError, ValueError, RuntimeError) as error:
                self.halt, self.fault = Halt.FAILED, error
                return
            self.counts.append(evaluate.count.since(asked))
        self.halt = Halt.NO_STEP

    def arrive(self, step: Step, evaluate: Evaluate) -> None:
        """Record where a step led, or halt if that is out of bounds or the last."""
        loss, grad, _ = evaluate.uncounted(step.point)
        place, slopes = step.point.tolist(), grad.tolist()
        if within_limit([loss, *place, *slopes]):
            self.points.append(place)
            self.losses.append(loss)
            self.grads.append(slopes)
            if len(self.points) > 1:
                self.carried.append(step.carried)
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
            lr=np.array(self.rates[:steps]),
            counts=np.array(self.counts[:steps], dtype=np.int64).reshape(steps, 3),
            carried=self._carried(),
            **self._seen(steps),
            ways=other_ways(landscape.objective, self.run, steps),
            beyond=path.beyond,
            ending=self._ending(path, landscape),
        )

    def _carried(self) -> dict[str, Array]:
        """What the method carried, by name, a row for each step."""
        names = self.carried[0] if self.carried else ()
        return {name: np.array([each[name] for each in self.carried]) for name in names}

    def _seen(self, steps: int) -> dict[str, Any]:
        """What each step saw of the loss, if that was not all."""
        seen, width = self.seen[:steps], len(self.parameters)
        size = max((len(each.data) for each in seen), default=0)
        rows = [[*each.data, *[NO_ROW] * (size - len(each.data))] for each in seen]
        return {
            "batch": np.array(rows, dtype=np.int64).reshape(len(seen), size),
            "seen_loss": np.array([each.loss for each in seen]),
            "seen_grad": np.array([each.grad for each in seen]).reshape(len(seen), width),
        }

    def _ending(self, path: Trajectory, landscape: LossLandscape) -> Ending:
        assert self.halt is not None
        fault, steps = self.fault, len(path.lengths)
        if self.halt is Halt.NO_STEP and not steps and not landscape.level(path.end):
            fault = StopIteration()
        if fault is not None:
            return failed_ending(self.run, steps + 1, fault)
        return judge(self.run, self.halt, path, landscape)
