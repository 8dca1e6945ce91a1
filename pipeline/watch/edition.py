"""A scenario file while somebody edits it."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from gradreel.pipeline.build.graph import Node
from gradreel.pipeline.outputs import ChapterVideo, Still
from gradreel.pipeline.outputs.chapter import find_chapter
from gradreel.pipeline.quality import Quality
from gradreel.scenarios import Scenario, ScenarioError, shipped
from gradreel.scenarios.file_text import STDIN
from gradreel.scenes.lesson import chapters_of

# As small as -q l, and a third of its frames: a chapter's video has to follow a save by seconds.
PREVIEW = Quality(854, 480, 5)
_LONGEST_NAME = 255  # bytes of a file's name, in most file systems
_LONGEST_LINE = 160  # characters of a faulty line that are shown

Load = Callable[[str], Sequence[Scenario]]


class FileFault(NamedTuple):
    """A sentence about what is wrong, and the line that it is about, if there is one."""

    sentence: str
    line: int | None = None
    text: str = ""


class ChapterNodes(NamedTuple):
    """A chapter to show: its name and heading, and the nodes of its still and of its video."""

    name: str
    title: str
    still: Node
    video: Node


@dataclass(frozen=True)
class Edition:
    """A scenario file as it was saved last: what to show of it, and what is wrong with it.

    Of a faulty file, what it said before is shown. `count` is how many scenarios it makes by a
    sweep, of which the first is shown.
    """

    file: str
    title: str = ""
    parts: tuple[ChapterNodes, ...] = ()
    count: int = 1
    faults: tuple[FileFault, ...] = ()


class ScenarioFile:
    """A scenario file, which may be changed, replaced, renamed, deleted or broken at any time.

    `load` loads what a source names, and `chapters` are the names of those to show, if not all.
    """

    def __init__(self, source: str, load: Load, chapters: Sequence[str] = ()) -> None:
        self._source, self._load, self._chapters = source, load, chapters
        self._label = f"{source}.toml" if source in shipped() else source
        self._path = shipped().get(source, Path(source))
        self._identity = _identity(self._path)
        self._named: set[Path] = set()
        self._sound = Edition(self._path.name)

    def check(self) -> None:
        """Raise ScenarioError if it is no file, or sound but without a chapter that is to be shown.

        Whatever else is wrong with it may be corrected while it is watched.
        """
        if self._source == STDIN:
            raise ScenarioError(["standard input cannot be watched: give a scenario file"])
        try:
            scenario, *_ = self._load(self._source)
        except ScenarioError:
            if self._identity is None:
                raise
            return
        if self._identity is None:
            raise ScenarioError([f"{self._label}: is no file, so it cannot be watched"])
        for name in self._chapters:
            find_chapter(scenario, name)

    @property
    def files(self) -> set[Path]:
        """The files that its scenario depends on, whether or not they exist."""
        return {self._path, *self._named}

    def read(self) -> Edition:
        """The file as it is now. A file that was renamed is followed."""
        self._follow()
        # What it has once named may come back.
        self._named |= _files_named_in(self._path)
        try:
            scenario, *others = self._load(self._source)
            parts = tuple(self._parts(scenario))
        except ScenarioError as error:
            faults = tuple(self._faults(error))
            return replace(self._sound, file=self._path.name, faults=faults)
        self._sound = Edition(self._path.name, scenario.title, parts, 1 + len(others))
        return self._sound

    def _follow(self) -> None:
        """Find the file again, if it has got another name in its folder."""
        found = _identity(self._path)
        if found is None and self._identity and self._path.parent.is_dir():
            for other in sorted(self._path.parent.glob("*.toml")):
                if _identity(other) == self._identity:
                    self._path = other
                    self._source = self._label = str(other)
        self._identity = found or self._identity

    def _parts(self, scenario: Scenario) -> Iterator[ChapterNodes]:
        chosen = [find_chapter(scenario, name) for name in self._chapters]
        for chapter in chosen or chapters_of(scenario):
            (still,) = Still(chapter.name, None, "png", PREVIEW).nodes(scenario)
            (video,) = ChapterVideo(chapter.name, PREVIEW, "mp4").nodes(scenario)
            yield ChapterNodes(chapter.name, chapter.title(scenario), still, video)

    def _faults(self, error: ScenarioError) -> Iterator[FileFault]:
        """What is wrong, each with its line: sentences begin with file, line and column."""
        lines = _lines(self._path)
        for problem in error.problems:
            place = rf"{re.escape(self._label)}(?::(\d+)(?::\d+)?)?"
            found = re.fullmatch(rf"{place}: (.*)", problem, re.DOTALL)
            if not found:
                yield FileFault(problem)
                continue
            line = int(found[1]) if found[1] else None
            faulty = lines[line - 1].strip() if line and line <= len(lines) else ""
            yield FileFault(found[2], line, faulty[:_LONGEST_LINE])


def _identity(path: Path) -> tuple[int, ...] | None:
    """What stays the same of a file that is renamed; None if there is no such file."""
    # A new file may get the inode of one that was deleted, but not its time.
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except (OSError, ValueError):
        return []


def _files_named_in(path: Path) -> set[Path]:
    """What may be a file of data in a scenario: each text in it that could be a file's name."""
    try:
        document = tomllib.loads("\n".join(_lines(path)))
    except ValueError:
        return set()
    names = (name for name in _texts(document) if len(name.encode()) <= _LONGEST_NAME)
    paths = (path.parent / name for name in names if "\0" not in name and Path(name).suffix)
    return {found for found in paths if found.parent.is_dir()}


def _texts(value: Any) -> Iterator[str]:
    """All texts in a document, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
