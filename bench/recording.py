"""Recordings of the shipped scenarios, for processes that load no torch."""

from __future__ import annotations

from bench.figure import Plan
from gradreel.scenarios import load_scenario
from gradreel.solver.trajectory import Trajectory


def recorded(plan: Plan, name: str) -> Trajectory:
    """The recording of a shipped scenario, which then also lies in the plan's folder."""
    path = plan.folder / f"{name}.npz"
    if path.exists():
        return Trajectory.load(path)
    from gradreel.solver.descent import record

    trajectory = record(load_scenario(name))
    trajectory.save(path)
    return trajectory
