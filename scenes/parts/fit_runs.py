"""What the runs of a fit are called, and what they say together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenarios import Scenario
from scenes.parts.numbers import as_typeset, number
from scenes.parts.verdict import OUTCOMES
from scenes.parts.views import start_only
from solver.trajectory import Outcome, RunRecord, Trajectory

_LONGEST = 22
_SAME = 0.02  # of the longest way: ends that are closer are one place


def label_of(trajectory: Trajectory, index: int) -> str:
    """A run's name, or what sets it apart: its start, its learning rate, its optimiser."""
    run = trajectory.scenario.runs[index]
    if run.name:
        name = as_typeset(run.name)
        return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
    if start_only(trajectory.scenario):
        return f"from {place_of(list(run.start.values()))}"
    alike = len({other.optimizer for other in trajectory.scenario.runs}) == 1
    return f"lr {number(run.lr)}" if alike else f"{run.optimizer}, lr {number(run.lr)}"


def where_it_ended(run: RunRecord) -> str:
    """The place of a run's end, or that it diverged."""
    if run.ending.outcome is Outcome.DIVERGED:
        return OUTCOMES[run.ending.outcome]
    return place_of(run.parameters[-1].tolist())


def place_of(parameters: Sequence[float]) -> str:
    """Parameters as a place: `(2.996, 2.51)`, or one as a number."""
    if len(parameters) == 1:
        return number(float(parameters[0]))
    return f"({', '.join(number(float(v)) for v in parameters)})"


def same_end(runs: Sequence[RunRecord]) -> bool:
    """Whether runs end in one place, in proportion to the ways they came."""
    ends = np.array([run.parameters[-1] for run in runs])
    longest = max(float(np.linalg.norm(run.parameters[-1] - run.parameters[0])) for run in runs)
    return bool((np.linalg.norm(ends - ends[0], axis=1) <= _SAME * longest).all())


def introduction(scenario: Scenario) -> str:
    """One sentence about what the runs have in common, and what not."""
    if start_only(scenario):
        return "The same descent from other starts."
    if len({run.optimizer for run in scenario.runs}) == 1:
        return "The same loss, with other learning rates or settings."
    return "The same loss, with other optimisers."


def summary(trajectory: Trajectory) -> str:
    """One sentence about where all runs ended."""
    by_outcome: dict[bool | None, list[int]] = {True: [], False: [], None: []}
    for index, run in enumerate(trajectory.runs):
        outcome = run.ending.outcome
        settled = None if outcome is Outcome.DIVERGED else outcome is Outcome.CONVERGED
        by_outcome[settled].append(index)
    arrived, on_the_way, lost = by_outcome[True], by_outcome[False], by_outcome[None]
    if not arrived and not on_the_way:
        return "Every run diverged: the learning rate is too large for this loss."
    names = [label_of(trajectory, index) for index in lost or on_the_way]
    if not lost and not on_the_way:
        return _together([trajectory.runs[index] for index in arrived])
    verb = "diverged" if lost else "had not settled when the steps were spent"
    rest = [trajectory.runs[index] for index in arrived]
    if lost and on_the_way:
        return f"{_listed(names)} diverged, and not all others settled."
    if len(rest) < 2:
        return f"{_listed(names)} {verb}."
    where = "end in the same place" if same_end(rest) else "end in different places"
    return f"{_listed(names)} {verb}; the others {where}."


def _together(runs: Sequence[RunRecord]) -> str:
    if same_end(runs):
        count = {2: "Both", 3: "All three"}.get(len(runs), f"All {len(runs)}")
        return f"{count} end in the same place: the loss has one valley, and one lowest point."
    losses = np.array([run.loss[-1] for run in runs])
    if np.ptp(losses) <= _SAME * max(float(run.loss[0]) for run in runs):
        return "They end in different places with nearly the same loss: the valley's floor is flat."
    return "They end in different places: not all of them have come to the bottom."


def _listed(names: Sequence[str]) -> str:
    """Run names at the head of a sentence, the first three at most."""
    quoted = [f"“{name}”" for name in names[:3]]
    if len(names) > 3:
        return f"{', '.join(quoted)} and {len(names) - 3} more"
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[:-1] else quoted)
