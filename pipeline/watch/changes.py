"""When files change."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from contextlib import aclosing
from pathlib import Path

from watchfiles import awatch

_STEP = 20  # milliseconds without another event: an editor writes what belongs together faster
_LONGEST = 200  # milliseconds, after which events that go on and on are told of anyway
# Milliseconds between looks without an event: some file systems tell of nothing.
_PAUSE = 1000

_State = dict[Path, tuple[int, int, int] | None]


async def changes(files: Callable[[], Iterable[Path]]) -> AsyncIterator[None]:
    """Yield at once, and then whenever one of the files has changed, come or gone.

    `files` is asked each time. Their folders are watched, so that nothing is missed where a file
    is replaced by another one of its name.
    """
    seen: _State | None = None
    while True:
        folders = _folders(files())
        if seen is None or not folders:
            if (now := _state(files())) != seen:
                seen = now
                yield
            if not (folders := _folders(files())):
                await asyncio.sleep(_PAUSE / 1000)
                continue
        async with aclosing(_events(folders)) as events:
            async for _ in events:
                if (now := _state(files())) != seen:
                    seen = now
                    yield
                if _folders(files()) != folders:
                    break


def _events(folders: dict[Path, int]) -> AsyncGenerator[object, None]:
    return awatch(
        *folders,
        watch_filter=None,
        debounce=_LONGEST,
        step=_STEP,
        rust_timeout=_PAUSE,
        yield_on_timeout=True,
        recursive=False,
    )


def _folders(files: Iterable[Path]) -> dict[Path, int]:
    """The folders of files, with what tells a folder from a later one of its name."""
    folders = sorted({path.parent for path in files})
    return {folder: folder.stat().st_ino for folder in folders if folder.is_dir()}


def _state(files: Iterable[Path]) -> _State:
    """What differs when a file has changed; None for a file that does not exist."""
    return {path: _signature(path) for path in files}


def _signature(path: Path) -> tuple[int, int, int] | None:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
