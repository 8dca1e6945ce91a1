"""Rendered files kept by content: the name of an entry is a digest of all that it depends on."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from gradreel.pipeline.gif.order import GIF_FORMATS
from gradreel.pipeline.quality import FORMATS
from gradreel.pipeline.scratch import clear_scratch
from gradreel.scenarios.files import opened, write_atomically

CACHE = ".cache"  # its folder, below that of the videos

_KEY = 32  # hexadecimal digits
# The folder may hold other people's files: nothing but these is ever counted or removed.
_PART = re.compile(rf"[0-9a-f]{{{_KEY}}}\.(json|npz|png|{'|'.join((*FORMATS, *GIF_FORMATS))})")
_MADE = re.compile(r".+\.made")

_LONGEST = 30 * 24 * 3600.0  # seconds that an unused part is kept
_MOST = 2_000_000_000  # bytes of parts, the ones used last


def key_of(code: str, *content: Any) -> str:
    """A digest of code, by its own digest, and of content that JSON can hold."""
    return hashlib.sha256(json.dumps([code, *content]).encode()).hexdigest()[:_KEY]


class Kept(NamedTuple):
    """How many clips there are, and how many bytes all takes that is kept."""

    clips: int
    bytes: int


class Part(NamedTuple):
    """A file that is kept, and what is remembered of it."""

    path: Path
    value: dict[str, Any]


class Cache:
    """Parts and records of outputs below one folder; damaged entries count as missing.

    A part is what a job made, such as a clip; an output is what users find elsewhere.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str, suffix: str) -> Path:
        """Where the part of a key is kept, if it is."""
        return self.folder / f"{key}{suffix}"

    def part(self, key: str, suffix: str) -> Part | None:
        """The part of a key, if it is there and whole; it counts as used now."""
        path = self.path(key, suffix)
        value = self._read(path.with_suffix(".json"), path)
        if value is None:
            return None
        for file in (path, path.with_suffix(".json")):
            os.utime(file)
        return Part(path, value)

    def keep(self, key: str, path: Path, value: dict[str, Any]) -> Part:
        """Move a file in here; the part as it is from now on."""
        kept = path.replace(self.path(key, path.suffix))
        self._write(kept.with_suffix(".json"), kept, value)
        return Part(kept, value)

    def output(self, key: str, path: Path, sealed: bool) -> dict[str, Any] | None:
        """What is remembered of the output of a key, if it was the last one at its path.

        Where it is `sealed`, its file must still be what it was.
        """
        entry = self._read(self._record_path(path), path if sealed else None)
        value: dict[str, Any] | None = entry["value"] if entry and entry["key"] == key else None
        return value

    def remember(self, key: str, path: Path, value: dict[str, Any], sealed: bool) -> None:
        """Remember an output, in place of the one that was at its path before."""
        content = {"key": key, "value": value}
        self._write(self._record_path(path), path if sealed else None, content)

    def prune(self) -> None:
        """Remove parts that were not used for a month, and the longest unused beyond 2 GB."""
        oldest, size = time.time() - _LONGEST, 0
        files = sorted(self._files(_PART), key=lambda file: file[1].st_mtime, reverse=True)
        for path, status in files:
            size += status.st_size
            if status.st_mtime < oldest or size > _MOST:
                path.unlink(missing_ok=True)

    def kept(self) -> Kept:
        """What there is."""
        files = [*self._files(_PART), *self._records()]
        clips = sum(path.suffix[1:] in FORMATS for path, _ in files)
        return Kept(clips, sum(status.st_size for _, status in files))

    def clear(self) -> None:
        """Remove all that there is, and what calls that were killed have left."""
        for path, _ in (*self._files(_PART), *self._records()):
            path.unlink(missing_ok=True)
        clear_scratch(self.folder)

    def _files(self, names: re.Pattern[str]) -> Iterator[tuple[Path, os.stat_result]]:
        """The files of such names, with their sizes and times."""
        if not self.folder.is_dir():
            return
        for path in self.folder.iterdir():
            # Another call may be removing files at the same time.
            with suppress(FileNotFoundError):
                status = path.lstat()
                if names.fullmatch(path.name) and stat.S_ISREG(status.st_mode):
                    yield path, status

    def _records(self) -> Iterator[tuple[Path, os.stat_result]]:
        """The records of outputs, by what is in them: anybody's file may have such a name."""
        for path, status in self._files(_MADE):
            if _entry(path) is not None:
                yield path, status

    def _record_path(self, output: Path) -> Path:
        return self.folder / f"{output.parent.name}.{output.name}.made"

    def _read(self, record: Path, path: Path | None) -> dict[str, Any] | None:
        """What was written in a record about a file, if neither has changed since."""
        entry = _entry(record)
        if entry is None:
            return None
        try:
            whole = entry["seal"] == _seal(path, entry["content"])
        except (OSError, ValueError, TypeError):
            return None
        content: dict[str, Any] = entry["content"]
        return content if whole else None

    def _write(self, record: Path, path: Path | None, content: dict[str, Any]) -> None:
        entry = {"content": content, "seal": _seal(path, content)}
        with write_atomically(record) as temporary:
            temporary.write_text(json.dumps(entry), encoding="utf-8")


def _entry(record: Path) -> dict[str, Any] | None:
    """What is written in a record, if that is one."""
    try:
        with open(opened(record), encoding="utf-8") as file:
            entry = json.load(file)
    except (OSError, ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) and set(entry) == {"content", "seal"} else None


def _seal(path: Path | None, content: dict[str, Any]) -> str:
    """The SHA-256 of a file's bytes, if there is one, and of what is remembered of it."""
    digest = hashlib.sha256()
    if path is not None:
        with open(opened(path), "rb") as file:
            hashlib.file_digest(file, lambda: digest)
    digest.update(json.dumps(content).encode())
    return digest.hexdigest()
