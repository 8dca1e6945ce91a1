"""Recordings of the shipped scenarios, for processes that load no torch."""

from __future__ import annotations

from bench.figure import Plan
from gradreel.scenarios import load_scenario
from gradreel.solver.recording import Recording


def recorded(plan: Plan, name: str) -> Recording:
    """The recording of a shipped scenario, also saved in the folder of the plan."""
    path = plan.folder / f"{name}.npz"
    if path.exists():
        return Recording.load(path)
    from gradreel.solver.descent import record

    recording = record(load_scenario(name))
    recording.save(path)
    return recording
