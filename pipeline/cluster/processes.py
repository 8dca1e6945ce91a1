"""The processes that a Dask worker does tasks in, so that it stays small itself."""

from __future__ import annotations

import multiprocessing
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from gradreel.pipeline.build.executor import Task
from gradreel.pipeline.build.scratch import scratch_in
from gradreel.pipeline.build.worker_set import WorkerSet

_SHORT_WHILE = 30.0  # seconds


class DiedError(Exception):
    """The process that did a task was killed."""


class Processes:
    """As many processes as tasks are done at once, each with one heavy library; for threads.

    Raises OSError if `folder`, where unfinished files lie, cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self._stack = ExitStack()
        self._scratch = self._stack.enter_context(scratch_in(folder))
        self._lock = threading.Lock()
        self._workers = WorkerSet(self._scratch)
        self._next = 0.0
        # Dask marks its own worker processes as daemons, which may have no children. Ours end when
        # their parent does.
        multiprocessing.current_process().daemon = False

    def path(self, suffix: str) -> Path:
        """A new path of an unfinished file."""
        return self._scratch / f"{secrets.token_hex(8)}{suffix}"

    def do(self, task: Task, path: Path, inputs: Sequence[Path]) -> tuple[Any, Exception | None]:
        """The value that a task returned, or why it failed. Raises DiedError."""
        # One at a time: a process is started with variables of the environment set for it.
        with self._lock:
            worker = self._workers.take(task.library)
        worker.begin(task, path, inputs)
        try:
            answer: tuple[Any, Exception | None] = worker.pipe.recv()
        except (EOFError, OSError):
            with self._lock:
                self._workers.dismiss(worker)
            raise DiedError from None
        with self._lock:
            self._workers.give_back(worker)
        return answer

    def now_and_then(self, act: Callable[[], None]) -> None:
        """Do something that takes its time, unless it was done a short while ago."""
        with self._lock:
            if time.monotonic() < self._next:
                return
            self._next = time.monotonic() + _SHORT_WHILE
        act()

    def end(self) -> None:
        """Kill all processes and delete unfinished files."""
        with self._lock:
            self._workers.end()
        self._stack.close()
