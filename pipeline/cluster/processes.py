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
from gradreel.pipeline.build.worker import Worker

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
        self._workers: list[Worker] = []
        self._idle: list[Worker] = []
        self._next = 0.0
        # Dask marks its own worker processes as daemons, which may have no children. Ours end when
        # their parent does.
        multiprocessing.current_process().daemon = False

    def path(self, suffix: str) -> Path:
        """A new path of an unfinished file."""
        return self._scratch / f"{secrets.token_hex(8)}{suffix}"

    def do(self, task: Task, path: Path, inputs: Sequence[Path]) -> tuple[Any, Exception | None]:
        """The value that a task returned, or why it failed. Raises DiedError."""
        worker = self._taken(task.library)
        worker.begin(task, path, inputs)
        try:
            answer: tuple[Any, Exception | None] = worker.pipe.recv()
        except (EOFError, OSError):
            with self._lock:
                self._dismiss(worker)
            raise DiedError from None
        with self._lock:
            self._idle.append(worker)
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
            for worker in list(self._workers):
                self._dismiss(worker)
        self._stack.close()

    def _taken(self, library: str) -> Worker:
        """An idle worker that has loaded no library but this one, or else a new worker."""
        # One at a time: a process is started with variables of the environment set for it.
        with self._lock:
            for worker in self._idle:
                if worker.library == library:
                    self._idle.remove(worker)
                    return worker
            if self._idle:
                self._dismiss(self._idle.pop())
            worker = Worker(self._scratch, library)
            self._workers.append(worker)
            worker.start()
            return worker

    def _dismiss(self, worker: Worker) -> None:
        worker.end()
        self._workers.remove(worker)
