"""Data files: which of them a scenario may read, and the text of one."""

from __future__ import annotations

import codecs
import os
import stat
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


class DataError(ValueError):
    """Data cannot be used; `faults` has a sentence for each reason."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


def read_text(file: str, folder: Path, allow_outside: bool) -> str:
    """The text of a file that is named relative to a scenario's folder.

    It must be in that folder or below it, links resolved, unless `allow_outside`. Raises DataError
    if it is not, or is not a regular file, is too large or is not text.
    """
    try:
        path = _located(file, folder, allow_outside)
        content = _content(path, file)
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: links in a circle
        if isinstance(error, DataError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise DataError(f"{shown(file)} cannot be read ({reason.lower()})") from None
    return _decoded(content, file)


def _located(file: str, folder: Path, allow_outside: bool) -> Path:
    home, path = folder.resolve(), (folder / file).resolve()
    if not (allow_outside or path.is_relative_to(home)):
        raise DataError(
            f"{shown(file)} lies outside the scenario's folder and is not read: "
            "put it into that folder, or allow it with --allow-outside"
        )
    if not path.exists():
        others = path.parent.glob("*.csv") if path.parent.is_dir() else []
        near = suggestion(path.name, [other.name for other in others])
        hint = near if near.startswith("did") else "its path is relative to the scenario file"
        raise DataError(f"there is no file {shown(file)}: {hint}")
    return path


def _content(path: Path, label: str) -> bytes:
    if not path.is_file():
        raise DataError(f"{shown(label)} is not a regular file: give a CSV file")
    # It may have been replaced by now, and opening a FIFO would wait for ever.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise DataError(f"{shown(label)} is not a regular file")
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise DataError(f"{label} has more than {MAX_BYTES} bytes: use fewer points")
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
