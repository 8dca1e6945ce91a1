"""The lessons below a folder, as a page shows them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from pydantic import ValidationError
from rich.filesize import decimal

from gradreel.pipeline.outputs import Poster, RecordingFile, StepsFile
from gradreel.pipeline.outputs.storyboard import Storyboard
from gradreel.pipeline.page.chart import Chart, loss_chart
from gradreel.pipeline.video.captions import webvtt
from gradreel.pipeline.video.clip import Caption
from gradreel.pipeline.video.lesson_file import NAME, LessonFile, RunFile, digest_of_file
from gradreel.scenes.sentences.catalogue import text

_LARGEST = 50_000_000  # bytes of a lesson.json: a foreign file of that name may be huge
_ANIMATIONS = (".gif", ".webp", ".apng", ".avif")
_CAPTIONS = (".vtt", ".srt")
# Other files that may lie beside a video, with what their labels say.
_OTHERS = {
    Poster.file_name: "page-file-poster",
    Storyboard.file_name: "page-file-storyboard",
    StepsFile.file_name: "page-file-steps",
    RecordingFile.file_name: "page-file-recording",
}


class Download(NamedTuple):
    """A file to offer: its label, address and name, and its size in words."""

    label: str
    url: str
    name: str
    size: str


@dataclass(frozen=True)
class LessonEntry:
    """A lesson on the page: the content of its lesson.json, and the files beside it."""

    folder: Path
    file: LessonFile

    @property
    def id(self) -> str:
        """Its anchor on the page."""
        return quote(self.folder.name)

    def url(self, name: str) -> str:
        """The address of a file beside the lesson, relative to the page."""
        return f"{self.id}/{quote(name)}"

    @property
    def video(self) -> str:
        return self.url(self.file.video)

    @property
    def video_type(self) -> str:
        """The video's media type; browsers play QuickTime files as MP4."""
        return "video/webm" if self.file.video.endswith(".webm") else "video/mp4"

    @property
    def poster(self) -> str | None:
        return self.url(Poster.file_name) if self._has(Poster.file_name) else None

    @property
    def captions(self) -> str | None:
        """The name of the WebVTT captions, if there are any."""
        name = f"{Path(self.file.video).stem}.vtt"
        return name if self._has(name) else None

    @property
    def track(self) -> str:
        """The captions as a data URL: browsers load no other captions for a page on disk."""
        cues = [Caption(*cue) for cue in self.file.captions]
        return f"data:text/vtt;charset=utf-8,{quote(webvtt(cues))}"

    @property
    def scenario(self) -> str:
        """The scenario's file as a data URL."""
        return f"data:text/plain;charset=utf-8,{quote(self.file.text)}"

    @cached_property
    def animation(self) -> Download | None:
        """An animated picture: of the descent if there is one, else of another chapter."""
        names = [f"descent{suffix}" for suffix in _ANIMATIONS]
        names += sorted(path.name for path in self.folder.glob("*.gif"))
        found = [name for name in names if self._has(name)]
        return self._download("page-file-animation", found[0]) if found else None

    @property
    def downloads(self) -> list[Download]:
        """Every file that exists, the video first."""
        stem = Path(self.file.video).stem
        names = {self.file.video: "page-file-video"}
        names |= {f"{stem}{suffix}": "page-file-captions" for suffix in _CAPTIONS}
        files = [self._download(id, n) for n, id in (names | _OTHERS).items() if self._has(n)]
        return [*files[:1], *([self.animation] if self.animation else []), *files[1:]]

    def chart(self, run: RunFile) -> Chart:
        """The loss curve of a run."""
        return loss_chart([row.step for row in run.rows], [row.loss for row in run.rows])

    def _has(self, name: str) -> bool:
        # Unlike Path.is_file, this returns False for a name that no file can have.
        return os.path.isfile(self.folder / name)

    def _download(self, id: str, name: str) -> Download:
        size = decimal((self.folder / name).stat().st_size)
        return Download(text(id), self.url(name), name, size)


class FoundLessons(NamedTuple):
    """The lessons that can be shown, and a sentence for each one that cannot."""

    entries: list[LessonEntry]
    faults: list[str]


def lessons_below(folder: Path) -> FoundLessons:
    """The lessons in FOLDER/*/lesson.json, in the order of their folders' names."""
    found = FoundLessons([], [])
    folders = sorted(folder.iterdir()) if folder.is_dir() else []
    # A broken link counts too: its lesson is reported as faulty.
    for path in (f / NAME for f in folders if os.path.lexists(f / NAME)):
        try:
            found.entries.append(_entry_of(path))
        except _UnfitError as error:
            again = f"render the lesson again: gradreel render {path.parent.name}"
            found.faults.append(f"{path}: {error}; {again}")
    return found


class _UnfitError(ValueError):
    """A lesson cannot be shown; the message says why."""


def _entry_of(path: Path) -> LessonEntry:
    """The lesson that a lesson.json describes. Raises _UnfitError."""
    try:
        path.parent.name.encode()
        if not os.path.isfile(path) or path.stat().st_size > _LARGEST:
            raise _UnfitError(
                f"is not a file of at most {decimal(_LARGEST)}, so its lesson is left out"
            )
        entry = LessonEntry(path.parent, LessonFile.model_validate_json(path.read_bytes()))
    except UnicodeEncodeError:
        raise _UnfitError(
            "is in a folder whose name is not valid text, so its lesson is left out"
        ) from None
    except (OSError, ValidationError):
        raise _UnfitError("is damaged, so its lesson is left out") from None
    video = path.with_name(entry.file.video)
    exists = os.path.isfile(video)
    if not (exists and digest_of_file(video) == entry.file.digest):
        raise _UnfitError(
            f"{'is not about this' if exists else 'lacks its'} {video.name}, so it is left out"
        )
    return entry
