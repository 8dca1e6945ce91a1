"""The things that can be made of a scenario, by their names in scenario files."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from gradreel.pipeline.assemble import assemble, video_of
from gradreel.pipeline.cache import Part, key_of
from gradreel.pipeline.captions import write_captions
from gradreel.pipeline.clip import Clip, Video
from gradreel.pipeline.crew import Job
from gradreel.pipeline.gif.order import GifOrder
from gradreel.pipeline.jobs import DrawPoster, MakeGif, RecordScenario, RenderChapter
from gradreel.pipeline.lesson_file import LessonFile, described, write_lesson_file
from gradreel.pipeline.order import Order, chapter_key, check_chapter, poster_key, recording_key
from gradreel.pipeline.sources import digest_of
from gradreel.scenarios import Scenario
from gradreel.scenarios.files import write_atomically
from gradreel.solver.trajectory import Trajectory

Value = dict[str, Any]  # what is remembered of an output, in JSON


class Piece(NamedTuple):
    """What a job makes, and the key under which that is kept."""

    key: str
    job: Job


class Output:
    """How one thing is made of a scenario."""

    # Whether the file must be what was written; where it need not, `mend` sees to it.
    sealed: ClassVar[bool] = True

    @property
    def look(self) -> tuple[object, ...]:
        """What decides what is in it, beyond the scenario and the order, as JSON can hold it."""
        return ()

    def target(self, scenario: Scenario, order: Order) -> Path:
        """Where it goes."""
        raise NotImplementedError

    def pieces(self, scenario: Scenario, order: Order, recording: Path) -> list[Piece]:
        """What it is made of: the recording itself, or what is drawn of one that is at that path.

        Raises ScenarioError where the scenario does not have it.
        """
        raise NotImplementedError

    def write(self, scenario: Scenario, order: Order, parts: Sequence[Part]) -> Value:
        """Make it of the pieces as they are kept. Raises OSError where the disk refuses."""
        raise NotImplementedError

    def mend(self, scenario: Scenario, order: Order, value: Value) -> None:
        """Write again what a value tells, where it is not there already."""


class Film(Output):
    """The video: of the whole lesson, or of the chapter that is ordered."""

    def target(self, scenario: Scenario, order: Order) -> Path:
        return order.target(scenario)

    def pieces(self, scenario: Scenario, order: Order, recording: Path) -> list[Piece]:
        return [
            Piece(
                order.clip_key(scenario, chapter),
                RenderChapter(scenario.name, recording, chapter, order.quality, order.format),
            )
            for chapter in chapters_ordered(scenario, order)
        ]

    def write(self, scenario: Scenario, order: Order, parts: Sequence[Part]) -> Value:
        clips = [Clip.read(*part) for part in parts]
        return value_of(assemble(clips, order.target(scenario), order.quality, order.format))


class LessonFilm(Film):
    """The video, and beside that of a whole lesson a file that tells what is in it."""

    def pieces(self, scenario: Scenario, order: Order, recording: Path) -> list[Piece]:
        told = [] if order.chapter else [recorded(scenario)]
        return [*super().pieces(scenario, order, recording), *told]

    def write(self, scenario: Scenario, order: Order, parts: Sequence[Part]) -> Value:
        if order.chapter:
            return super().write(scenario, order, parts)
        *drawn, (recording, _) = parts
        value = super().write(scenario, order, drawn)
        clips = [Clip.read(*part) for part in drawn]
        video = Video.read(order.target(scenario), value)
        about = described(video, Trajectory.load(recording), clips, order.quality)
        value["about"] = about.model_dump(mode="json")
        self.mend(scenario, order, value)
        return value

    def mend(self, scenario: Scenario, order: Order, value: Value) -> None:
        if not order.chapter:
            about = LessonFile.model_validate(value["about"])
            write_lesson_file(order.target(scenario), about, scenario)


class Captions(Output):
    """The words of the video: as SubRip and as WebVTT."""

    sealed = False

    def target(self, scenario: Scenario, order: Order) -> Path:
        return order.target(scenario).with_suffix(".vtt")

    def pieces(self, scenario: Scenario, order: Order, recording: Path) -> list[Piece]:
        return Film().pieces(scenario, order, recording)

    def write(self, scenario: Scenario, order: Order, parts: Sequence[Part]) -> Value:
        clips = [Clip.read(*part) for part in parts]
        video = video_of(clips, order.target(scenario), order.quality)
        write_captions(video)
        return value_of(video)

    def mend(self, scenario: Scenario, order: Order, value: Value) -> None:
        write_captions(Video.read(order.target(scenario), value))


class Picture(Output):
    """What a single job makes, as it is."""

    def write(self, scenario: Scenario, order: Order, parts: Sequence[Part]) -> Value:
        (part,) = parts
        with write_atomically(self.target(scenario, order)) as temporary:
            shutil.copyfile(part.path, temporary)
        return part.value


class Poster(Picture):
    """The picture that stands for the lesson where it cannot play."""

    def target(self, scenario: Scenario, order: Order) -> Path:
        return order.folder / scenario.name / "poster.png"

    def pieces(self, scenario: Scenario, order: Order, recording: Path) -> list[Piece]:
        key = key_of(digest_of("gradreel.pipeline.still"), poster_key(scenario))
        return [Piece(key, DrawPoster(scenario.name, recording))]


class Steps(Output):
    """Every recorded step, as a table."""

    def target(self, scenario: Scenario, order: Order) -> Path:
        return order.folder / scenario.name / "steps.csv"

    def pieces(self, scenario: Scenario, order: Order, recording: Path) -> list[Piece]:
        return [recorded(scenario)]

    def write(self, scenario: Scenario, order: Order, parts: Sequence[Part]) -> Value:
        Trajectory.load(parts[0].path).write_csv(self.target(scenario, order))
        return {}


class Loop(Picture):
    """The small picture of a chapter that moves, for ever."""

    def __init__(self, order: GifOrder) -> None:
        self._gif = order

    @property
    def look(self) -> tuple[object, ...]:
        return tuple(asdict(self._gif).values())

    def target(self, scenario: Scenario, order: Order) -> Path:
        return order.folder / scenario.name / f"{self._gif.chapter}.{self._gif.format}"

    def pieces(self, scenario: Scenario, order: Order, recording: Path) -> list[Piece]:
        check_chapter([scenario], self._gif.chapter)
        chapter = chapter_key(scenario, self._gif.chapter)
        key = key_of(digest_of("gradreel.pipeline.gif.make"), chapter, *self.look)
        return [Piece(key, MakeGif(scenario.name, recording, self._gif))]


def recorded(scenario: Scenario) -> Piece:
    """The recording of a scenario."""
    return Piece(recording_key(scenario), RecordScenario(scenario))


def chapters_ordered(scenario: Scenario, order: Order) -> list[str]:
    """The names of the chapters that are ordered of a scenario."""
    from gradreel.scenes.lesson import chapters_of

    if order.chapter is not None:
        return [order.chapter]
    return [chapter.name for chapter in chapters_of(scenario)]


def value_of(video: Video) -> Value:
    """What is remembered of a video."""
    value = asdict(video)
    del value["path"], value["took"]
    return value


OUTPUTS: dict[str, Output] = {
    "lesson": LessonFilm(),
    "captions": Captions(),
    "poster": Poster(),
    "csv": Steps(),
    "gif": Loop(GifOrder()),
}
