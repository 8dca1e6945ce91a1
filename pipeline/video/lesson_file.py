"""lesson.json, the description of a lesson beside its video: all that a page about it needs."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self

import numpy as np
from pydantic import Field, model_validator

from gradreel.pipeline.build.made import recorded
from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.captions import milliseconds
from gradreel.pipeline.video.clip import Clip, Video
from gradreel.pipeline.video.runs import settings_text, steps_shown
from gradreel.scenarios import Scenario
from gradreel.scenarios.files import write_where_different
from gradreel.scenarios.frozen import Frozen
from gradreel.scenarios.lesson_kinds import LessonName
from gradreel.scenarios.model import ThemeName
from gradreel.scenarios.showing_form import LossWord
from gradreel.scenes.parts.digits.numbers import as_typeset
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.run_names import names_of
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord

NAME = "lesson.json"

_FIRST = (
    100  # steps of a run that are all listed, and about as many of the rest: a page stays small
)
_PROGRAMS = ("gradreel", "manim", "torch")

# No control characters or direction marks either: browsers save files under this name.
_FILE_NAME = r"^[^/\\\p{Cc}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]+$"
FileName = Annotated[str, Field(pattern=_FILE_NAME, max_length=255)]
# A page draws these numbers: beyond the bounds, which no recording reaches, arithmetic overflows.
Real = Annotated[float, Field(ge=-1e160, le=1e160, allow_inf_nan=False)]
Seconds = Annotated[float, Field(ge=0.0, le=1e6, allow_inf_nan=False)]
Milliseconds = Annotated[int, Field(ge=0, le=10**9)]
Pixels = Annotated[int, Field(gt=0, le=100_000)]
Steps = Annotated[int, Field(ge=0, le=10**9)]


class ChapterTimes(Frozen):
    """A chapter: its title, and the seconds between which it plays."""

    title: str
    start: Seconds
    end: Seconds


class Cue(NamedTuple):
    """A caption, and the milliseconds between which it is shown."""

    start: Milliseconds
    end: Milliseconds
    text: str


class Row(NamedTuple):
    """A recorded step, and the second from which the video shows it (None if it does not)."""

    step: Steps
    second: Seconds | None
    parameters: tuple[Real, ...]
    loss: Real
    gradient: Real  # its Euclidean length


class RunFile(Frozen):
    """The numbers of a run, for at most 200 steps including the first and the last."""

    name: str
    settings: str
    ending: str
    steps: Steps
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]


class LessonFile(Frozen):
    """The content of a lesson.json.

    `digest` is the SHA-256 of the video that it describes, `recording` tells which one that shows.
    """

    format: Literal["gradreel lesson"] = "gradreel lesson"
    version: Literal[1] = 1
    name: FileName
    title: str
    lesson: LessonName
    theme: ThemeName
    video: FileName
    digest: str
    recording: str = ""
    seconds: Seconds
    width: Pixels
    height: Pixels
    chapters: tuple[ChapterTimes, ...]
    captions: tuple[Cue, ...]
    parameters: tuple[str, ...]
    loss: LossWord | None = None  # the author's own word for it
    runs: tuple[RunFile, ...]
    text: str = ""  # of the scenario's file
    versions: dict[str, str]

    @model_validator(mode="after")
    def _rows_fit(self) -> Self:
        width = len(self.parameters)
        if any(len(row.parameters) != width for run in self.runs for row in run.rows):
            raise ValueError(f"a row does not have {width} parameters")
        return self


def described(
    video: Video, recording: Recording, clips: Sequence[Clip], quality: Quality
) -> LessonFile:
    """The description of a finished video of a whole lesson, joined from these clips."""
    scenario = recording.scenario
    ends = [frames / quality.fps for frames in accumulate(clip.frames for clip in clips)]
    return LessonFile(
        name=scenario.name,
        title=scenario.title,
        lesson=scenario.lesson,
        theme=scenario.theme,
        video=video.path.name,
        digest=digest_of_file(video.path),
        recording=recorded(scenario),
        seconds=video.seconds,
        width=quality.width,
        height=quality.height,
        chapters=tuple(
            ChapterTimes(title=clip.title, start=start, end=end)
            for clip, start, end in zip(clips, [0.0, *ends], ends, strict=False)
        ),
        captions=tuple(Cue(c.start, c.end, c.text) for c in video.captions),
        parameters=scenario.parameters,
        loss=scenario.showing.words.loss or None,
        runs=tuple(
            RunFile(
                name=as_typeset(name),
                settings=settings_text(record),
                ending=worded(record.ending.message),
                steps=record.steps,
                rows=tuple(_rows(record, _shown(recording, index, clips, quality.fps))),
            )
            for index, (name, record) in enumerate(
                zip(names_of(scenario.runs), recording.runs, strict=True)
            )
        ),
        versions={name: version(name) for name in _PROGRAMS},
    )


def write_lesson_file(video: Path, about: LessonFile, scenario: Scenario) -> None:
    """Write the description of a video beside it, unless the file already holds it.

    The scenario's text is written as it is now: a changed comment does not change the video.
    """
    content = about.model_copy(update={"text": scenario.text}).model_dump_json()
    write_where_different(video.with_name(NAME), f"{content}\n".encode())


def digest_of_file(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _rows(record: RunRecord, shown: Sequence[tuple[int, float]]) -> Iterator[Row]:
    lengths = np.linalg.norm(record.grad, axis=1).tolist()
    for step in sorted({*range(min(_FIRST, record.steps)), *steps_shown(record.steps, _FIRST)}):
        place = bisect_left(shown, (step, 0.0))
        second = shown[place][1] if place < len(shown) else None
        values = tuple(record.parameters[step].tolist())
        yield Row(step, second, values, float(record.loss[step]), lengths[step])


def _shown(
    recording: Recording, run: int, clips: Sequence[Clip], fps: int
) -> list[tuple[int, float]]:
    """Steps of a run and the seconds of the lesson at which the first chapter shows them."""
    from gradreel.scenes.lesson import chapter_named

    first = 0
    for clip in clips:
        most = chapter_named(recording.scenario, clip.chapter).most_runs
        if clip.reached and (most is None or run < most):
            frames = [first + round(reached.second * fps) for reached in clip.reached]
            # Rounded up: whoever asks at that time must get the frame's picture.
            seconds = [-milliseconds(-frame, fps) / 1000 for frame in frames]
            return [(r.step, s) for r, s in zip(clip.reached, seconds, strict=True)]
        first += clip.frames
    return []
