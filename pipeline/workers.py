"""A crew of processes that render chapters side by side."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import NamedTuple

from pipeline.clip import Clip, RenderError
from pipeline.quality import Quality
from solver.trajectory import Trajectory

# A worker has a core to itself: numerical libraries must not start threads that fight over it.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Job:
    """A chapter to render: of which trajectory, and how."""

    trajectory: Trajectory
    chapter: str
    quality: Quality
    format: str


class Done(NamedTuple):
    """A finished job: its position, its clip, and when it was begun (`time.monotonic`)."""

    position: int
    clip: Clip
    since: float


def render_jobs(jobs: list[Job], folder: Path) -> Iterator[Done]:
    """Render the jobs in as many processes as there are cores, each yielded when it is done.

    The clips lie in a temporary folder inside of `folder`: move a clip before you ask for the
    next. However it ends, neither a worker nor that folder stays behind. Raises RenderError or
    OSError for the first job that fails.
    """
    if not jobs:
        return
    folder.mkdir(parents=True, exist_ok=True)
    waiting = list(reversed(list(enumerate(jobs))))
    begun: dict[Connection, tuple[int, float]] = {}
    with (
        tempfile.TemporaryDirectory(prefix=".rendering-", dir=folder) as scratch,
        _crew(min(len(jobs), _cores()), scratch) as pipes,
    ):
        try:
            ready = pipes
            while waiting or begun:
                for pipe in ready[: len(waiting)]:
                    position, job = waiting.pop()
                    begun[pipe] = position, time.monotonic()
                    pipe.send((job, Path(scratch, f"{position}.{job.format}")))
                ready = [pipe for pipe in wait(list(begun)) if isinstance(pipe, Connection)]
                done = [(*begun.pop(pipe), pipe.recv()) for pipe in ready]
                for position, since, result in done:
                    if isinstance(result, Exception):
                        raise result
                    yield Done(position, result, since)
        except (EOFError, ConnectionError) as error:
            raise RenderError(
                "a rendering process died; the machine may be short of memory: try a lower quality"
            ) from error


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _crew(size: int, scratch: str) -> Iterator[list[Connection]]:
    """Pipes to so many workers, who are killed in the end."""
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    context = multiprocessing.get_context("spawn")
    workers, pipes = [], []
    # Before 3.12 its start unblocks all signals, and the first worker starts it.
    resource_tracker.ensure_running()
    # Ctrl-C reaches every process of a terminal. Workers are born deaf to it: the parent decides.
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        try:
            for _ in range(size):
                ours, theirs = context.Pipe()
                workers.append(context.Process(target=_work, args=(theirs, scratch), daemon=True))
                workers[-1].start()
                # The worker's end must be the last one, so that its death is the pipe's end.
                theirs.close()
                pipes.append(ours)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, heard)
        yield pipes
    finally:
        for worker in workers:
            if worker.pid:
                worker.kill()
        for worker in workers:
            if worker.pid:
                worker.join()


def _work(pipe: Connection, scratch: str) -> None:
    """Render what comes through the pipe; an exception is sent back in place of a clip."""
    threading.Thread(target=_die_with_parent, daemon=True).start()
    # What libraries put on the disk goes with the scratch folder when the worker is killed, and
    # under this method (nobody starts a process here) their locks have no name to leave behind.
    tempfile.tempdir = scratch
    multiprocessing.set_start_method("fork", force=True)
    # The pipe ends with the parent.
    with suppress(EOFError, ConnectionError):
        while True:
            job, path = pipe.recv()
            pipe.send(_render(job, path))


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os._exit(1)


def _render(job: Job, path: Path) -> Clip | Exception:
    from pipeline.render import render_chapter

    try:
        return render_chapter(job.trajectory, job.chapter, job.quality, job.format, path)
    except Exception as error:
        failure: Exception
        if isinstance(error, OSError) and error.errno:
            # Of the clip's path, the user has chosen the folder that the scratch folder is in.
            failure = OSError(error.errno, os.strerror(error.errno), str(path.parent.parent))
        else:
            name = job.trajectory.scenario.name
            failure = RenderError(f"{name}: chapter {job.chapter}: {error or type(error).__name__}")
        # Tracebacks do not travel between processes; notes do.
        failure.add_note(traceback.format_exc())
        return failure
