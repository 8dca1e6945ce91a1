"""Recordings that a call finds in its cache, so that no process has to load torch for them."""

from __future__ import annotations

from pathlib import Path

from gradreel.pipeline.build import InProcess
from gradreel.pipeline.build.build import build_artifacts
from gradreel.pipeline.outputs.recording import recording_node
from gradreel.scenarios import Scenario, load_scenario
from gradreel.solver.descent import record


def put_recordings(folder: Path, *scenarios: Scenario) -> None:
    """Leave the recordings of scenarios in the cache below an output folder."""
    for scenario in scenarios:
        build_artifacts(scenario, [recording_node(scenario)], folder, InProcess())


def put_recorded(folder: Path, file: Path) -> None:
    """Leave what a file records where `quick_batch.py`, called in this folder, looks for it."""
    scenario = load_scenario(file)
    path = folder / "recorded" / f"{scenario.name}.npz"
    path.parent.mkdir(exist_ok=True)
    record(scenario).save(path)
