"""Which part of the parameters' space a lesson draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenarios import Scenario
from scenes.parts.landscape import Domain
from solver.trajectory import RunRecord, Trajectory

_FARTHEST = 1.5  # how far, in widths of the domain, a run may stretch the picture either way
_MARGIN = 0.08


def drawn_domain(trajectory: Trajectory, runs: Sequence[RunRecord] = ()) -> Domain:
    """The scenario's domain, stretched so that the runs (by default the first) are seen.

    A run that leaves for the distance is followed only so far. Data without a domain are drawn
    about where the runs go.
    """
    runs = runs or trajectory.runs[:1]
    given = trajectory.scenario.objective.domain or {}
    places = np.concatenate([run.parameters for run in runs])
    domain = {}
    for index, name in enumerate(trajectory.scenario.parameters):
        values = places[:, index]
        low, high = given.get(name) or _around(trajectory, index)
        reach = _FARTHEST * (high - low)
        near = values[(values >= low - reach) & (values <= high + reach)]
        pad = _MARGIN * (high - low)
        if near.min() < low:
            low = near.min() - pad
        if near.max() > high:
            high = near.max() + pad
        domain[name] = (float(low), float(high))
    return domain


def start_only(scenario: Scenario) -> bool:
    """Whether the runs differ in nothing but their start (and the steps they may take)."""
    ways = {
        run.model_copy(update={"start": {}, "name": None, "steps": 1}).model_dump_json()
        for run in scenario.runs
    }
    return len(ways) == 1


def _around(trajectory: Trajectory, index: int) -> tuple[float, float]:
    """A range about the start and end of every run that did not run away."""
    ends = [run.parameters[k, index] for run in trajectory.runs for k in (0, -1)]
    starts = ends[::2]
    width = 4 * max(np.ptp(starts), abs(ends[1] - ends[0]), 1e-3)
    near = [v for v in ends if abs(v - starts[0]) <= width]
    spread = max(np.ptp(near), 1e-3)
    return float(min(near) - 0.4 * spread), float(max(near) + 0.4 * spread)
