"""The outputs: what can be built of a scenario, a file each."""

from __future__ import annotations

from collections.abc import Callable

from gradreel.pipeline.build.graph import Output
from gradreel.pipeline.outputs.chapter import Captions, ChapterVideo
from gradreel.pipeline.outputs.gif import Gif
from gradreel.pipeline.outputs.lesson import Lesson
from gradreel.pipeline.outputs.poster import Poster
from gradreel.pipeline.outputs.recording import RecordingFile, StepsFile
from gradreel.pipeline.outputs.still import Still
from gradreel.pipeline.quality import Quality

__all__ = [
    "OUTPUTS",
    "Captions",
    "ChapterVideo",
    "Gif",
    "Lesson",
    "Poster",
    "RecordingFile",
    "StepsFile",
    "Still",
    "outputs_of_chapter",
    "outputs_of_lesson",
]

# By their names in the [output] of a scenario file.
OUTPUTS: dict[str, Callable[[Quality], Output]] = {
    "lesson": Lesson,
    "captions": lambda quality: Captions(Lesson(quality)),
    "poster": lambda _: Poster(),
    "csv": lambda _: StepsFile(),
    "gif": lambda _: Gif(),
}


def outputs_of_lesson(quality: Quality, format: str) -> tuple[Output, ...]:
    """A lesson, and what goes with it."""
    lesson = Lesson(quality, format)
    return lesson, Captions(lesson), Poster()


def outputs_of_chapter(chapter: str, quality: Quality, format: str) -> tuple[Output, ...]:
    """The video of a chapter, and what goes with it."""
    video = ChapterVideo(chapter, quality, format)
    return video, Captions(video)
