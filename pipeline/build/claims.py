"""Which tasks this process does, so that calls that share a cache do nothing twice."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

CLAIMS = "artifact-claims.lock"  # an empty file; each key has a byte of its own in it, to lock
_DIGITS = 15  # hexadecimal, of a key: as many as fit into the offset of a file


class WorkClaims:
    """Locks on keys in a folder, which end with this process at the latest.

    Where a file system has no locks, every claim is granted: a task may then be done twice, which
    does no harm.
    """

    def __init__(self, folder: Path) -> None:
        self._file: int | None = None
        with suppress(OSError):
            self._file = os.open(folder / CLAIMS, os.O_CREAT | os.O_RDWR, 0o666)

    def take(self, key: str) -> bool:
        """Claim a key, unless another process has."""
        if self._file is not None:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, int(key[:_DIGITS], 16))
            except (BlockingIOError, PermissionError):
                return False
            except OSError:
                pass
        return True

    def give_back(self, key: str) -> None:
        """Let others claim a key."""
        if self._file is not None:
            with suppress(OSError):
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, int(key[:_DIGITS], 16))

    def end(self) -> None:
        """Give back all."""
        if self._file is not None:
            os.close(self._file)
