"""Keeps artifacts by content: an entry's name is a digest of everything that it depends on."""

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

from gradreel.pipeline.build.claims import CLAIMS
from gradreel.pipeline.build.scratch import clear_scratch
from gradreel.pipeline.quality import FORMATS
from gradreel.scenarios.files import opened, remove_abandoned, replacing

CACHE = ".cache"  # the name of its folder, below the output folder

_KEY = 32  # hexadecimal digits: 128 bits, which never collide by chance
# The folder may hold other files: nothing but these is ever counted or deleted.
_PREFIX = "artifact-"
_STEM = rf"{_PREFIX}[0-9a-f]{{{_KEY}}}"
_ARTIFACT = re.compile(rf"{_STEM}\.[a-z0-9]+")
_BUILT = re.compile(r".+\.built")

_LONGEST = 30 * 24 * 3600.0  # seconds: an artifact unused for a month is probably not wanted again
_MOST = 2_000_000_000  # bytes: about as much as the installed packages take


def key_of(code: str, *content: Any) -> str:
    """A digest of code (given by its own digest) and of content that JSON can hold."""
    return hashlib.sha256(json.dumps([code, *content]).encode()).hexdigest()[:_KEY]


class Kept(NamedTuple):
    """The number of clips in a cache, and the size of everything in it in bytes."""

    clips: int
    bytes: int


class Artifact(NamedTuple):
    """A file that a task has written and the cache keeps, and the value that the task returned."""

    path: Path
    value: dict[str, Any]


class Cache:
    """Artifacts, and records of outputs, in one folder; a damaged entry counts as missing.

    An artifact is a file that a task wrote, such as a clip. An output is a file for the user; it
    lies outside the cache, which remembers from what it was made.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str, suffix: str) -> Path:
        """Where the artifact of a key would be kept."""
        return self.folder / f"{_PREFIX}{key}{suffix}"

    def artifact(self, key: str, suffix: str) -> Artifact | None:
        """The artifact of a key if it exists and is undamaged; it counts as used now."""
        path = self.path(key, suffix)
        value = self._read(path.with_suffix(".json"), path)
        if value is None:
            return None
        try:
            for file in (path, path.with_suffix(".json")):
                os.utime(file)
        except FileNotFoundError:  # another call has removed it just now
            return None
        except OSError:  # somebody else's cache, which can be read all the same
            pass
        return Artifact(path, value)

    def keep(self, key: str, path: Path, value: dict[str, Any]) -> Artifact:
        """Move a file into the cache, and return it as an artifact."""
        kept = path.replace(self.path(key, path.suffix))
        self._write(kept.with_suffix(".json"), kept, value)
        return Artifact(kept, value)

    def output(self, key: str, path: Path, checksummed: bool) -> dict[str, Any] | None:
        """The value remembered with the output of a key, if that was the last one at this path.

        If it is `checksummed`, its file must also be unchanged.
        """
        entry = self._read(self._record_path(path), path if checksummed else None)
        value: dict[str, Any] | None = entry["value"] if entry and entry["key"] == key else None
        return value

    def remember(self, key: str, path: Path, value: dict[str, Any], checksummed: bool) -> None:
        """Remember an output, in place of the previous one at its path."""
        content = {"key": key, "value": value}
        self._write(self._record_path(path), path if checksummed else None, content)

    def prune(self) -> None:
        """Delete artifacts unused for a month, and the least recently used ones beyond 2 GB.

        With them what killed calls have left of unfinished records.
        """
        oldest, size = time.time() - _LONGEST, 0
        files = sorted(self._files(_ARTIFACT), key=lambda file: file[1].st_mtime, reverse=True)
        for path, status in files:
            size += status.st_size
            if status.st_mtime < oldest or size > _MOST:
                path.unlink(missing_ok=True)
        self._clear_unfinished()

    def kept(self) -> Kept:
        """How much the cache holds."""
        files = [*self._files(_ARTIFACT), *self._records()]
        clips = sum(path.suffix[1:] in FORMATS for path, _ in files)
        return Kept(clips, sum(status.st_size for _, status in files))

    def clear(self) -> None:
        """Delete everything in it, and the temporary files of calls that were killed."""
        for path, _ in (*self._files(_ARTIFACT), *self._records()):
            path.unlink(missing_ok=True)
        (self.folder / CLAIMS).unlink(missing_ok=True)
        self._clear_unfinished()
        clear_scratch(self.folder)

    def _clear_unfinished(self) -> None:
        """Delete the records that killed calls were writing."""
        if self.folder.is_dir():
            remove_abandoned(self.folder, _STEM, r"\.json")
            remove_abandoned(self.folder, ".+", r"\.built", begins=b'{"content":')

    def _files(self, names: re.Pattern[str]) -> Iterator[tuple[Path, os.stat_result]]:
        """The files whose names match, with their sizes and times."""
        if not self.folder.is_dir():
            return
        for path in self.folder.iterdir():
            # Another call may be deleting files at the same time.
            with suppress(FileNotFoundError):
                status = path.lstat()
                if names.fullmatch(path.name) and stat.S_ISREG(status.st_mode):
                    yield path, status

    def _records(self) -> Iterator[tuple[Path, os.stat_result]]:
        """The records of outputs, recognised by content: other files may have such names."""
        for path, status in self._files(_BUILT):
            if _entry(path) is not None:
                yield path, status

    def _record_path(self, output: Path) -> Path:
        name = f"{output.parent.name}.{output.name}"
        place = Path(os.path.relpath(output.absolute(), self.folder.parent.absolute()))
        if len(place.parts) != 2:  # folders elsewhere may have the same name
            name += f".{hashlib.sha256(os.fsencode(place)).hexdigest()[:8]}"
        return self.folder / f"{name}.built"

    def _read(self, record: Path, path: Path | None) -> dict[str, Any] | None:
        """The content of a record about a file, if neither has changed since it was written."""
        entry = _entry(record)
        if entry is None:
            return None
        try:
            whole = entry["checksum"] == _checksum(path, entry["content"])
        except (OSError, ValueError, TypeError):
            return None
        content: dict[str, Any] = entry["content"]
        return content if whole else None

    def _write(self, record: Path, path: Path | None, content: dict[str, Any]) -> None:
        entry = {"content": content, "checksum": _checksum(path, content)}
        record.parent.mkdir(parents=True, exist_ok=True)
        with replacing(record) as temporary:
            temporary.write_text(json.dumps(entry), encoding="utf-8")


def _entry(record: Path) -> dict[str, Any] | None:
    """The JSON of a record, or None if the file is not one."""
    try:
        with open(opened(record), encoding="utf-8") as file:
            entry = json.load(file)
    except (OSError, ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) and set(entry) == {"content", "checksum"} else None


def _checksum(path: Path | None, content: dict[str, Any]) -> str:
    """The SHA-256 of a file's bytes (if there is a file) followed by the content of its record."""
    digest = hashlib.sha256()
    if path is not None:
        with open(opened(path), "rb") as file:
            hashlib.file_digest(file, lambda: digest)
    digest.update(json.dumps(content).encode())
    return digest.hexdigest()
