"""Tells every open page what to show."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from gradreel.pipeline.watch.board import Board


class Feed:
    """The board as it is now, for any number of pages at a time."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self._changed = asyncio.Event()
        self._ended = False

    def show(self, board: Board) -> None:
        """Show another board."""
        if board != self.board:
            self.board = board
            self._wake()

    def end(self) -> None:
        """Let every page know that nothing comes any more."""
        self._ended = True
        self._wake()

    async def boards(self) -> AsyncIterator[Board]:
        """The board, and then each one that follows; a page that is slow misses some."""
        while not self._ended:
            changed = self._changed
            yield self.board
            await changed.wait()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
