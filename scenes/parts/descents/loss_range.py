"""The steps and losses that axes with one scale for several runs show. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.solver.run_record import RunRecord

_DECADES = 1e4  # times the loss at the start: on a logarithmic axis, more is not drawn
_AS_LONG = 2  # times the median number of steps: a longer run leaves the axes
_FEWEST = 10  # steps that axes show at least, if a run has as many


def shared_steps(runs: Sequence[RunRecord]) -> int:
    """How many steps axes show: a very long run must not squeeze the others."""
    return shared_length([run.steps for run in runs])


def shared_length(counts: Sequence[int]) -> int:
    """The same of the lengths of runs, in steps or in anything else."""
    counts = [max(count, 1) for count in counts]
    return min(max(counts), max(_AS_LONG * int(np.median(counts)), _FEWEST))


def visible_losses(runs: Sequence[RunRecord]) -> list[Array]:
    """The losses of runs, cut off where one explodes, so that first steps are not flattened."""
    ceiling = _ceiling(runs)
    return [np.minimum(run.loss, ceiling) for run in runs]


def _ceiling(runs: Sequence[RunRecord]) -> float:
    staying = [run for run in runs if not run.ending.outcome.flees]
    highest = max((float(run.loss.max()) for run in staying), default=-np.inf)
    start = max(float(run.loss[0]) for run in runs)
    lowest = min(float(run.loss.min()) for run in runs)
    if lowest > 0.0:  # the axis may be logarithmic: as far above the start as others are below it
        return max(highest, start * max(start / lowest, _DECADES))
    return max(highest, start + 3.0 * (start - lowest))
