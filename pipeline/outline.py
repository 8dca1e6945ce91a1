"""What the chapters of a lesson show, how long they take and what they say, before any is drawn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from gradreel.pipeline.build.build import build_artifacts
from gradreel.pipeline.build.cache import key_of
from gradreel.pipeline.build.executor import Executor
from gradreel.pipeline.build.graph import Node
from gradreel.pipeline.build.keys import chapter_key
from gradreel.pipeline.build.sources import digest_of
from gradreel.pipeline.outputs.recording import recording_node
from gradreel.pipeline.outputs.showing_task import ShowingTask
from gradreel.scenarios import Scenario
from gradreel.scenes.chapter_plan import ChapterPlan
from gradreel.scenes.lesson import chapters_of
from gradreel.scenes.sentences.catalogue import text


class ChapterOutline(NamedTuple):
    """A chapter: its name, a sentence about what it shows, the seconds that it lasts, and the ids
    and texts of the messages that it says, in order."""

    name: str
    shows: str
    seconds: float
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OutlineChapter(ShowingTask):
    """Play a chapter of the named scenario from its recording."""

    chapter: str

    suffix: ClassVar[str] = ".txt"  # beside it, the cache keeps a .json
    cost: ClassVar[float] = 0.0

    @property
    def label(self) -> str:
        return f"{self.scenario}: {self.chapter}"

    def do(self, path: Path, inputs: Sequence[Path]) -> dict[str, Any]:
        from gradreel.pipeline.video.outline import outlined

        recording = self.recording(inputs)
        seconds, said = outlined(recording, self.chapter)
        value = {"seconds": seconds, "said": said}
        path.write_text(json.dumps(value), encoding="utf-8")
        return value


def outline(scenario: Scenario, folder: Path, executor: Executor) -> list[ChapterOutline]:
    """The chapters of a lesson, in order; what is played is kept in the cache below the folder.

    Raises ScenarioError, RenderError or OSError.
    """
    chapters = chapters_of(scenario)
    nodes = [_node(scenario, chapter) for chapter in chapters]
    artifacts = build_artifacts(scenario, nodes, folder, executor)
    return [
        ChapterOutline(
            chapter.name,
            text(chapter.about),
            artifact.value["seconds"],
            tuple((id, said) for id, said in artifact.value["said"]),
        )
        for chapter, artifact in zip(chapters, artifacts, strict=True)
    ]


def _node(scenario: Scenario, chapter: ChapterPlan) -> Node:
    """The node that plays a chapter."""
    return Node(
        key_of(digest_of("gradreel.pipeline.video.outline"), chapter_key(scenario, chapter)),
        OutlineChapter(str(scenario.place), scenario.showing, chapter.name),
        (recording_node(scenario),),
    )
