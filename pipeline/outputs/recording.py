"""The recording, and its steps as a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from gradreel.pipeline.build.cache import Artifact
from gradreel.pipeline.build.graph import Node, Output, Value
from gradreel.pipeline.build.keys import recording_key
from gradreel.scenarios import Scenario
from gradreel.solver.recording import Recording


@dataclass(frozen=True)
class RecordScenario:
    """Record every run of a scenario."""

    scenario: Scenario

    library: ClassVar[str] = "torch"
    suffix: ClassVar[str] = ".npz"
    cost: ClassVar[float] = math.inf  # all else waits for it

    @property
    def label(self) -> str:
        return f"{self.scenario.place}: recording"

    def do(self, path: Path, inputs: Sequence[Path]) -> dict[str, Any]:
        from gradreel.solver.descent import record

        record(self.scenario).save(path)
        return {}


def recording_node(scenario: Scenario) -> Node:
    """The node that records a scenario."""
    return Node(recording_key(scenario), RecordScenario(scenario))


@dataclass(frozen=True)
class RecordingFile(Output):
    """Everything that was recorded, as a file of numpy arrays."""

    file_name: ClassVar[str] = "recording.npz"

    def path(self, scenario: Scenario) -> Path:
        return scenario.place / self.file_name

    def nodes(self, scenario: Scenario) -> list[Node]:
        return [recording_node(scenario)]

    def write(self, scenario: Scenario, path: Path, artifacts: Sequence[Artifact]) -> Value:
        Recording.load(artifacts[0].path).save(path)
        return {}


@dataclass(frozen=True)
class StepsFile(Output):
    """Every recorded step, as a CSV table."""

    file_name: ClassVar[str] = "steps.csv"

    def path(self, scenario: Scenario) -> Path:
        return scenario.place / self.file_name

    def nodes(self, scenario: Scenario) -> list[Node]:
        return [recording_node(scenario)]

    def write(self, scenario: Scenario, path: Path, artifacts: Sequence[Artifact]) -> Value:
        Recording.load(artifacts[0].path).write_csv(path)
        return {}
