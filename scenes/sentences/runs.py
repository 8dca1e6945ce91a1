"""What lessons of every kind say of several runs."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios import Fit, Run, Scenario
from scenes.parts.numbers import number, numbers_apart
from scenes.parts.runs import label_of, same_end
from solver.trajectory import Outcome, RunRecord, Trajectory

_SAME = 1e-3  # of the way down from the highest start: losses that differ by less are the same


def in_common(runs: Sequence[Run]) -> str:
    """What the runs share, and what sets them apart."""
    first = runs[0]
    one_start = all(run.start == first.start for run in runs)
    one_optimizer = all(run.optimizer == first.optimizer for run in runs)
    one_rule = one_optimizer and all(run.options == first.options for run in runs)
    rates = len({run.lr for run in runs})
    if one_start and one_rule and rates == len(runs):
        return "The same start and the same rule: only the learning rate differs."
    if one_start and one_rule and rates > 1:
        return "The same start and the same rule, with other learning rates."
    if one_start and one_rule:
        return "The same descent, told to end in other ways."
    if one_start and one_optimizer:
        return "The same start and the same optimiser, with other settings."
    if one_start:
        return "The same start, with other optimisers."
    if one_rule and rates == 1:
        return "The same rule from other starts."
    return "The runs differ in their starts and their settings."


def counts_epochs(scenario: Scenario, run: RunRecord) -> bool:
    """Whether each step of a run sees all data exactly once."""
    return isinstance(scenario.objective, Fit) and bool((run.evaluations == 1).all())


def epoch(scenario: Scenario) -> str:
    """What a step is called where it sees all data."""
    assert isinstance(scenario.objective, Fit)
    return f"Each step sees all {len(scenario.objective.data.outputs)} points: one epoch."


def own_step(run: RunRecord) -> str:
    """How a step is made by an optimiser with a rule of its own."""
    slope = "slope" if len(run.run.start) == 1 else "slopes"
    rate = number(run.run.lr)
    return f"{run.run.optimizer} makes its own step of the {slope}, with the learning rate {rate}."


def step_taken(run: RunRecord) -> str:
    """What the first step did to the loss."""
    before, after = numbers_apart(run.loss[:2].tolist())
    if before == after:
        return f"One step: the loss stays at {after}."
    if run.loss[1] < run.loss[0]:
        return f"One step: the loss falls, from {before} to {after}."
    return f"One step too far: the loss rises, from {before} to {after}."


def zoomed(scale: float, lost: int | None) -> str:
    """A note on axes that were widened, and on the first step that is too far away for them."""
    if scale <= 1.0:
        return ""
    beyond = "" if lost is None else f", step {lost} is beyond"
    return f"zoomed out ×{number(scale, 2)}{beyond}"


def zoomed_in_short(scale: float, lost: int | None) -> str:
    """The same note where there is little room."""
    if scale <= 1.0:
        return ""
    return f"axes ×{number(scale, 2)}" if lost is None else f"out at step {lost}"


def summary(trajectory: Trajectory, one_lowest: bool) -> str:
    """How all runs ended, those that did not settle by name.

    `one_lowest` where the loss has a single lowest point, and no other valley.
    """
    outcomes = [run.ending.outcome for run in trajectory.runs]
    arrived = [index for index, outcome in enumerate(outcomes) if outcome.settled]
    lost = [index for index, outcome in enumerate(outcomes) if outcome is Outcome.DIVERGED]
    restless = [index for index in range(len(outcomes)) if index not in arrived + lost]
    if len(lost) == len(trajectory.runs):
        reason = ": the learning rate is too large for this loss" if one_lowest else ""
        return f"Every run diverged{reason}."
    if lost:
        tail = _together(trajectory, sorted(arrived + restless), settled=not restless)
        return f"{_listed(trajectory, lost)} diverged; {tail}."
    if not restless:
        return _all_arrived(trajectory, one_lowest)
    if not arrived:
        return f"No run has settled; {_together(trajectory, restless, settled=False)}."
    rest = _together(trajectory, arrived, settled=True)
    return f"{_listed(trajectory, restless)} had not settled when the steps were spent; {rest}."


def _all_arrived(trajectory: Trajectory, one_lowest: bool) -> str:
    runs = trajectory.runs
    if same_end(runs):
        count = {1: "It", 2: "Both", 3: "All three"}.get(len(runs), f"All {len(runs)}")
        reason = ": one valley, one lowest point" if one_lowest else ""
        return f"{count} end in the same place{reason}."
    convex = one_lowest or isinstance(trajectory.scenario.objective, Fit)
    if _alike(runs):
        reason = ": the valley's floor is flat" if convex else ""
        return f"They end in different places with nearly the same loss{reason}."
    if convex:
        return "They end in different places: not all of them have come to the bottom."
    return f"They end in different places; {_lowest(trajectory, range(len(runs)))}."


def _together(trajectory: Trajectory, which: Sequence[int], settled: bool) -> str:
    """How some of the runs ended, within a sentence; `settled` where all of them did."""
    runs = [trajectory.runs[index] for index in which]
    if len(runs) == 1:
        verb = "settled at" if settled else "ends with"
        return f"{_listed(trajectory, which)} {verb} the loss {number(float(runs[0].loss[-1]))}"
    if settled and same_end(runs):
        return "the others end in the same place"
    if _alike(runs):
        return f"the losses end at about {number(min(float(run.loss[-1]) for run in runs))}"
    return _lowest(trajectory, which)


def _lowest(trajectory: Trajectory, which: Sequence[int]) -> str:
    best = min(which, key=lambda index: float(trajectory.runs[index].loss[-1]))
    loss = number(float(trajectory.runs[best].loss[-1]))
    return f"{_listed(trajectory, [best])} ends lowest, with the loss {loss}"


def _alike(runs: Sequence[RunRecord]) -> bool:
    """Whether runs end with nearly the same loss, in proportion to the way down."""
    ends = [float(run.loss[-1]) for run in runs]
    return max(ends) - min(ends) <= _SAME * (max(float(r.loss[0]) for r in runs) - min(ends))


def _listed(trajectory: Trajectory, which: Sequence[int]) -> str:
    """The names of runs within a sentence, the first three at most."""
    quoted = [f"“{label_of(trajectory, index)}”" for index in which[:3]]
    if len(which) > 3:
        return f"{', '.join(quoted)} and {len(which) - 3} more"
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[:-1] else quoted)
