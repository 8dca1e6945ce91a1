"""The video of a whole lesson, with its description in lesson.json beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gradreel.pipeline.build.cache import Artifact
from gradreel.pipeline.build.graph import Node, Output, Value
from gradreel.pipeline.outputs.chapter import clip_node
from gradreel.pipeline.outputs.recording import recording_node
from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.assemble import assemble
from gradreel.pipeline.video.clip import Clip
from gradreel.pipeline.video.lesson_file import LessonFile, described, write_lesson_file
from gradreel.scenarios import Scenario
from gradreel.scenes.sentences.catalogue import use
from gradreel.solver.recording import Recording


@dataclass(frozen=True)
class Lesson(Output):
    """The video of all chapters."""

    quality: Quality
    format: str = "mp4"

    def path(self, scenario: Scenario) -> Path:
        return scenario.place / f"lesson.{self.format}"

    def clips(self, scenario: Scenario) -> list[Node]:
        from gradreel.scenes.lesson import chapters_of

        chapters = chapters_of(scenario)
        return [clip_node(scenario, chapter, self.quality, self.format) for chapter in chapters]

    def nodes(self, scenario: Scenario) -> list[Node]:
        return [*self.clips(scenario), recording_node(scenario)]

    def write(self, scenario: Scenario, path: Path, artifacts: Sequence[Artifact]) -> Value:
        *drawn, recording = artifacts
        clips = [Clip.read(*artifact) for artifact in drawn]
        video = assemble(clips, path, self.quality, self.format)
        recorded = Recording.load(recording.path).shown_as(scenario.showing)
        with use(scenario.showing):
            about = described(video, recorded, clips, self.quality)
        return video.value | {"about": about.model_dump(mode="json")}

    def refresh(self, scenario: Scenario, path: Path, value: Value) -> None:
        write_lesson_file(path, LessonFile.model_validate(value["about"]), scenario)
