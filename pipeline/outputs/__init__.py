"""The outputs: everything that can be built from a scenario, each in a module of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gradreel.pipeline.build.graph import Output
from gradreel.pipeline.gif.settings import GifSettings
from gradreel.pipeline.map_settings import MapSettings
from gradreel.pipeline.outputs.chapter import Captions, ChapterVideo
from gradreel.pipeline.outputs.gif import Gif
from gradreel.pipeline.outputs.lesson import Lesson
from gradreel.pipeline.outputs.map import MapNumbers, MapPicture
from gradreel.pipeline.outputs.poster import Poster
from gradreel.pipeline.outputs.recording import RecordingFile, StepsFile
from gradreel.pipeline.outputs.still import Still
from gradreel.pipeline.quality import STILLS, Quality
from gradreel.scenarios.output_form import GifSettingsTable, OutputTable, StillSettings

__all__ = [
    "OUTPUTS",
    "Captions",
    "ChapterVideo",
    "Gif",
    "Lesson",
    "MapNumbers",
    "MapPicture",
    "Poster",
    "RecordingFile",
    "StepsFile",
    "Still",
    "outputs_of_chapter",
    "outputs_of_lesson",
]

# By the names in the [output] of a scenario file; each has one output at least.
OUTPUTS: dict[str, Callable[[Quality, OutputTable], Sequence[Output]]] = {
    "lesson": lambda quality, asked: [Lesson(quality, **asked.lesson.given)],
    "captions": lambda quality, asked: [Captions(Lesson(quality, **asked.lesson.given))],
    "poster": lambda *_: [Poster()],
    "csv": lambda *_: [StepsFile()],
    "gif": lambda _, asked: _gifs(asked.gif),
    "recording": lambda *_: [RecordingFile()],
    "still": lambda quality, asked: _stills(quality, asked.still),
    "storyboard": lambda *_: [_storyboard()],
    "map": lambda quality, asked: _maps(quality, **asked.map.given),
}


def _gifs(asked: GifSettingsTable) -> list[Output]:
    return [Gif(GifSettings(**{**asked.given, "chapter": chapter})) for chapter in asked.chapter]


def _stills(quality: Quality, asked: StillSettings) -> list[Output]:
    format = asked.format or STILLS[0]
    return [
        Still(chapter, at, format, quality, asked.bare)
        for chapter in asked.chapter
        for at in asked.at
    ]


def _maps(
    quality: Quality, grid: tuple[int, int] = MapSettings.cells, **others: Any
) -> list[Output]:
    settings = MapSettings(cells=grid, **others)
    return [MapPicture(settings, quality), MapNumbers(settings)]


def _storyboard() -> Output:
    from gradreel.pipeline.outputs.storyboard import Storyboard  # which loads what reads videos

    return Storyboard()


def outputs_of_lesson(quality: Quality, format: str) -> tuple[Output, ...]:
    """A lesson and the outputs that accompany it."""
    lesson = Lesson(quality, format)
    return lesson, Captions(lesson), Poster()


def outputs_of_chapter(chapter: str, quality: Quality, format: str) -> tuple[Output, ...]:
    """The video of one chapter and the outputs that accompany it."""
    video = ChapterVideo(chapter, quality, format)
    return video, Captions(video)
