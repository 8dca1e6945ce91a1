"""Statistics of a run: the rule of its steps, and the curvatures that explain its speed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gradreel.scenarios import Fit, Run, Scenario
from gradreel.scenarios.calculus import Array
from gradreel.solver.ending import Outcome
from gradreel.solver.loss_landscape import LossLandscape
from gradreel.solver.objective import Objective
from gradreel.solver.run_record import RunRecord
from gradreel.solver.shape import Shape, shape_of

_SMALLEST = 1e-300  # of a curvature: 2 over a smaller one would overflow
_LONG = 100.0  # a condition number: at the best rate, closing 95 % of the way takes 150 steps


@dataclass(frozen=True)
class Diagnosis:
    """The curvatures that a run of gradient descent met, and what follows for its learning rate.

    Returned by `diagnose`. `curvatures` are the p eigenvalues of the Hessian, ascending. If
    `everywhere`, the loss is quadratic and they are the same at all points; else they were
    measured at the run's row `step`, and hold only near it.

    `largest_rate` is the limit of stability: with a learning rate above it the distance to the
    minimum grows in the steepest direction. It is 2/λ, and 2(1 + β)/λ with a momentum β (Polyak,
    1964); None where no direction bends up, and for a momentum that has no limit. `rule` says which
    of these it is: "plain", "momentum" for one of size `momentum`, or "long" for neither. `share`
    is the length of the step from that row in the slow direction, as a share of the way to the
    minimum; None if Newton's method finds no minimum.

    `plain` says that each step is minus the learning rate times the gradient, and nothing more.
    What follows from the factor 1 - ηλ holds only for such runs: `best_rate`, `closes` and
    `steps_to` are None for others, and if `bottomless`, that is, if the loss is proven to have no
    minimum.
    """

    rate: float
    curvatures: tuple[float, ...]
    everywhere: bool
    step: int
    plain: bool
    largest_rate: float | None
    rule: str
    momentum: float
    bottomless: bool
    share: float | None

    @property
    def steepest(self) -> float:
        """The largest curvature."""
        return self.curvatures[-1]

    @property
    def slowest(self) -> float | None:
        """The smallest positive curvature, that of the slowest direction."""
        return next((curvature for curvature in self.curvatures if curvature > 0), None)

    @property
    def too_large(self) -> bool:
        """Whether the learning rate is above the limit."""
        return self.largest_rate is not None and self.rate > self.largest_rate * (1 + 1e-9)

    @property
    def at_limit(self) -> bool:
        """Whether the learning rate equals the limit, so that no step comes closer."""
        limit = self.largest_rate
        return self.plain and limit is not None and math.isclose(self.rate, limit, rel_tol=1e-9)

    @property
    def best_rate(self) -> float | None:
        """The fixed rate with the fastest slowest direction, 2/(λ₁ + λₚ).

        Directions of curvature 0 do not count; None if a curvature is negative.
        """
        if not self.plain or self.bottomless or self.slowest is None or self.curvatures[0] < 0:
            return None
        return 2 / (self.slowest + self.steepest)

    @property
    def closes(self) -> float | None:
        """The share, from 0 to 1, of the remaining way in the slow direction that a step closes."""
        if not self.plain or self.bottomless or self.slowest is None:
            return None
        if not self.everywhere:  # the curvature alone does not say where the minimum is
            return None if self.share is None else _closed(self.share)
        return _closed(self.rate * self.slowest)

    @property
    def overshoots(self) -> bool:
        """Whether the step from that row leads past the minimum, and not nearer to it."""
        return self.plain and self.share is not None and self.share >= 2

    def steps_to(self, share: float) -> int | None:
        """How many steps leave this share of the way in the slow direction.

        None if unknown, or if it is more than float64 can hold.
        """
        if not self.closes:
            return None
        if self.closes == 1:
            return 1
        steps = math.log(share) / math.log1p(-self.closes)
        return max(1, math.ceil(steps)) if math.isfinite(steps) else None


def diagnose(objective: Objective, record: RunRecord) -> Diagnosis | None:
    """The diagnosis of a run of SGD at a fixed rate; None for others, or without a finite Hessian.

    If the loss is not quadratic, it is made at the start of a run that flees, at the lowest row of
    one that oscillates, and at the end of others.
    """
    run = record.run
    if not run.steady:
        return None
    step = 0 if objective.quadratic else _diagnosed_row(record)
    found = _curvatures(objective, record.parameters[step])
    if found is None:
        return None
    bending = float(found[-1]) + float(run.options.get("weight_decay", 0.0))  # type: ignore[arg-type]
    return Diagnosis(
        rate=run.rate,
        curvatures=tuple(found.tolist()),
        everywhere=objective.quadratic,
        step=step,
        plain=run.plain,
        largest_rate=_limit(run, bending) if bending > _SMALLEST else None,
        rule=_rule(run),
        momentum=float(run.options.get("momentum", 0.0)),  # type: ignore[arg-type]
        bottomless=objective.quadratic and shape_of(objective) is Shape.BOTTOMLESS,
        share=None if objective.quadratic else _share_of_way(objective, record, step),
    )


def scaling_helps(scenario: Scenario, diagnosis: Diagnosis) -> bool:
    """Whether standardising the inputs of a fit would make its loss far better conditioned.

    That is, subtracting the mean of each input and dividing by its deviation. The model must be
    able to express the same fits then: "X @ w" has no constant to absorb the means.
    """
    if not isinstance(scenario.objective, Fit) or not diagnosis.slowest:
        return False
    if scenario.objective.scale is not None:
        return False
    inputs = np.array(scenario.objective.data.inputs)
    spread = inputs.std(axis=0)
    if not (spread > 0).all():
        return False
    model = scenario.objective.parsed
    design, scaled = (
        model.design(each) for each in (inputs, (inputs - inputs.mean(axis=0)) / spread)
    )
    same, *_ = np.linalg.lstsq(design, scaled)
    if not np.allclose(design @ same, scaled, atol=1e-6):
        return False
    longer = diagnosis.steepest / diagnosis.slowest
    return longer >= _LONG and float(np.linalg.cond(scaled) ** 2) <= longer / 10


def follows_gradient(run: RunRecord) -> bool:
    """Whether the recorded steps follow the plain rule, minus the learning rate times the gradient.

    A refused step counts. For a run without any step its settings decide.
    """
    steps = np.diff(run.led_to, axis=0)
    if not len(steps) or run.run.lr is None or run.run.stochastic:
        return run.run.plain
    rates = np.append(run.lr, run.run.lr)[: len(steps), None]
    rule = -rates * run.grad[: len(steps)]
    # A step is a difference of parameters, and known only to their rounding.
    known = 1e-12 * np.abs(run.led_to[1:]) + 1e-6 * np.abs(rule)
    return bool((np.abs(steps - rule) <= known).all())


def growth_factors(objective: Objective, run: RunRecord) -> tuple[float, ...]:
    """The factor by which one step changes the distance to the minimum, for each eigenvector.

    1 - lr * curvature, largest curvature first; empty if the loss is not quadratic or the run does
    not follow the plain rule.
    """
    if objective.minimum is None or not (run.run.plain and follows_gradient(run)):
        return ()
    curvatures = objective.curvatures(run.parameters[0])
    return tuple(float(1 - run.run.rate * curvature) for curvature in curvatures[::-1])


def factors_of(objective: Objective, runs: Sequence[RunRecord]) -> list[float]:
    """The growth factors of all runs that have any."""
    return [factor for run in runs for factor in growth_factors(objective, run)]


def counts_epochs(scenario: Scenario, run: RunRecord) -> bool:
    """Whether each step of a run uses all data exactly once, and its lesson calls that an epoch."""
    with_data = scenario.fit is not None and scenario.kind.epochs and not run.run.stochastic
    return with_data and bool((run.counts[:, :2] == 1).all())


def _diagnosed_row(record: RunRecord) -> int:
    if record.ending.outcome.flees:
        return 0
    if record.ending.outcome is Outcome.OSCILLATING:
        return int(record.loss.argmin())
    return record.steps


def _curvatures(objective: Objective, point: Array) -> Array | None:
    return objective.curvatures(point) if np.isfinite(objective.hessian(point)).all() else None


def _share_of_way(objective: Objective, record: RunRecord, row: int) -> float | None:
    """The step from a row as a share of the way to the minimum, both in the slow direction."""
    here = record.parameters[row]
    there = LossLandscape(objective).minimum_from(here)
    if there is None:
        return None
    bending, directions = np.linalg.eigh(objective.hessian(here))
    slow = directions[:, int((bending > 0).argmax())]
    way, step = float(slow @ (here - there)), record.run.rate * float(slow @ record.grad[row])
    return step / way if way else None


def _closed(share: float) -> float:
    """The share of a way that a step closes whose length is this share of it, or too long."""
    return max(0.0, min(share, 2 - share))


def _limit(run: Run, bending: float) -> float | None:
    """The learning rate above which SGD with the options of a run diverges; None if there is none.

    Below it the roots of SGD's two-step recursion, for a quadratic of curvature `bending`, are in
    the unit circle.
    """
    momentum, dampening = (
        float(run.options.get(name, 0.0))  # type: ignore[arg-type]
        for name in ("momentum", "dampening")
    )
    if momentum == 0:
        return 2 / bending
    if momentum >= 1 or dampening >= 1:
        return None
    if run.options.get("nesterov"):
        return 2 * (1 + momentum) / ((1 + 2 * momentum) * bending)
    return 2 * (1 + momentum) / ((1 - dampening) * bending)


def _rule(run: Run) -> str:
    given = {name for name in run.options if run.options[name]}
    if not given & {"momentum", "weight_decay"}:
        return "plain"
    return "momentum" if given == {"momentum"} else "long"
