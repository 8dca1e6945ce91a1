"""Watches a scenario file: from each save to what the page shows."""

from __future__ import annotations

import asyncio
import secrets
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from gradreel.pipeline.build.cache import CACHE, Cache
from gradreel.pipeline.build.scratch import scratch_in
from gradreel.pipeline.watch.board import Board, board_of
from gradreel.pipeline.watch.changes import changes
from gradreel.pipeline.watch.drawing import Drawing
from gradreel.pipeline.watch.edition import Edition, ScenarioFile
from gradreel.pipeline.watch.feed import Feed
from gradreel.pipeline.watch.server import ADDRESS, application, free_socket, server_of


def watch(file: ScenarioFile, folder: Path, tell: Callable[[str], None]) -> int:
    """Show a scenario file in a page until a signal ends it; return the signal's number.

    `tell` is called with the page's address. Recordings and pictures are kept in the cache of the
    output folder. Raises OSError if that folder cannot be used.
    """
    cache = Cache(folder / CACHE)
    with scratch_in(cache.folder) as scratch:
        return asyncio.run(_Watch(file, cache).run(scratch, tell))


class _Watch:
    def __init__(self, file: ScenarioFile, cache: Cache) -> None:
        self._file, self._cache = file, cache
        self._edition = Edition("")

    async def run(self, scratch: Path, tell: Callable[[str], None]) -> int:
        self._feed = Feed(Board(""))
        self._drawing = Drawing(self._cache, scratch, self._show)
        ended = _signal()
        try:
            self._drawing.start()
            token, socket = secrets.token_urlsafe(), free_socket()
            server = server_of(application(self._feed, self._drawing.picture, token))
            serving = asyncio.create_task(server.serve(sockets=[socket]))
            following = asyncio.create_task(self._follow())
            tell(f"http://{ADDRESS}:{socket.getsockname()[1]}/{token}/")
            done, _ = await asyncio.wait(
                (ended, serving, following), return_when=asyncio.FIRST_COMPLETED
            )
            self._feed.end()
            server.should_exit = True
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following  # raises whatever has ended it
            await serving
            return await ended if ended in done else 0
        finally:
            self._drawing.end()

    async def _follow(self) -> None:
        """After each change of the file, draw what it changes."""
        async for _ in changes(lambda: self._file.files):
            # It may take a second, in which the page has to be served.
            self._edition = await asyncio.to_thread(self._file.read)
            parts = self._edition.parts
            self._drawing.want([part.still for part in parts], [part.video for part in parts])
            self._show()

    def _show(self) -> None:
        self._feed.show(board_of(self._edition, self._drawing.made, self._feed.board))


def _signal() -> asyncio.Future[int]:
    """The first signal that asks this process to end."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()

    def end(number: int) -> None:
        if not ended.done():
            ended.set_result(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end, number)
    return ended
