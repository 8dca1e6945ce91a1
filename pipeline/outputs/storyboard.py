"""The contact sheet of a lesson, made from the clips of its smallest video."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from gradreel.pipeline.build.cache import Artifact
from gradreel.pipeline.build.graph import Node, Output, Value
from gradreel.pipeline.outputs.lesson import Lesson
from gradreel.pipeline.video.clip import Clip
from gradreel.pipeline.video.contact_sheet import QUALITY, moments, sheet
from gradreel.scenarios import Scenario
from gradreel.scenarios.files import write_atomically


@dataclass(frozen=True)
class Storyboard(Output):
    """One picture of frames from all chapters, each with its time, chapter and caption."""

    file_name: ClassVar[str] = "storyboard.png"

    def path(self, scenario: Scenario) -> Path:
        return Path(scenario.name, self.file_name)

    def nodes(self, scenario: Scenario) -> list[Node]:
        return Lesson(QUALITY).clips(scenario)

    def write(self, scenario: Scenario, path: Path, artifacts: Sequence[Artifact]) -> Value:
        clips = [Clip.read(*artifact) for artifact in artifacts]
        with write_atomically(path) as temporary:
            sheet(scenario, list(moments(clips))).save(temporary, format="PNG")
        return {}
