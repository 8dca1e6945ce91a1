"""The program as five calls, for scripts and notebooks: load_scenario, and the four in this module.

Each runs in this process unless an executor is given, so that a script needs no
`if __name__ == "__main__":`. Many processes give the same bytes. Results are cached below the
output folder, so that asking for them again is quick.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain
from pathlib import Path
from typing import overload

from gradreel.pipeline.build import Executor, InProcess, Target, build_or_raise
from gradreel.pipeline.build.build import build_artifacts
from gradreel.pipeline.build.graph import Output
from gradreel.pipeline.choice import one_of
from gradreel.pipeline.outputs import (
    OUTPUTS,
    Captions,
    ChapterVideo,
    Lesson,
)
from gradreel.pipeline.outputs.recording import recording_node
from gradreel.pipeline.page import write_page
from gradreel.pipeline.quality import FORMATS, QUALITIES
from gradreel.pipeline.video.clip import Caption, Clip, Video
from gradreel.scenarios import Scenario, ScenarioError
from gradreel.solver.recording import Recording

_EMBEDDED = 50_000_000  # bytes: a larger file is linked instead of making the notebook unwieldy
_TYPES = {
    ".apng": "image/apng",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".mov": "video/mp4",  # close enough to MP4 for browsers, which refuse its own type
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".webm": "video/webm",
    ".webp": "image/webp",
}


@dataclass(frozen=True)
class LessonClips(Sequence[Clip]):
    """The rendered chapters of a recording, in order, and the video that they will be joined to."""

    scenario: Scenario
    film: Lesson | ChapterVideo
    folder: Path
    clips: tuple[Clip, ...]

    @overload
    def __getitem__(self, index: int) -> Clip: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Clip]: ...

    def __getitem__(self, index: int | slice) -> Clip | Sequence[Clip]:
        return self.clips[index]

    def __len__(self) -> int:
        return len(self.clips)


@dataclass(frozen=True)
class OutputFile:
    """A finished file. In a notebook a picture or a video displays itself."""

    path: Path

    def __fspath__(self) -> str:
        return str(self.path)

    def __str__(self) -> str:
        return str(self.path)

    def _repr_html_(self) -> str | None:
        kind = _TYPES.get(self.path.suffix)
        if kind is None:
            return None
        address = self._address(kind)
        if kind.startswith("image/"):
            return f'<img src="{address}" alt="{escape(self.path.name)}">'
        return f'<video controls style="max-width: 100%" src="{address}"></video>'

    def _repr_png_(self) -> bytes | None:
        return self.path.read_bytes() if self.path.suffix == ".png" else None

    def _address(self, kind: str) -> str:
        if self.path.stat().st_size > _EMBEDDED:
            return escape(str(self.path))
        return f"data:{kind};base64,{base64.b64encode(self.path.read_bytes()).decode()}"


@dataclass(frozen=True)
class LessonVideo(OutputFile):
    """A finished video: its length in seconds, its captions, and the clips it was joined from."""

    seconds: float
    captions: tuple[Caption, ...]
    clips: LessonClips


def record(scenario: Scenario) -> Recording:
    """Record every run of a scenario: its parameters, losses and gradients, and how it ended.

    Raises ScenarioError if an optimizer cannot do what the scenario asks of it.
    """
    from gradreel.solver.descent import record

    return record(scenario)


def render(
    recording: Recording,
    chapter: str | None = None,
    *,
    quality: str = "m",
    format: str = FORMATS[0],
    folder: str | Path = "media",
    executor: Executor | None = None,
) -> LessonClips:
    """Render all chapters of a recording, or only one, in a quality of `gradreel render` (l to k).

    Raises ScenarioError if the lesson has no such chapter, if there is no such quality or format,
    or if the scenario records something else; RenderError if a chapter cannot be drawn; and OSError
    if a file cannot be written.
    """
    size = QUALITIES[one_of("quality", quality, QUALITIES)]
    one_of("format", format, FORMATS)
    film: Lesson | ChapterVideo = Lesson(size, format)
    if chapter is not None:
        film = ChapterVideo(chapter, size, format)
    folder, scenario = Path(folder), recording.scenario
    nodes = film.clips(scenario)
    executor = executor or InProcess()
    (kept,) = build_artifacts(scenario, [recording_node(scenario)], folder, executor)
    if Recording.load(kept.path).runs != recording.runs:
        fault = "the recording is not what its scenario records: record it again"
        raise ScenarioError([f"{scenario.name}: {fault}"])
    artifacts = build_artifacts(scenario, nodes, folder, executor)
    clips = tuple(Clip.read(*artifact) for artifact in artifacts)
    return LessonClips(scenario, film, folder, clips)


def assemble(clips: LessonClips, *, executor: Executor | None = None) -> LessonVideo:
    """Join clips into FOLDER/<scenario>/lesson.<format>, or <chapter>.<format> for one chapter.

    Raises OSError if the file cannot be written.
    """
    target = Target(clips.scenario, (clips.film,))
    (built,) = build_or_raise([target], clips.folder, executor or InProcess())
    product = built.products[clips.film]
    video = Video.read(product.path, product.value)
    return LessonVideo(video.path, video.seconds, video.captions, clips)


def publish(
    video: LessonVideo, *names: str, executor: Executor | None = None
) -> dict[str, OutputFile]:
    """Make the files that accompany a video, and return them by name, of several the first.

    The names are those of a scenario's [output], and "page"; by default "captions" and "poster".
    Raises ScenarioError for an unknown name, RenderError if something cannot be drawn, and OSError
    if a file cannot be written.
    """
    clips = video.clips
    outputs: dict[str, Sequence[Output]] = {}
    for name in names or ("captions", "poster"):
        one_of("output", name, [*OUTPUTS, "page"])
        if name == "captions":
            outputs[name] = [Captions(clips.film)]
        elif name != "page":
            outputs[name] = OUTPUTS[name](clips.film.quality, clips.scenario.output)
    target = Target(clips.scenario, tuple(chain.from_iterable(outputs.values())))
    (built,) = build_or_raise([target], clips.folder, executor or InProcess())
    files = {name: OutputFile(built.products[made[0]].path) for name, made in outputs.items()}
    if "page" in names:
        files["page"] = OutputFile(write_page(clips.folder).path)
    return files
