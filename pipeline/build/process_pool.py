"""Does tasks in several processes of this machine."""

from __future__ import annotations

import ctypes
import gc
import heapq
import multiprocessing
import os
import signal
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from gradreel.pipeline.build.executor import Begun, Done, Session, Task, ended
from gradreel.pipeline.build.scratch import scratch_in
from gradreel.pipeline.video.clip import RenderError
from gradreel.scenarios.errors import GradreelError, UnforeseenError

TRIES = 3  # of a task: a worker may be killed for lack of memory while others hold much of it
# A worker has a core to itself: numerical libraries must not start threads that fight over it.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


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

    @contextmanager
    def session(self, folder: Path) -> Iterator[Session]:
        with scratch_in(folder) as scratch:
            workers = _Workers(scratch, self.size or cores())
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


class Worker:
    """A process that does one task after another."""

    def __init__(self, scratch: Path, library: str) -> None:
        self.library = library
        self.pipe, self._theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        arguments = self._theirs, str(scratch)
        self._process: BaseProcess = context.Process(target=_work, args=arguments, daemon=True)

    def start(self) -> None:
        """Start the process."""
        # Ctrl-C reaches every process of a terminal. Workers start with it blocked: the parent
        # decides.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        added = {name for name in _ONE_THREAD if name not in os.environ}
        os.environ.update(dict.fromkeys(added, "1"))
        try:
            self._process.start()
        finally:
            for name in added:
                del os.environ[name]
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            # The worker's end must be the last one, so that its death is the pipe's end.
            self._theirs.close()

    def begin(self, entry: _Entry) -> None:
        """Hand over a task. If the process is dead, that is noticed when its answer is read."""
        with suppress(ConnectionError):
            self.pipe.send((entry.task, entry.path, entry.inputs))

    def end(self) -> None:
        """Kill the process, if it was ever started."""
        if self._process.pid:
            self._process.kill()
            self._process.join()
        self.pipe.close()


class _Workers:
    """At most `size` workers, whose files lie in the folder `scratch`."""

    def __init__(self, scratch: Path, size: int) -> None:
        self._scratch, self._size = scratch, size
        self._numbers = count()
        self._waiting: list[_Entry] = []  # a heap
        # All that were ever created, so that an interruption at any moment leaves none behind.
        self._workers: list[Worker] = []
        self._idle: list[Worker] = []
        self._busy: dict[Connection, tuple[Worker, _Entry]] = {}
        # Before 3.12 its start unblocks all signals, and the first worker starts it.
        resource_tracker.ensure_running()

    def submit(self, task: Task, inputs: Sequence[Path] = ()) -> int:
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
        for worker in self._workers:
            worker.end()

    def _assign(self) -> list[Begun]:
        """Start as many tasks as there are processes for."""
        begun = []
        while self._waiting and (self._idle or len(self._busy) < self._size):
            entry = heapq.heappop(self._waiting)
            worker = self._worker(entry.task.library)
            self._busy[worker.pipe] = worker, entry
            entry.since = time.monotonic()
            worker.begin(entry)
            begun.append(Begun(entry.number))
        return begun

    def _worker(self, library: str) -> Worker:
        """An idle worker that has loaded no library but this one, or else a new worker."""
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

    def _receive(self, pipe: Connection) -> Done | None:
        """The result of a task; None if the task is to be tried again."""
        worker, entry = self._busy.pop(pipe)
        try:
            value, failure = pipe.recv()
        except (EOFError, OSError):
            self._dismiss(worker)
            entry.deaths += 1
            if entry.deaths < TRIES:
                heapq.heappush(self._waiting, entry)
                return None
            value, failure = None, _too_often(entry.task)
        else:
            self._idle.append(worker)
        until = time.monotonic()
        return Done(entry.number, entry.task, entry.path, entry.since, until, value, failure)


def _too_often(task: Task) -> RenderError:
    return RenderError(
        f"{task.label}: its process died {TRIES} times; "
        "the machine may be short of memory: try a lower quality"
    )


def _work(pipe: Connection, scratch: str) -> None:
    """Do the tasks that come through the pipe, and answer with the results of `_done`."""
    threading.Thread(target=_die_with_parent, daemon=True).start()
    # Temporary files of libraries are deleted with the scratch folder when the worker is killed.
    # With this start method (no process is started here) their locks leave no names behind.
    tempfile.tempdir = scratch
    multiprocessing.set_start_method("fork", force=True)
    # The pipe ends with the parent.
    with suppress(EOFError, ConnectionError):
        while True:
            pipe.send(_done(*pipe.recv()))
            give_back_memory()


def give_back_memory() -> None:
    """Return the memory that a task has freed to the system.

    The pictures of a task are large and of many sizes, so that glibc keeps more and more of what is
    freed; other C libraries return it without being asked.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os._exit(1)


def _done(task: Task, path: Path, inputs: Sequence[Path]) -> tuple[Any, Exception | None]:
    """The value that a task returned, or why it failed."""
    try:
        return task.do(path, inputs), None
    except Exception as error:
        failure = _for_users(error, task, path)
        # Tracebacks do not travel between processes; notes do.
        failure.add_note(traceback.format_exc())
        return None, failure


def _for_users(error: Exception, task: Task, path: Path) -> Exception:
    """A task's failure in terms that the user knows."""
    if isinstance(error, GradreelError):
        return error
    if isinstance(error, OSError) and error.errno:
        # Of the path, the user has chosen the folder that the scratch folder is in.
        return OSError(error.errno, os.strerror(error.errno), str(path.parent.parent))
    return UnforeseenError(f"{task.label}: {error or type(error).__name__}")
