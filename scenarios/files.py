"""Writing files that are either complete or absent."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def write_atomically(path: str | Path) -> Iterator[Path]:
    """Yield a temporary path beside `path` that becomes `path` when the block ends normally.

    As `replacing`, and what is written survives a power cut, missing folders are created, and what
    a killed process left behind is removed by the next one that writes the same file.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_abandoned(path.parent, re.escape(path.stem), re.escape(path.suffix))
    with replacing(path) as temporary:
        yield temporary
        _sync(temporary)
    # The new name itself must survive, too.
    _sync(path.parent)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """The same for files that are checked when they are read, very many of them in one folder.

    The temporary name keeps the suffix of `path`, because encoders choose their format by it. If
    the block raises anything, Ctrl-C included, the temporary file is removed and `path` keeps what
    it held before. Raises OSError if the file cannot be written, or if there is something at the
    path that is not a file.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EEXIST, "exists already, and is not a file", str(path))
    temporary = path.with_name(f".{path.stem}-{secrets.token_hex(4)}{path.suffix}")
    try:
        with _locked(temporary):
            yield temporary
            temporary.replace(path)
    except OSError as error:
        # A full disk is reported without any name.
        if error.errno is None or error.filename not in (None, temporary, str(temporary)):
            raise
        # The caller knows the other name.
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        # It has been renamed, or the disk that refused the rest refuses this too.
        with suppress(OSError):
            temporary.unlink()


def write_where_different(path: Path, content: bytes) -> None:
    """Write a file completely or not at all, unless it holds that content already.

    Raises OSError if it cannot be written.
    """
    if not path.is_file() or path.read_bytes() != content:
        with write_atomically(path) as temporary:
            temporary.write_bytes(content)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """A new, empty file at `path`, with a lock on it that ends with this process at the latest."""
    descriptor = os.open(path, os.O_CREAT | os.O_RDONLY, 0o666)
    try:
        # Not every file system has locks; without them no file is taken for abandoned.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def remove_abandoned(folder: Path, stem: str, suffix: str, begins: bytes = b"") -> None:
    """Remove the temporary files in a folder that no process holds.

    They are those of the paths whose stem and suffix match regular expressions, and hold what
    `begins` so, as far as it was written.
    """
    name = re.compile(rf"\.(?:{stem})-[0-9a-f]{{8}}(?:{suffix})")
    for other in folder.iterdir():
        if name.fullmatch(other.name):
            with suppress(OSError):
                descriptor = opened(other)
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    if begins.startswith(os.read(descriptor, len(begins))):
                        other.unlink()
                finally:
                    os.close(descriptor)


def opened(path: Path) -> int:
    """A descriptor to read a regular file by; opening a pipe could block.

    Raises OSError if it cannot be opened or is not a regular file.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "is not a file", str(path))
    return descriptor


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
