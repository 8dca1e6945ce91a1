"""A process that does tasks."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import tempfile
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from gradreel.pipeline.build.executor import Task
from gradreel.pipeline.stopping import stopping_if
from gradreel.scenarios.errors import GradreelError, UnforeseenError

# A worker has a core to itself: numerical libraries must not start threads that fight over it.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Worker:
    """A process that does one task after another."""

    def __init__(self, scratch: Path, library: str) -> None:
        self.library = library
        self.pipe, self._theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        arguments = self._theirs, str(scratch), gc.get_threshold()
        self._process: BaseProcess = context.Process(target=_work, args=arguments, daemon=True)

    def start(self) -> None:
        """Start the process."""
        # Before 3.12 its start unblocks all signals, and the first process would start it.
        resource_tracker.ensure_running()
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

    def begin(self, task: Task, path: Path, inputs: Sequence[Path]) -> None:
        """Hand over a task. If the process is dead, that is noticed when its answer is read."""
        with suppress(ConnectionError):
            self.pipe.send((task, path, inputs))

    def stop(self) -> None:
        """Ask it to stop its task, which then fails with StoppedError if it notices in time."""
        with suppress(ConnectionError):
            self.pipe.send(None)

    def end(self) -> None:
        """Kill the process, if it was ever started."""
        if self._process.pid:
            self._process.kill()
            self._process.join()
        self.pipe.close()


def _work(pipe: Connection, scratch: str, threshold: tuple[int, int, int]) -> None:
    """Do the tasks that come through the pipe, and answer with the results of `tried`."""
    # Garbage is looked for as seldom as in the parent: libraries make many objects, which all stay.
    gc.set_threshold(*threshold)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    # Temporary files of libraries are deleted with the scratch folder when the worker is killed.
    # With this start method (no process is started here) their locks leave no names behind.
    tempfile.tempdir = scratch
    multiprocessing.set_start_method("fork", force=True)
    # The pipe ends with the parent.
    with suppress(EOFError, ConnectionError):
        while True:
            given = pipe.recv()
            if given is None:  # asked to stop a task that had just ended
                continue
            # Nothing comes before the answer but that.
            with stopping_if(pipe.poll):
                answer = tried(*given)
            pipe.send(answer)
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


def tried(task: Task, path: Path, inputs: Sequence[Path]) -> tuple[Any, Exception | None]:
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
