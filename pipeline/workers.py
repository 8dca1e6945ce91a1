"""A pool of processes that render chapters side by side."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from pipeline.clip import Clip, RenderError
from pipeline.quality import Quality
from solver.trajectory import Trajectory

# A worker has a core to itself: numerical libraries must not start threads that fight over it.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Job:
    """A chapter to render: of which trajectory, how, and into which file."""

    trajectory: Trajectory
    chapter: str
    quality: Quality
    format: str
    path: Path


def render_jobs(jobs: list[Job]) -> Iterator[tuple[int, Clip]]:
    """Render the jobs in as many processes as there are cores.

    Yields the position of each job with its clip, in the order in which they are done. Raises
    RenderError for the first that fails. However it ends, no worker and no half-written file
    stays behind.
    """
    if not jobs:
        return
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    executor = ProcessPoolExecutor(
        max_workers=min(len(jobs), os.cpu_count() or 1),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_prepare,
    )
    try:
        futures: dict[Future[Clip], int] = {
            executor.submit(_render, job): position for position, job in enumerate(jobs)
        }
        for future in as_completed(futures):
            yield futures[future], future.result()
    except BrokenProcessPool as error:
        raise RenderError(
            "a rendering process died; the machine may be short of memory: try a lower quality"
        ) from error
    finally:
        for worker in multiprocessing.active_children():
            worker.terminate()
        executor.shutdown(wait=True, cancel_futures=True)


def _prepare() -> None:
    # Ctrl-C reaches every process of a terminal; the parent alone decides, and sends SIGTERM.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _render(job: Job) -> Clip:
    from pipeline.render import render_chapter

    try:
        return render_chapter(job.trajectory, job.chapter, job.quality, job.format, job.path)
    except Exception as error:
        name = job.trajectory.scenario.name
        raise RenderError(
            f"{name}: chapter {job.chapter}: {error or type(error).__name__}"
        ) from error
