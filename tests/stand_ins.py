"""Clips in place of rendered ones, for tests of what is made of clips."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from itertools import count
from pathlib import Path

import numpy as np

from gradreel.pipeline.clip import Clip
from gradreel.pipeline.crew import Done, Job
from gradreel.pipeline.encode import Encoder
from gradreel.pipeline.jobs import DrawPoster, RenderChapter
from gradreel.pipeline.quality import Quality
from gradreel.scenes.timing import Reached, Sentence

Draw = Callable[[RenderChapter, Path], Clip]

SECONDS = 2
SENTENCES = (
    Sentence(2 / 15, 16 / 15, "A <script>alert(1)</script> -->  <b>&lt;b&gt;</b>."),
    Sentence(16 / 15, 29 / 15, "From −2 to {\\an8} 3.1×10⁻⁹⁷ & on?"),
)
# Where a chapter shows a descent: two steps in one frame, and the rest passed by.
REACHED = (Reached(0, 0.0), Reached(1, 8 / 15), Reached(3, 1.0), Reached(2000, 28 / 15))


class Alone:
    """A crew that does every job at once and by itself, but draws by another function."""

    def __init__(self, folder: Path, draw: Draw) -> None:
        self._folder, self._draw = folder, draw
        self._jobs: deque[tuple[int, Job]] = deque()
        self._numbers = count()

    def submit(self, job: Job) -> int:
        number = next(self._numbers)
        self._jobs.append((number, job))
        return number

    def finished(self) -> Iterator[Done]:
        while self._jobs:
            number, job = self._jobs.popleft()
            path, since = self._folder / f".{number}{job.suffix}", time.monotonic()
            value, failure = None, None
            try:
                value = self._do(job, path)
            except Exception as error:
                failure = error
            yield Done(number, job, path, since, value, failure)

    def _do(self, job: Job, path: Path) -> object:
        if isinstance(job, DrawPoster):
            path.write_bytes(b"a picture")
            return {}
        if not isinstance(job, RenderChapter):
            return job.do(path)
        value = asdict(self._draw(job, path))
        del value["path"]
        return value


def crew_that(draw: Draw) -> Callable[..., AbstractContextManager[Alone]]:
    """As `gradreel.pipeline.workers.crew`, with another function in place of drawing a chapter."""

    @contextmanager
    def crew(folder: Path, size: int | None = None) -> Iterator[Alone]:
        folder.mkdir(parents=True, exist_ok=True)
        yield Alone(folder, draw)

    return crew


def grey(job: RenderChapter, path: Path) -> Clip:
    """A stand-in for any chapter."""
    return stand_in(job.chapter, path, job.quality, job.format)


def stand_in(chapter: str, path: Path, quality: Quality, format: str) -> Clip:
    """A clip of two seconds and two sentences, in which nothing of a text may become a tag."""
    frames = SECONDS * quality.fps
    picture = np.full((quality.height, quality.width, 4), 255, dtype=np.uint8)
    with Encoder(path, quality, format) as encoder:
        for frame in range(frames):
            picture[..., :3] = 50 + 150 * frame // frames
            encoder.write(picture)
    reached = REACHED if chapter in ("descent", "rates", "starts") else ()
    return Clip(chapter, f"<{chapter}> & -->", path, frames, SENTENCES, reached)
