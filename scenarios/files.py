"""Writing files that are either whole or not there."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def write_atomically(path: str | Path) -> Iterator[Path]:
    """Yield a temporary path beside `path` that becomes `path` when the block ends well.

    The temporary name keeps the suffix of `path`, because encoders choose their format by it. When
    the block raises anything, Ctrl-C included, the temporary file is removed and `path` keeps what
    it held before. Missing folders are made. Raises OSError where the disk refuses.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.stem}-{secrets.token_hex(4)}{path.suffix}")
    try:
        yield temporary
        _sync(temporary)
        temporary.replace(path)
    except OSError as error:
        if str(error.filename) != str(temporary):
            raise
        # The caller knows the other name.
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        # It is gone, or the disk that refused the rest refuses this too.
        with suppress(OSError):
            temporary.unlink()
    # The new name itself must survive a power cut too.
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
