"""What runs are called, and where they end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenes.parts.numbers import as_typeset, number
from scenes.parts.typeset import Array
from scenes.parts.verdict import OUTCOMES
from scenes.parts.views import start_only
from solver.trajectory import RunRecord, Trajectory

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
    """The place of a run's end, or how it left."""
    if run.ending.outcome.flees:
        return OUTCOMES[run.ending.outcome]
    return place_of(run.parameters[-1])


def place_of(parameters: Sequence[float] | Array) -> str:
    """Parameters as a place: `(2.996, 2.51)`, or one as a number."""
    return as_place([number(float(v)) for v in parameters])


def as_place(texts: Sequence[str]) -> str:
    """Printed parameters as a place."""
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"


def same_end(runs: Sequence[RunRecord]) -> bool:
    """Whether runs end in one place, in proportion to the ways they came."""
    ends = np.array([run.parameters[-1] for run in runs])
    longest = max(float(np.linalg.norm(run.parameters[-1] - run.parameters[0])) for run in runs)
    return bool((np.linalg.norm(ends - ends[0], axis=1) <= _SAME * longest).all())
