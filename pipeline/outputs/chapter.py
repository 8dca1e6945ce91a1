"""The video of one chapter, and the captions of any video."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from gradreel.pipeline.build.cache import Artifact, key_of
from gradreel.pipeline.build.graph import Node, Output, Value
from gradreel.pipeline.build.keys import chapter_key, drawn_note
from gradreel.pipeline.choice import one_of
from gradreel.pipeline.outputs.recording import recording_node
from gradreel.pipeline.outputs.showing_task import ShowingTask
from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.assemble import assemble, gathered, video_of
from gradreel.pipeline.video.captions import caption_files, write_captions
from gradreel.pipeline.video.clip import Clip, Part, Video
from gradreel.scenarios import Scenario

if TYPE_CHECKING:
    from gradreel.scenes.chapter_plan import ChapterPlan


# Seconds, on a core of today: to draw a chapter of cost 1, for each pixel a second; to pass over it
# without drawing, at any quality; and to draw the shortest part.
_DRAWN, _PASSED, _SHORTEST = 7 / (1920 * 1080 * 60), 0.25, 2.5


@dataclass(frozen=True)
class RenderChapter(ShowingTask):
    """Render a chapter of the named scenario from its recording."""

    chapter: str
    quality: Quality
    format: str
    cost: float

    @property
    def label(self) -> str:
        return f"{self.scenario}: {self.chapter}"

    @property
    def suffix(self) -> str:
        return f".{self.format}"

    @property
    def most_parts(self) -> int:
        """Into how many parts it may be divided."""
        return max(1, int(self.cost * self.of_cost_1 / _SHORTEST))

    @property
    def of_cost_1(self) -> float:
        """About how many seconds a chapter of cost 1 takes in its quality."""
        return _DRAWN * self.quality.width * self.quality.height * self.quality.fps

    def part(self, number: int, count: int) -> RenderPart:
        """One of so many parts, by its number."""
        return RenderPart(self.scenario, self.showing, self, Part(number, count))

    def gather(self, path: Path, parts: Sequence[Artifact]) -> dict[str, Any]:
        """Write the file `path` from those that the parts wrote; return the value."""
        return gathered([Clip.read(*part) for part in parts], path, self.format).value

    def do(self, path: Path, inputs: Sequence[Path]) -> dict[str, Any]:
        from gradreel.pipeline.video.render import render_chapter

        recording = self.recording(inputs)
        return render_chapter(recording, self.chapter, self.quality, self.format, path).value


@dataclass(frozen=True)
class RenderPart(ShowingTask):
    """Render some spans of a chapter."""

    whole: RenderChapter
    part: Part

    @property
    def label(self) -> str:
        return f"{self.whole.label} ({self.part.number + 1} of {self.part.count})"

    @property
    def suffix(self) -> str:
        return self.whole.suffix

    @property
    def cost(self) -> float:
        return self.whole.cost * (1 / self.part.count + _PASSED / self.whole.of_cost_1)

    def do(self, path: Path, inputs: Sequence[Path]) -> dict[str, Any]:
        from gradreel.pipeline.video.render import render_part

        recording, whole = self.recording(inputs), self.whole
        return render_part(
            recording, whole.chapter, whole.quality, whole.format, path, self.part
        ).value


def find_chapter(scenario: Scenario, wanted: str) -> ChapterPlan:
    """A chapter by its name: of the lesson, or another one that the scenario could have.

    Raises ScenarioError if there is no such chapter.
    """
    from gradreel.scenes.lesson import available, chapter_named

    names = [chapter.name for chapter in available(scenario)]
    return chapter_named(scenario, one_of("chapter", wanted, names, of=f"{scenario.name}: "))


def clip_node(scenario: Scenario, chapter: ChapterPlan, quality: Quality, format: str) -> Node:
    """The node that renders a chapter."""
    return Node(
        key_of(chapter_key(scenario, chapter), asdict(quality), format),
        RenderChapter(
            str(scenario.place), scenario.showing, chapter.name, quality, format, chapter.cost
        ),
        (recording_node(scenario),),
        drawn_note(scenario, chapter),
    )


class Film(Protocol):
    """An output that is a video joined from clips."""

    @property
    def quality(self) -> Quality: ...

    def path(self, scenario: Scenario) -> Path: ...

    def clips(self, scenario: Scenario) -> list[Node]:
        """The nodes that render its clips, in order. Raises ScenarioError if there are none."""


@dataclass(frozen=True)
class ChapterVideo(Output):
    """The video of one chapter."""

    chapter: str
    quality: Quality
    format: str

    def path(self, scenario: Scenario) -> Path:
        return scenario.place / f"{self.chapter}.{self.format}"

    def clips(self, scenario: Scenario) -> list[Node]:
        chapter = find_chapter(scenario, self.chapter)
        return [clip_node(scenario, chapter, self.quality, self.format)]

    def nodes(self, scenario: Scenario) -> list[Node]:
        return self.clips(scenario)

    def write(self, scenario: Scenario, path: Path, artifacts: Sequence[Artifact]) -> Value:
        clips = [Clip.read(*artifact) for artifact in artifacts]
        return assemble(clips, path, self.quality, self.format).value


@dataclass(frozen=True)
class Captions(Output):
    """The captions of a video, as SubRip and as WebVTT files."""

    film: Film

    checksummed = False

    def path(self, scenario: Scenario) -> Path:
        return self.film.path(scenario).with_suffix(".vtt")

    def nodes(self, scenario: Scenario) -> list[Node]:
        return self.film.clips(scenario)

    def write(self, scenario: Scenario, path: Path, artifacts: Sequence[Artifact]) -> Value:
        clips = [Clip.read(*artifact) for artifact in artifacts]
        video = video_of(clips, path, self.film.quality)
        write_captions(video)
        return video.value

    def refresh(self, scenario: Scenario, path: Path, value: Value) -> None:
        write_captions(Video.read(path, value))

    def holding(self, path: Path, value: Value) -> list[Path]:
        return [
            file
            for file, content in caption_files(Video.read(path, value)).items()
            if file.read_bytes() == content
        ]

    def notes(self, path: Path, value: Value) -> list[str]:
        files, whole = caption_files(Video.read(path, value)), self.holding(path, value)
        return [
            f"{file}: somebody has edited it, so it is left as it is: delete it to have it written "
            "again"
            for file in files
            if file not in whole
        ]
