"""The outputs: everything that can be built from a scenario, each in a module of its own."""

from __future__ import annotations

from collections.abc import Callable
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
from gradreel.scenarios.output_form import OutputTable

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

# By the names in the [output] of a scenario file.
OUTPUTS: dict[str, Callable[[Quality, OutputTable], Output]] = {
    "lesson": lambda quality, asked: Lesson(quality, **asked.lesson.given),
    "captions": lambda quality, asked: Captions(Lesson(quality, **asked.lesson.given)),
    "poster": lambda *_: Poster(),
    "csv": lambda *_: StepsFile(),
    "gif": lambda _, asked: Gif(GifSettings(**asked.gif.given)),
    "recording": lambda *_: RecordingFile(),
    "still": lambda quality, asked: _still(quality, **asked.still.given),
    "storyboard": lambda *_: _storyboard(),
    "map": lambda quality, asked: _map(quality, **asked.map.given),
}


def _still(
    quality: Quality,
    chapter: str = "descent",
    at: float | None = None,
    format: str = STILLS[0],
    bare: bool = False,
) -> Output:
    return Still(chapter, at, format, quality, bare)


def _map(quality: Quality, grid: tuple[int, int] = MapSettings.cells, **others: Any) -> Output:
    return MapPicture(MapSettings(cells=grid, **others), quality)


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
