"""Folders for unfinished files, deleted when the call that uses them ends."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gradreel.pipeline.build.folder_lock import locked_folder

_PREFIX = ".rendering-"
_NAME = re.compile(rf"{re.escape(_PREFIX)}[0-9a-f]{{16}}")
_PATIENCE = 20  # attempts in 2 s: a dying worker writes for less than that
_WAIT = (
    100  # attempts in 10 s: our own calls hold the lock only while they delete abandoned folders
)


@contextmanager
def scratch_in(folder: Path) -> Iterator[Path]:
    """A new folder inside `folder`, deleted at the end; so are those that killed calls left.

    Raises OSError if it cannot be created, or if another program keeps a lock on `folder`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # One call at a time does this, so that none takes another's new folder for an abandoned one.
    door = _entered(folder)
    try:
        clear_scratch(folder)
        scratch = folder / f"{_PREFIX}{secrets.token_hex(8)}"
        scratch.mkdir(mode=0o700)
        # However this process ends, its lock ends with it.
        lock = locked_folder(scratch, fcntl.LOCK_EX)
    finally:
        os.close(door)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        os.close(lock)


def clear_scratch(folder: Path) -> None:
    """Delete what killed calls have left in a folder, and nothing that is still in use."""
    for scratch in folder.glob(f"{_PREFIX}*"):
        # Other folders may have names that begin in the same way.
        if not _NAME.fullmatch(scratch.name) or scratch.is_symlink():
            continue
        try:
            lock = locked_folder(scratch, fcntl.LOCK_EX | fcntl.LOCK_NB, strictly=True)
        except OSError:
            continue
        _remove(scratch)
        os.close(lock)


def _entered(folder: Path) -> int:
    """A descriptor of a folder with a lock on it; our other calls hold that lock only briefly."""
    for _ in range(_WAIT):
        with suppress(BlockingIOError):
            return locked_folder(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        time.sleep(0.1)
    raise OSError(errno.EWOULDBLOCK, "another program keeps a lock on it", str(folder))


def _remove(scratch: Path) -> None:
    """Delete an abandoned folder, into which a dying worker may still be writing."""
    for _ in range(_PATIENCE):
        shutil.rmtree(scratch, ignore_errors=True)
        if not scratch.exists():
            return
        time.sleep(0.1)
