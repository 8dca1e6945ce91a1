"""An output in a file that the user has named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from gradreel.pipeline.build.cache import Artifact
from gradreel.pipeline.build.graph import Node, Output, Value
from gradreel.scenarios import Scenario


@dataclass(frozen=True)
class Named(Output):
    """An output as a single file; nothing is written beside it."""

    output: Output
    file: Path

    in_place: ClassVar[bool] = False

    def path(self, scenario: Scenario) -> Path:
        return self.file.absolute()

    def nodes(self, scenario: Scenario) -> list[Node]:
        return self.output.nodes(scenario)

    def write(self, scenario: Scenario, path: Path, artifacts: Sequence[Artifact]) -> Value:
        return self.output.write(scenario, path, artifacts)

    @property
    def cache_fields(self) -> list[object]:
        return self.output.cache_fields
