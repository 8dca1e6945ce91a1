"""Folders for unfinished files, which do not outlive the call that uses them."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = ".rendering-"
_PATIENCE = 20  # attempts


@contextmanager
def scratch_in(folder: Path) -> Iterator[Path]:
    """A new folder inside of `folder`, removed in the end; those that killed calls left go too.

    Raises OSError where the disk refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # One call at a time comes in, so that none takes another's new folder for an abandoned one.
    door = _opened(folder, fcntl.LOCK_EX)
    try:
        clear_scratch(folder)
        scratch = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
        # However this process ends, its lock ends with it.
        lock = _opened(scratch, fcntl.LOCK_EX)
    finally:
        os.close(door)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        os.close(lock)


def clear_scratch(folder: Path) -> None:
    """Remove what killed calls have left in a folder, and nothing that is still in use."""
    for scratch in folder.glob(f"{_PREFIX}*"):
        try:
            lock = _opened(scratch, fcntl.LOCK_EX | fcntl.LOCK_NB, strictly=True)
        except OSError:
            continue
        _remove(scratch)
        os.close(lock)


def _remove(scratch: Path) -> None:
    """Remove an abandoned folder, into which a worker may still write in the moment it dies."""
    for _ in range(_PATIENCE):
        shutil.rmtree(scratch, ignore_errors=True)
        if not scratch.exists():
            return
        time.sleep(0.1)


def _opened(folder: Path, lock: int, strictly: bool = False) -> int:
    """A descriptor of a folder with a lock on it; without one, unless `strictly`, where the file
    system knows none. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, lock)
    except OSError:
        if strictly:
            os.close(descriptor)
            raise
    return descriptor
