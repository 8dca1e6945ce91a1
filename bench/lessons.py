"""Whole lessons, rendered by the real command."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

import av

from bench.alone import Finished, run
from bench.encoder_pass import encoder_rate
from bench.figure import Figure, Plan

_CHANGE = "runs.1.lr=0.9"


@dataclass(frozen=True)
class RenderedLesson:
    """A rendered lesson: its file, its length in frames, and the seconds of the whole command."""

    path: Path
    frames: int
    seconds: float

    @property
    def rate(self) -> float:
        """Frames a second of wall time."""
        return self.frames / self.seconds


def render(plan: Plan, name: str, folder: Path, *options: str, cores: int = 2) -> Finished:
    """Run `gradreel render NAME` on a number of cores, and so in as many processes."""
    command = ("-m", "gradreel", "render", name, "-q", plan.letter, "-o", str(folder), *options)
    return run(command, sorted(os.sched_getaffinity(0))[:cores])


@cache
def cold(plan: Plan, name: str, cores: int = 2) -> RenderedLesson:
    """A lesson rendered into an empty folder."""
    folder = plan.folder / f"{name}-{cores}"
    seconds = render(plan, name, folder, cores=cores).seconds
    path = folder / name / "lesson.mp4"
    with av.open(str(path)) as container:
        frames = container.streams.video[0].frames
    return RenderedLesson(path, frames, seconds)


def limit(plan: Plan) -> list[Figure]:
    """The whole quadratic lesson against the encoder alone."""
    lesson = cold(plan, "quadratic")
    alone = encoder_rate(lesson.path)
    note = f"{lesson.rate:.1f} against {alone:.1f} frames a second, {lesson.frames} frames"
    name = "quadratic lesson, of the speed of an encoder alone"
    return [Figure(name, lesson.rate / alone, "times", 0.8, "at least", note)]


def real_time(plan: Plan) -> list[Figure]:
    """Frames a second of every lesson."""
    figures = []
    for name in plan.lessons:
        lesson = cold(plan, name)
        note = f"{lesson.frames} frames in {lesson.seconds:.1f} s"
        figure = Figure(f"lesson {name}", lesson.rate, "frames/s", 60, "at least", note)
        figures.append(figure)
    return figures


def again(plan: Plan) -> list[Figure]:
    """A second render, and one after a change to one run."""
    first = cold(plan, "quadratic")
    folder = first.path.parent.parent
    second = median(render(plan, "quadratic", folder).seconds for _ in range(plan.times))
    changed = render(plan, "quadratic", folder, "--set", _CHANGE)
    anew = re.findall(r"^quadratic: (\S+) \((\d+) of (\d+)\)$", changed.stderr, re.MULTILINE)
    note = (
        f"rendered again with --set {_CHANGE}: {', '.join(name for name, *_ in anew)}; "
        f"{changed.seconds:.1f} s of {first.seconds:.1f} s"
    )
    count = float(anew[0][2]) if anew else 1.0
    return [
        Figure("second render, the whole command", second, "s", 1, "at most", "nothing changed"),
        Figure("one changed run, chapters again", len(anew), f"of {count:.0f}", 2, "at most", note),
    ]


def parallel(plan: Plan) -> list[Figure]:
    """Two processes on two cores against one on one."""
    two, one = cold(plan, "quadratic"), cold(plan, "quadratic", cores=1)
    note = f"{two.seconds:.1f} s against {one.seconds:.1f} s"
    name = "two processes, of the speed of one"
    return [Figure(name, one.seconds / two.seconds, "times", 1.7, "at least", note)]
