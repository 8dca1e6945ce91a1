"""Does tasks in several processes of this machine."""

from __future__ import annotations

import heapq
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection, wait
from pathlib import Path

from gradreel.pipeline.build.executor import Begun, Done, Session, Task, ended
from gradreel.pipeline.build.scratch import scratch_in
from gradreel.pipeline.build.worker import Worker
from gradreel.pipeline.build.worker_set import WorkerSet
from gradreel.pipeline.video.clip import RenderError

TRIES = 3  # of a task: a worker may be killed for lack of memory while others hold much of it


@dataclass(frozen=True)
class ProcessPool:
    """At most `size` processes (by default one for each core), started when there is work for them.

    However a session ends, it leaves no processes or files behind. A task whose process dies is
    tried again, three times in all. As always with Python's spawned processes, a script that uses
    it needs `if __name__ == "__main__":`.
    """

    size: int | None = None

    def __post_init__(self) -> None:
        if self.size is not None and self.size < 1:
            raise ValueError(f"a pool needs at least 1 process, got {self.size}")

    @property
    def width(self) -> int:
        return self.size or cores()

    @contextmanager
    def session(self, folder: Path) -> Iterator[Session]:
        with scratch_in(folder) as scratch:
            workers = _Workers(scratch, self.width)
            try:
                yield workers
            finally:
                workers.end()


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(order=True)
class _Entry:
    """A task in the queue; the smallest one is started next."""

    cost: float
    number: int
    task: Task = field(compare=False)
    inputs: Sequence[Path] = field(compare=False)
    path: Path = field(compare=False)
    deaths: int = field(default=0, compare=False)
    since: float = field(default=0.0, compare=False)


class _Workers:
    """At most `size` workers, whose files lie in the folder `scratch`."""

    def __init__(self, scratch: Path, size: int) -> None:
        self._scratch, self._size = scratch, size
        self._numbers = count()
        self._waiting: list[_Entry] = []  # a heap
        self._workers = WorkerSet(scratch)
        self._busy: dict[Connection, tuple[Worker, _Entry]] = {}

    def submit(self, task: Task, inputs: Sequence[Path] = (), key: str = "") -> int:
        number = next(self._numbers)
        path = self._scratch / f"{number}{task.suffix}"
        heapq.heappush(self._waiting, _Entry(-task.cost, number, task, inputs, path))
        return number

    def finished(self) -> Iterator[Done]:
        return ended(self.events())

    def events(self) -> Iterator[Begun | Done]:
        while self._waiting or self._busy:
            if begun := self._assign():
                yield from begun
                continue  # the caller may have submitted more
            ready = wait(list(self._busy))
            over = [self._receive(pipe) for pipe in ready if isinstance(pipe, Connection)]
            # Start the next tasks before the caller handles the results.
            begun = self._assign()
            yield from (done for done in over if done)
            yield from begun

    def end(self) -> None:
        """Kill all workers."""
        self._workers.end()

    def _assign(self) -> list[Begun]:
        """Start as many tasks as there are processes for."""
        begun = []
        while self._waiting and (self._workers.idle or len(self._busy) < self._size):
            entry = heapq.heappop(self._waiting)
            worker = self._workers.take(entry.task.library)
            self._busy[worker.pipe] = worker, entry
            entry.since = time.monotonic()
            worker.begin(entry.task, entry.path, entry.inputs)
            begun.append(Begun(entry.number))
        return begun

    def _receive(self, pipe: Connection) -> Done | None:
        """The result of a task; None if the task is to be tried again."""
        worker, entry = self._busy.pop(pipe)
        try:
            value, failure = pipe.recv()
        except (EOFError, OSError):
            self._workers.dismiss(worker)
            entry.deaths += 1
            if entry.deaths < TRIES:
                heapq.heappush(self._waiting, entry)
                return None
            value, failure = None, too_often(entry.task)
        else:
            self._workers.give_back(worker)
        until = time.monotonic()
        return Done(entry.number, entry.task, entry.path, entry.since, until, value, failure)


def too_often(task: Task) -> RenderError:
    return RenderError(
        f"{task.label}: its process died {TRIES} times; "
        "the machine may be short of memory: try a lower quality"
    )
