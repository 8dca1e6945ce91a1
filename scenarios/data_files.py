"""Data files: which of them a scenario may read, and the text of one."""

from __future__ import annotations

import codecs
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from gradreel.scenarios.words import shown, suggestion

MAX_BYTES = 10_000_000  # 100 bytes for each of MAX_POINTS points
MAX_POINTS = 100_000  # an evaluation of the loss on so many takes about 8 ms

_ADVICE = 'save it as UTF-8 (in Excel: "CSV UTF-8")'
# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF8: "UTF-8-sig",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


@dataclass(frozen=True)
class FileKind:
    """A kind of file that scenarios name: what it is called, its suffixes, how many bytes it may
    have, and what to do about more."""

    called: str
    suffixes: tuple[str, ...]
    most_bytes: int
    advice: str


CSV = FileKind("a CSV file", (".csv",), MAX_BYTES, "use fewer points")


class DataError(ValueError):
    """Data cannot be used; `faults` has a sentence for each reason."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


def read_text(file: str, folder: Path, allow_outside: bool) -> str:
    """The text of a file that is named relative to a scenario's folder.

    Raises DataError as `read_content`, or if it is not text.
    """
    return _decoded(read_content(file, folder, allow_outside, CSV), file)


def read_content(file: str, folder: Path, allow_outside: bool, kind: FileKind) -> bytes:
    """The bytes of a file that is named relative to a scenario's folder.

    It must be in that folder or below it, links resolved, unless `allow_outside`. Raises DataError
    if it is not, or is not a regular file, or is too large.
    """
    try:
        return _content(_located(file, folder, allow_outside, kind), file, kind)
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: links in a circle
        if isinstance(error, DataError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise DataError(f"{shown(file)} cannot be read ({reason.lower()})") from None


def _located(file: str, folder: Path, allow_outside: bool, kind: FileKind) -> Path:
    home, path = folder.resolve(), (folder / file).resolve()
    if not (allow_outside or path.is_relative_to(home)):
        raise DataError(
            f"{shown(file)} lies outside the scenario's folder and is not read: "
            "put it into that folder, or allow it with --allow-outside"
        )
    if not path.exists():
        beside = path.parent.iterdir() if path.parent.is_dir() else ()
        names = [other.name for other in beside if other.suffix.lower() in kind.suffixes]
        near = suggestion(path.name, names)
        hint = near if near.startswith("did") else "its path is relative to the scenario file"
        raise DataError(f"there is no file {shown(file)}: {hint}")
    return path


def _content(path: Path, label: str, kind: FileKind) -> bytes:
    if not path.is_file():
        raise DataError(f"{shown(label)} is not a regular file: give {kind.called}")
    # It may have been replaced by now, and opening a FIFO would wait for ever.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise DataError(f"{shown(label)} is not a regular file")
        content = file.read(kind.most_bytes + 1)
    if len(content) > kind.most_bytes:
        raise DataError(f"{label} has more than {kind.most_bytes} bytes: {kind.advice}")
    return content


def _decoded(content: bytes, label: str) -> str:
    if content.startswith(b"PK\x03\x04"):
        raise DataError(f"{label} is a workbook or an archive: save its sheet as CSV")
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "UTF-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        kind = encoding.removesuffix("-sig")
        raise DataError(f"{label} is not {kind} text (line {line}): {_ADVICE}") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataError(f"{label} is not UTF-8 text (line {line} has a NUL in it): {_ADVICE}")
    return text
