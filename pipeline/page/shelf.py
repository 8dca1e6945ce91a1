"""The lessons that lie below a folder, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from pydantic import ValidationError
from rich.filesize import decimal

from pipeline.captions import webvtt
from pipeline.clip import Caption
from pipeline.lesson_file import NAME, LessonFile, RunFile, digest_of_file
from pipeline.page.chart import Chart, loss_chart

POSTER = "poster.png"

_ANIMATIONS = (".gif", ".webp", ".apng", ".avif")
_CAPTIONS = (".vtt", ".srt")
# What else may lie beside a video.
_OTHERS = {
    POSTER: "poster",
    "storyboard.png": "storyboard",
    "steps.csv": "all steps",
    "trajectory.npz": "recording",
}


class Download(NamedTuple):
    """A file to offer: what it is, its address, its name, its size for people."""

    label: str
    url: str
    name: str
    size: str


@dataclass(frozen=True)
class Book:
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
        return self.url(POSTER) if self._has(POSTER) else None

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
        return (self.folder / name).is_file()

    def _download(self, label: str, name: str) -> Download:
        size = decimal((self.folder / name).stat().st_size)
        return Download(label, self.url(name), name, size)


class Shelf(NamedTuple):
    """The lessons that can be shown, and a sentence for each that cannot."""

    books: list[Book]
    faults: list[str]


def shelf(folder: Path) -> Shelf:
    """What FOLDER/*/lesson.json tell, by the names of their folders."""
    found = Shelf([], [])
    for path in sorted(folder.glob(f"*/{NAME}")):
        again = f"render the lesson again: gradreel render {path.parent.name}"
        try:
            book = Book(path.parent, LessonFile.model_validate_json(path.read_bytes()))
        except (OSError, ValidationError):
            found.faults.append(f"{path}: is damaged, so that lesson is left out; {again}")
            continue
        video = path.with_name(book.file.video)
        if video.is_file() and digest_of_file(video) == book.file.digest:
            found.books.append(book)
        else:
            there = "is not about this" if video.is_file() else "misses its"
            found.faults.append(f"{path}: {there} {video.name}, so it is left out; {again}")
    return found
