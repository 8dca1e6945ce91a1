"""Locks on folders, by which calls in several processes take turns."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PAUSE = 0.1  # seconds between attempts
_LONGEST = 30.0  # seconds: our own calls hold a lock while they write one output


@contextmanager
def in_turn(folder: Path) -> Iterator[None]:
    """Let one call at a time write outputs into a folder and remember them; it is created.

    Goes on without a lock where there are none, or where somebody keeps one for too long. Raises
    OSError if the folder cannot be created.
    """
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + _LONGEST
    descriptor = None
    while descriptor is None and time.monotonic() < until:
        try:
            descriptor = locked_folder(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def locked_folder(folder: Path, lock: int, strictly: bool = False) -> int:
    """A descriptor of a folder with a lock on it, which ends with the descriptor.

    On a file system without locks it has none, unless `strictly`. Raises OSError.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, lock)
    except OSError as error:
        if strictly or isinstance(error, BlockingIOError):
            os.close(descriptor)
            raise
    return descriptor
