"""The lessons that lie below a folder, as a page shows them."""

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

_LARGEST = 50_000_000  # bytes of a lesson.json
_ANIMATIONS = (".gif", ".webp", ".apng", ".avif")
_CAPTIONS = (".vtt", ".srt")
# What else may lie beside a video.
_OTHERS = {
    Poster.file_name: "poster",
    Storyboard.file_name: "storyboard",
    StepsFile.file_name: "all steps",
    RecordingFile.file_name: "recording",
}


class Download(NamedTuple):
    """A file to offer: what it is, its address, its name, its size for people."""

    label: str
    url: str
    name: str
    size: str


@dataclass(frozen=True)
class LessonEntry:
    """A lesson on the page: what its lesson.json says, and the files beside that."""

    folder: Path
    file: LessonFile

    @property
    def id(self) -> str:
        """What links on the page call it."""
        return quote(self.folder.name)

    def url(self, name: str) -> str:
        """The address of a file beside the lesson, as seen from the page."""
        return f"{self.id}/{quote(name)}"

    @property
    def video(self) -> str:
        return self.url(self.file.video)

    @property
    def video_type(self) -> str:
        """What browsers call the video's format; QuickTime's is close enough to MP4 for them."""
        return "video/webm" if self.file.video.endswith(".webm") else "video/mp4"

    @property
    def poster(self) -> str | None:
        return self.url(Poster.file_name) if self._has(Poster.file_name) else None

    @property
    def captions(self) -> str | None:
        """The name of the captions that browsers read."""
        name = f"{Path(self.file.video).stem}.vtt"
        return name if self._has(name) else None

    @property
    def track(self) -> str:
        """The captions themselves as an address: browsers load no others for a page on disk."""
        cues = [Caption(*cue) for cue in self.file.captions]
        return f"data:text/vtt;charset=utf-8,{quote(webvtt(cues))}"

    @property
    def scenario(self) -> str:
        """The scenario's file as an address."""
        return f"data:text/plain;charset=utf-8,{quote(self.file.text)}"

    @cached_property
    def animation(self) -> Download | None:
        """The animated picture of the descent, or else of another chapter."""
        names = [f"descent{suffix}" for suffix in _ANIMATIONS]
        names += sorted(path.name for path in self.folder.glob("*.gif"))
        found = [name for name in names if self._has(name)]
        return self._download("animation", found[0]) if found else None

    @property
    def downloads(self) -> list[Download]:
        """Every file that is there."""
        stem = Path(self.file.video).stem
        names = {self.file.video: "video", **{f"{stem}{s}": "captions" for s in _CAPTIONS}}
        files = [self._download(label, n) for n, label in (names | _OTHERS).items() if self._has(n)]
        return [*files[:1], *([self.animation] if self.animation else []), *files[1:]]

    def chart(self, run: RunFile) -> Chart:
        """The loss curve of a run."""
        return loss_chart([row.step for row in run.rows], [row.loss for row in run.rows])

    def _has(self, name: str) -> bool:
        # Unlike Path's own method, false for a name that no file can have.
        return os.path.isfile(self.folder / name)

    def _download(self, label: str, name: str) -> Download:
        size = decimal((self.folder / name).stat().st_size)
        return Download(label, self.url(name), name, size)


class Shelf(NamedTuple):
    """The lessons that can be shown, and a sentence for each that cannot."""

    entries: list[LessonEntry]
    faults: list[str]


def lessons_below(folder: Path) -> Shelf:
    """What FOLDER/*/lesson.json tell, by the names of their folders."""
    found = Shelf([], [])
    folders = sorted(folder.iterdir()) if folder.is_dir() else []
    # A link that leads nowhere counts, too.
    for path in (f / NAME for f in folders if os.path.lexists(f / NAME)):
        try:
            found.entries.append(_book(path))
        except _UnfitError as error:
            again = f"render the lesson again: gradreel render {path.parent.name}"
            found.faults.append(f"{path}: {error}; {again}")
    return found


class _UnfitError(ValueError):
    """A lesson cannot be shown; the message says why."""


def _book(path: Path) -> LessonEntry:
    """The lesson that a lesson.json is about. Raises _UnfitError."""
    try:
        path.parent.name.encode()
        if not os.path.isfile(path) or path.stat().st_size > _LARGEST:
            raise _UnfitError(
                f"is no file of at most {decimal(_LARGEST)}, so that lesson is left out"
            )
        entry = LessonEntry(path.parent, LessonFile.model_validate_json(path.read_bytes()))
    except UnicodeEncodeError:
        raise _UnfitError(
            "is in a folder whose name is no text, so that lesson is left out"
        ) from None
    except (OSError, ValidationError):
        raise _UnfitError("is damaged, so that lesson is left out") from None
    video = path.with_name(entry.file.video)
    there = os.path.isfile(video)
    if not (there and digest_of_file(video) == entry.file.digest):
        raise _UnfitError(
            f"{'is not about this' if there else 'misses its'} {video.name}, so it is left out"
        )
    return entry
