"""Which runs come down far enough, and what it costs them. Pure numpy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gradreel.scenarios import Scenario
from gradreel.solver.looks import looks
from gradreel.solver.run_record import RunRecord

LEFT = 1e-3  # of the way down from the start: less than a pixel of a picture that shows all of it


class Arrival(NamedTuple):
    """When the run with an index first reaches the finish; None if it never does."""

    run: int
    step: int | None
    looks: float | None


def finish_line(runs: Sequence[RunRecord], lowest: float) -> float:
    """The loss at which runs have arrived: all but `LEFT` of the way down to the `lowest` loss.

    The way begins at the highest of their starts.
    """
    start = max(float(run.loss[0]) for run in runs)
    return lowest + LEFT * (start - lowest)


def arrivals(scenario: Scenario, runs: Sequence[RunRecord], line: float) -> list[Arrival]:
    """When each run comes down to a loss, those with the fewest looks first.

    Those that never do are last, in the order of how far down they come.
    """
    every = [_arrival(index, scenario, run, line) for index, run in enumerate(runs)]

    def place(arrival: Arrival) -> tuple[float, float, float]:
        step = math.inf if arrival.step is None else arrival.step
        cost = math.inf if arrival.looks is None else arrival.looks
        return cost, step, math.inf if _fled(runs[arrival.run]) else runs[arrival.run].loss[-1]

    return sorted(every, key=place)


def _arrival(index: int, scenario: Scenario, run: RunRecord, line: float) -> Arrival:
    below = np.flatnonzero(run.loss <= line)
    if not len(below):
        return Arrival(index, None, None)
    return Arrival(index, int(below[0]), float(looks(scenario, run)[below[0]]))


def _fled(run: RunRecord) -> bool:
    return run.ending.outcome.flees
