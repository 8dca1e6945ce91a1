"""The text of a scenario file, or why it has none."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

from gradreel.scenarios.problems import ScenarioError
from gradreel.scenarios.words import shown, suggestion

MAX_BYTES = 1_000_000  # some 50,000 points, which take about a second to parse and validate
SETTINGS = "gradreel.toml"  # which holds no scenario
STDIN = "-"  # as a file's name: standard input

_TOO_LARGE = f"is not a scenario file of at most {MAX_BYTES} bytes: put long data into a CSV file"
_KINDS = {
    stat.S_IFIFO: "a pipe: give what comes out of it as standard input, and - for the file",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")  # its byte order marks


def text_of(path: Path, label: str) -> str:
    """The text of a file of at most MAX_BYTES. Raises ScenarioError if it is not text."""
    try:
        status = os.stat(path)
        kind = stat.S_IFMT(status.st_mode)
        if kind == stat.S_IFDIR:
            raise _refused(label, "is a directory: give a scenario file in it")
        if kind != stat.S_IFREG:
            raise _refused(label, f"is not a scenario file but {_KINDS.get(kind, 'another thing')}")
        if status.st_size > MAX_BYTES:
            raise _refused(label, _TOO_LARGE)
        content = path.read_bytes()
    except OSError as error:
        raise _refused(label, _why(path, error)) from None
    except ScenarioError:
        raise
    except ValueError:
        # A name with a zero byte, which no file can have.
        raise _refused(label, _missing(path)) from None
    return _decoded(content, label)


def text_of_stdin(label: str) -> str:
    """The text on standard input. Raises ScenarioError as `text_of` does."""
    if sys.stdin is None or sys.stdin.closed:
        raise _refused(label, "standard input is closed: give a scenario file")
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise _refused(label, _TOO_LARGE)
    return _decoded(content, label)


def _refused(label: str, sentence: str) -> ScenarioError:
    return ScenarioError([f"{label}: {sentence}"])


def _why(path: Path, error: OSError) -> str:
    """Why a file cannot be read, and what to try."""
    match error.errno:
        case errno.ENOENT if path.is_symlink():
            return f"is a link to {shown(os.readlink(path))}, which does not exist: repair the link"
        case errno.ENOENT:
            return _missing(path)
        case errno.ELOOP:
            return "is a link that leads back to itself: repair the link"
        case errno.ENOTDIR:
            return "cannot be there, since a part of the path before it is a file: check the path"
        case errno.ENAMETOOLONG:
            return "cannot be read, since no file has so long a name: check the path"
        case errno.EACCES | errno.EPERM:
            return "cannot be read (permission denied): ask its owner, or copy it"
    return f"cannot be read ({(error.strerror or str(error)).lower()})"


def _missing(path: Path) -> str:
    folder = path.parent
    if "\0" not in str(folder) and not folder.is_dir():
        return f"there is no such file, nor a folder {shown(str(folder))}: check the path"
    names = [] if "\0" in str(path) else [other.name for other in folder.glob("*.toml")]
    hint = suggestion(path.name, names)
    near = f" ({hint})" if hint.startswith("did") else ""
    return f"there is no such file: check its name{near}"


def _decoded(content: bytes, label: str) -> str:
    if content[:2] in _UTF16 or b"\0" in content[:2]:
        raise _refused(label, "is UTF-16 text, or none at all: save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refused(
            f"{label}:{line}", f"is not UTF-8 text (byte {error.start}): save it as UTF-8"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
