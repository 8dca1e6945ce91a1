"""Lessons on more cores than this machine has, computed from the times of their spans here."""

from __future__ import annotations

import heapq
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple

from bench.alone import measured
from bench.figure import Figure, Plan
from bench.recording import recorded
from gradreel.pipeline.build.division import division
from gradreel.pipeline.outputs.chapter import RenderChapter
from gradreel.pipeline.quality import Quality
from gradreel.scenarios.showing import Showing

_ALONE = "quadratic"
_SET = 6  # lessons
_FEW, _MANY = 8, 16  # workers, each with a core of its own


class Piece(NamedTuple):
    """A chapter or a part of one: its cost by plan, and the CPU seconds that it takes."""

    cost: float
    seconds: float


def spans(plan: Plan) -> list[Figure]:
    """How many times as quick many workers are as one, and how evenly they share the work."""
    names, cores = plan.lessons[:_SET], [{core} for core in os.sched_getaffinity(0)]
    # Each thread, and so what it starts, keeps to a core of its own.
    with ThreadPoolExecutor(
        len(cores), initializer=lambda: os.sched_setaffinity(0, cores.pop())
    ) as side_by_side:
        lessons = dict(zip(names, side_by_side.map(partial(times_of, plan), names), strict=True))
    alone = Computed([lessons.get(_ALONE, lessons[names[0]])], _FEW, plan.quality)
    together = Computed([*lessons.values()], _MANY, plan.quality)
    one, several = f"one lesson, {_FEW} workers", f"{len(lessons)} lessons, {_MANY} workers"
    return [
        Figure(f"{one}, of the speed of one", alone.speed, "times", 4, "at least", alone.note),
        Figure(
            f"{several}, of the speed if all had equally much to do",
            together.speed / _MANY,
            "times",
            0.9,
            "at least",
            together.note,
        ),
    ]


def times_of(plan: Plan, name: str) -> dict[str, Any]:
    """The times of a lesson's spans, as `span_times` prints them."""
    recorded(plan, name)
    return measured("span_times", name, plan.letter, str(plan.folder))


def pieces(lessons: Sequence[dict[str, Any]], width: int, quality: Quality) -> list[Piece]:
    """What the chapters of lessons are divided into for so many workers."""
    chapters = [chapter for lesson in lessons for chapter in lesson["chapters"]]
    tasks = [
        RenderChapter("", Showing(), chapter["name"], quality, "mp4", chapter["cost"])
        for chapter in chapters
    ]
    counts, found = division({str(k): task for k, task in enumerate(tasks)}, width), []
    for number, (task, chapter) in enumerate(zip(tasks, chapters, strict=True)):
        count = counts.get(str(number), 1)
        if count == 1:
            found.append(Piece(task.cost, sum(chapter["spans"])))
            continue
        found += [
            Piece(task.part(k, count).cost, chapter["passed"] + sum(chapter["spans"][k::count]))
            for k in range(count)
        ]
    return found


def end_of(found: Sequence[Piece], width: int) -> float:
    """When the last one ends, if each worker always begins the one that should take longest."""
    ends = [0.0] * width
    for piece in sorted(found, key=lambda piece: -piece.cost):
        heapq.heapreplace(ends, ends[0] + piece.seconds)
    return max(ends)


class Computed:
    """How long lessons take in one process and on a number of workers.

    `speed` is how many times as quick the workers are.
    """

    def __init__(self, lessons: Sequence[dict[str, Any]], width: int, quality: Quality) -> None:
        whole, divided = pieces(lessons, 1, quality), pieces(lessons, width, quality)
        load = max(lesson["loaded"] for lesson in lessons)
        work = load + sum(piece.seconds for piece in whole)
        ends = [load + end_of(found, width) for found in (divided, whole)]
        self.speed = work / ends[0]
        self.note = (
            f"computed from CPU seconds of single spans, without the recording: {work:.1f} s in "
            f"one process, {ends[0]:.1f} s in {len(divided)} pieces, {ends[1]:.1f} s in "
            f"{len(whole)} whole chapters"
        )
