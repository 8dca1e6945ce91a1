"""The contact sheet of a lesson, made from the clips of its smallest video."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from gradreel.pipeline.build.cache import Artifact
from gradreel.pipeline.build.graph import Node, Output, Value
from gradreel.pipeline.outputs.lesson import Lesson
from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.clip import Clip
from gradreel.pipeline.video.contact_sheet import QUALITY, moments, sheet
from gradreel.scenarios import Scenario
from gradreel.scenarios.files import write_atomically


@dataclass(frozen=True)
class Storyboard(Output):
    """One picture of frames from all chapters, each with its time, chapter and caption.

    The frames are those of a video of this quality, in half its size.
    """

    quality: Quality = QUALITY

    file_name: ClassVar[str] = "storyboard.png"

    def path(self, scenario: Scenario) -> Path:
        return scenario.place / self.file_name

    def nodes(self, scenario: Scenario) -> list[Node]:
        return Lesson(self.quality).clips(scenario)

    def write(self, scenario: Scenario, path: Path, artifacts: Sequence[Artifact]) -> Value:
        clips = [Clip.read(*artifact) for artifact in artifacts]
        with write_atomically(path) as temporary:
            sheet(scenario, list(moments(clips, self.quality)), self.quality).save(
                temporary, format="PNG"
            )
        return {}
