"""The places where several runs end, and which runs end in each. Pure numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.descents.runs import same_place
from gradreel.scenes.parts.maps.lowest import rise_between
from gradreel.solver.ending import Outcome
from gradreel.solver.masses import TOGETHER
from gradreel.solver.objective import Objective
from gradreel.solver.outcome import ends_at_minimum
from gradreel.solver.run_record import RunRecord


@dataclass(frozen=True)
class End:
    """A place (p,) where `runs` (their indices) end, and its lowest loss.

    The place is None for the runs that do not settle. If several `places` are listed as one, it is
    the one with the lowest loss.
    """

    runs: tuple[int, ...]
    place: Array | None
    loss: float
    places: int = 1


def ends_of(runs: Sequence[RunRecord], span: Array) -> list[End]:
    """The places where runs end, lowest loss first; runs that do not settle come last.

    Ends that are closer together than a small share of `span` (p,) in every parameter are one.
    """
    groups: list[list[int]] = []
    restless = []
    for index, run in enumerate(runs):
        if run.ending.outcome.flees or run.ending.outcome is Outcome.OSCILLATING:
            restless.append(index)
            continue
        for group in groups:
            distances = np.abs(runs[group[0]].parameters[-1] - run.parameters[-1])
            if bool((distances <= TOGETHER * span).all()):
                group.append(index)
                break
        else:
            groups.append([index])
    ends = []
    for group in groups:
        best = min(group, key=lambda index: float(runs[index].loss[-1]))
        ends.append(End(tuple(group), runs[best].parameters[-1], float(runs[best].loss[-1])))
    ends.sort(key=lambda end: end.loss)
    if restless:
        ends.append(End(tuple(restless), None, float("nan")))
    return ends


def gathered(ends: Sequence[End], most_ends: int) -> list[End]:
    """At most `most_ends` ends: those with the lowest losses, and all others as one."""
    settled = [end for end in ends if end.place is not None]
    restless = list(ends[len(settled) :])
    room = most_ends - len(restless)
    if len(settled) <= room:
        return list(ends)
    listed, merged = settled[: room - 1], settled[room - 1 :]
    runs = tuple(run for end in merged for run in end.runs)
    return [*listed, End(runs, merged[0].place, merged[0].loss, len(merged)), *restless]


def at_lowest(objective: Objective, end: End, span: Array) -> bool | None:
    """Whether an end looks like the proven lowest point, in a picture of `span` (p,).

    None if no lowest point is proven, or the end has no place.
    """
    if objective.minimum is None or end.place is None:
        return None
    return same_place(end.place, objective.minimum, span)


def at_minimum(objective: Objective, end: End, runs: Sequence[RunRecord]) -> bool:
    """Whether one of the runs with this end came to a minimum."""
    return any(ends_at_minimum(objective, runs[index].parameters) for index in end.runs)


def highest_ridge(objective: Objective, ends: Sequence[End]) -> tuple[End, End] | None:
    """The two ends between which the loss, on a straight line, rises most above both; or None.

    A loss that rises there is proven not to be convex. All ends must have a place.
    """
    pairs = [*combinations(ends, 2)]
    rises = [rise_between(objective, first.place, second.place) for first, second in pairs]  # type: ignore[arg-type]
    highest = max(rises, default=0.0)
    return pairs[rises.index(highest)] if highest > 0.0 else None
