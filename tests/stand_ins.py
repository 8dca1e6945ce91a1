"""Clips in place of rendered ones, for tests of what is made of clips."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from gradreel.pipeline.build import Executor, InProcess, Report, Target, build_or_raise
from gradreel.pipeline.build.executor import Begun, Done, Session, Task
from gradreel.pipeline.outputs import outputs_of_chapter, outputs_of_lesson
from gradreel.pipeline.outputs.chapter import RenderChapter
from gradreel.pipeline.outputs.poster import DrawPoster
from gradreel.pipeline.quality import QUALITIES, Quality
from gradreel.pipeline.video.clip import Clip, Video
from gradreel.pipeline.video.encode import Encoder
from gradreel.scenarios import Scenario
from gradreel.scenes.timing import Reached, Sentence

Draw = Callable[[RenderChapter, Path], Clip]

SECONDS = 2
SENTENCES = (
    Sentence(2 / 15, 16 / 15, "A <script>alert(1)</script> -->  <b>&lt;b&gt;</b>."),
    Sentence(16 / 15, 29 / 15, "From −2 to {\\an8} 3.1×10⁻⁹⁷ & on?"),
)
# Where a chapter shows a descent: two steps in one frame, and the rest passed by.
REACHED = (Reached(0, 0.0), Reached(1, 8 / 15), Reached(3, 1.0), Reached(2000, 28 / 15))


@dataclass(frozen=True)
class Drawn:
    """A task that is done as it says, but draws by another function."""

    task: Task
    draw: Draw

    @property
    def label(self) -> str:
        return self.task.label

    @property
    def suffix(self) -> str:
        return self.task.suffix

    @property
    def library(self) -> str:
        return self.task.library

    @property
    def cost(self) -> float:
        return self.task.cost

    def do(self, path: Path, inputs: Sequence[Path]) -> dict[str, Any]:
        if isinstance(self.task, DrawPoster):
            path.write_bytes(b"a picture")
            return {}
        if not isinstance(self.task, RenderChapter):
            return self.task.do(path, inputs)
        value = asdict(self.draw(self.task, path))
        del value["path"]
        return value


class StandIn:
    """Does every task in this process, but draws by another function."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw

    @property
    def width(self) -> int:
        return 1

    @contextmanager
    def session(self, folder: Path) -> Iterator[Session]:
        with InProcess().session(folder) as session:
            yield StandInSession(session, self._draw)


@dataclass
class StandInSession:
    """A session in which tasks are drawn by another function."""

    session: Session
    draw: Draw

    def submit(self, task: Task, inputs: Sequence[Path] = (), key: str = "") -> int:
        return self.session.submit(Drawn(task, self.draw), inputs, key)

    def finished(self) -> Iterator[Done]:
        return self.session.finished()

    def events(self) -> Iterator[Begun | Done]:
        return self.session.events()


def grey(task: RenderChapter, path: Path) -> Clip:
    """A stand-in for any chapter."""
    return stand_in(task.chapter, path, task.quality, task.format)


def stand_in(chapter: str, path: Path, quality: Quality, format: str) -> Clip:
    """A clip of two seconds and two sentences, in which nothing of a text may become a tag."""
    path.write_bytes(_brightening(quality, format))
    reached = REACHED if chapter in ("descent", "rates", "starts") else ()
    frames = SECONDS * quality.fps
    return Clip(chapter, f"<{chapter}> & -->", path, frames, SENTENCES, reached)


@cache
def _brightening(quality: Quality, format: str) -> bytes:
    """The bytes of a clip that goes from dark to bright."""
    frames = SECONDS * quality.fps
    picture = np.full((quality.height, quality.width, 4), 255, dtype=np.uint8)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"clip.{format}"
        with Encoder(path, quality, format) as encoder:
            for frame in range(frames):
                picture[..., :3] = 50 + 150 * frame // frames
                encoder.write(picture)
        return path.read_bytes()


def videos(
    scenarios: Sequence[Scenario],
    folder: Path,
    *,
    quality: Quality = QUALITIES["l"],
    format: str = "mp4",
    chapter: str | None = None,
    executor: Executor | None = None,
    report: Report = lambda _: None,
) -> Iterator[tuple[Scenario, Video]]:
    """The lessons of scenarios, or the videos of one chapter, made of stand-ins unless an
    executor is given; each with what goes beside it, and as soon as it is there."""
    outputs = outputs_of_lesson(quality, format)
    if chapter:
        outputs = outputs_of_chapter(chapter, quality, format)
    targets = [Target(scenario, outputs) for scenario in scenarios]
    for built in build_or_raise(targets, folder, executor or StandIn(grey), report):
        product = built.products[outputs[0]]
        yield built.scenario, replace(Video.read(product.path, product.value), took=product.took)
