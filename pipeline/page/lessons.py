"""The lessons below a folder, as a page shows them."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from pydantic import ValidationError
from rich.filesize import decimal

from gradreel.pipeline.build.made import Made, made_in
from gradreel.pipeline.gif.settings import GIF_FORMATS
from gradreel.pipeline.outputs import Poster, RecordingFile, StepsFile
from gradreel.pipeline.outputs.storyboard import Storyboard
from gradreel.pipeline.page.again import again
from gradreel.pipeline.page.chart import Chart, loss_chart
from gradreel.pipeline.quality import FORMATS, STILLS
from gradreel.pipeline.video.captions import webvtt
from gradreel.pipeline.video.clip import Caption
from gradreel.pipeline.video.lesson_file import NAME, LessonFile, RunFile, digest_of_file
from gradreel.scenes.sentences.catalogue import text

_NUMBER = r"((?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w])|\d+)"
_LARGEST = 50_000_000  # bytes of a lesson.json: a foreign file of that name may be huge
# Files that may lie beside a video, with what their labels say, and the commands that make them.
_NAMES = {
    Poster.file_name: ("page-file-poster", "render"),
    Storyboard.file_name: ("page-file-storyboard", "storyboard"),
    StepsFile.file_name: ("page-file-steps", "solve"),
    RecordingFile.file_name: ("page-file-recording", "solve"),
}
# The same of files that may have several names, by their suffixes.
_ANIMATIONS = tuple(f".{format}" for format in GIF_FORMATS)
_VIDEOS = tuple(f".{format}" for format in FORMATS)
_PICTURES = tuple(f".{format}" for format in STILLS)
_CAPTIONS = (".vtt", ".srt")
_SUFFIXES = {
    **dict.fromkeys(_VIDEOS, ("page-file-video", "render")),
    **dict.fromkeys(_ANIMATIONS, ("page-file-animation", "gif")),
    **dict.fromkeys(_CAPTIONS, ("page-file-captions", "render")),
    **dict.fromkeys(_PICTURES, ("page-file-picture", "still")),
}


class Download(NamedTuple):
    """A file to offer: its label, address and name, and its size in words."""

    label: str
    url: str
    name: str
    size: str


@dataclass(frozen=True)
class LessonEntry:
    """A lesson on the page: the content of its lesson.json, and the files beside it.

    Of these it has only what shows the same recording as the video.
    """

    folder: Path
    place: str  # of the folder, relative to the page
    file: LessonFile
    made: Made

    @property
    def id(self) -> str:
        """Its anchor on the page."""
        return quote(self.place)

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
        found = [name for name in self._files if name.endswith(_ANIMATIONS) and self._has(name)]
        found.sort(key=lambda name: Path(name).stem != "descent")
        return self._download(found[0]) if found else None

    @property
    def pictures(self) -> list[Download]:
        """The stills that a browser shows."""
        names = [name for name in self._files if _kind(name)[1] == "still" and self._has(name)]
        return [self._download(name) for name in names if not name.endswith(".pdf")]

    @property
    def downloads(self) -> list[Download]:
        """Every file, the video first."""
        names = [name for name in self._files if self._has(name) and name != self.file.video]
        return [self._download(name) for name in (self.file.video, *names)]

    @property
    def left_out(self) -> list[str]:
        """A sentence for each file that does not show the recording of the video."""
        video, sentences = self.file.video, []
        for name in self._files:
            if name == video or self._has(name):
                continue
            if name in self.made.files:
                fault = f"shows another recording than {video}, so it is left out"
                sentences.append(
                    f"{self.folder / name}: {fault}; {again(self.folder, _kind(name)[1])}"
                )
            else:
                fault = f"is not known to show the recording of {video}, so it is left out"
                sentences.append(f"{self.folder / name}: {fault}")
        return sentences

    def chart(self, run: RunFile) -> Chart:
        """The loss curve of a run."""
        return loss_chart([row.step for row in run.rows], [row.loss for row in run.rows])

    @cached_property
    def _files(self) -> list[str]:
        """The names of all files of a kind that a page shows, in the order of their kinds."""
        order = [*_SUFFIXES, *_NAMES]
        names = [path.name for path in self.folder.iterdir() if path.is_file()]
        shown = [name for name in names if not name.startswith(".") and _order(name) in order]
        return sorted(shown, key=lambda name: (order.index(_order(name)), name))

    def _has(self, name: str) -> bool:
        made = self.made.files.get(name)
        of_it = made is not None and made.recording == self.file.recording != ""
        return of_it and name in self._files

    def _download(self, name: str) -> Download:
        size = decimal((self.folder / name).stat().st_size)
        return Download(text(_kind(name)[0]), self.url(name), name, size)


def _order(name: str) -> str:
    """The key of a file's kind: its name, or else its suffix."""
    return name if name in _NAMES else Path(name).suffix


def _kind(name: str) -> tuple[str, str]:
    """What a file's label says, and the command that makes it."""
    return _NAMES.get(name) or _SUFFIXES[Path(name).suffix]


class FoundLessons(NamedTuple):
    """The lessons that can be shown, and a sentence for each one, or each file, that cannot."""

    entries: list[LessonEntry]
    faults: list[str]


def lessons_below(folder: Path) -> FoundLessons:
    """The lessons in folders below, in the order of their names; numbers count by their values."""
    found = FoundLessons([], [])
    for path in sorted(_files_below(folder), key=lambda path: _by_value(path, folder)):
        try:
            entry = _entry_of(path, folder)
            found.entries.append(entry)
            found.faults.extend(entry.left_out)
        except _UnfitError as error:
            found.faults.append(f"{path}: {error}; {again(path.parent, 'render')}")
    return found


def _files_below(folder: Path) -> Iterator[Path]:
    """The files about lessons in the folders below one, but not in hidden ones."""
    for place, inner, _ in os.walk(folder):
        inner[:] = [name for name in inner if not name.startswith(".")]
        # A broken link counts too: its lesson is reported as faulty.
        yield from (p for n in inner if os.path.lexists(p := Path(place, n, NAME)))


def _by_value(path: Path, folder: Path) -> list[tuple[float, str]]:
    """A key by which 2 comes before 10, and 0.5 before both."""
    parts = re.split(_NUMBER, str(path.parent.relative_to(folder)))
    return [(float(part), "") if odd % 2 else (math.inf, part) for odd, part in enumerate(parts)]


class _UnfitError(ValueError):
    """A lesson cannot be shown; the message says why."""


def _entry_of(path: Path, folder: Path) -> LessonEntry:
    """The lesson that a lesson.json describes. Raises _UnfitError."""
    try:
        str(path.parent).encode()
        if not os.path.isfile(path) or path.stat().st_size > _LARGEST:
            raise _UnfitError(
                f"is not a file of at most {decimal(_LARGEST)}, so its lesson is left out"
            )
        about = LessonFile.model_validate_json(path.read_bytes())
        place = path.parent.relative_to(folder).as_posix()
        entry = LessonEntry(path.parent, place, about, made_in(path.parent))
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
