"""Where several runs end: the places, and which runs end there. Pure numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.lowest import rise_between
from gradreel.solver.ending import Outcome
from gradreel.solver.objective import Objective
from gradreel.solver.outcome import ends_at_minimum
from gradreel.solver.recording import RunRecord

# Share of the domain within which dots of two ends overlap, and count as one place.
TOGETHER = 0.03


@dataclass(frozen=True)
class End:
    """A place (p,) where runs end, or None for those that do not settle; its lowest loss.

    Of several `places` that are told together, the place is that of the lowest loss.
    """

    runs: tuple[int, ...]
    place: Array | None
    loss: float
    places: int = 1


def ends_of(runs: Sequence[RunRecord], span: Array) -> list[End]:
    """The places where runs end, lowest loss first, those that do not settle last.

    Ends closer together than a small share of `span` (p,) in every parameter are one place.
    """
    groups: list[list[int]] = []
    restless = []
    for index, run in enumerate(runs):
        if run.ending.outcome.flees or run.ending.outcome is Outcome.OSCILLATING:
            restless.append(index)
            continue
        for group in groups:
            apart = np.abs(runs[group[0]].parameters[-1] - run.parameters[-1])
            if bool((apart <= TOGETHER * span).all()):
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


def gathered(ends: Sequence[End], most: int) -> list[End]:
    """At most `most` ends: those with the lowest losses, and all others as one."""
    settled = [end for end in ends if end.place is not None]
    restless = list(ends[len(settled) :])
    room = most - len(restless)
    if len(settled) <= room:
        return list(ends)
    kept, others = settled[: room - 1], settled[room - 1 :]
    runs = tuple(run for end in others for run in end.runs)
    return [*kept, End(runs, others[0].place, others[0].loss, len(others)), *restless]


def at_minimum(objective: Objective, end: End, runs: Sequence[RunRecord]) -> bool:
    """Whether one of the runs that end there has come to a minimum."""
    return any(ends_at_minimum(objective, runs[index].parameters) for index in end.runs)


def highest_ridge(objective: Objective, ends: Sequence[End]) -> tuple[End, End] | None:
    """The two ends between which the loss rises most above both, on the straight way; or None.

    Where it rises, it is proven not to be convex. All ends have a place.
    """
    pairs = [*combinations(ends, 2)]
    rises = [rise_between(objective, one.place, other.place) for one, other in pairs]  # type: ignore[arg-type]
    most = max(rises, default=0.0)
    return pairs[rises.index(most)] if most > 0.0 else None
