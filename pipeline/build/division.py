"""Divides long tasks, so that many workers end at about the same time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from gradreel.pipeline.build.cache import Artifact
from gradreel.pipeline.build.executor import Done, Task


@runtime_checkable
class Divisible(Task, Protocol):
    """A task that can be done in parts, whose files then make up the same file."""

    @property
    def most_parts(self) -> int:
        """Into how many parts it may be divided."""

    def part(self, number: int, count: int) -> Task:
        """One of `count` parts, by its number."""

    def gather(self, path: Path, parts: Sequence[Artifact]) -> dict[str, Any]:
        """Write the file `path` from those of all parts, in order, and return its value.

        This runs in the process that called `build`, so it should be quick.
        """


class Division:
    """Into how many parts each of the tasks of a build is divided, for so many workers."""

    def __init__(self, tasks: Iterable[Task], width: int) -> None:
        costs = [task.cost for task in tasks if isinstance(task, Divisible)]
        self._width = width
        # However tasks are dealt out, they end at most (1 - 1 / width) times the longest later than
        # if all workers had equally much to do (R. L. Graham, 1969): so by less than half of that.
        self._longest = sum(costs) / (2 * (width - 1)) if width > 1 else math.inf

    def parts_of(self, task: Task) -> int:
        """How many parts: 1 for a task that is done as a whole."""
        if not isinstance(task, Divisible) or self._longest == 0.0:
            return 1
        needed = math.ceil(task.cost / self._longest - 1e-9)
        return max(1, min(needed, task.most_parts, self._width))


class Parts:
    """The parts of a task at work, of which some have ended."""

    def __init__(self, whole: Divisible, count: int) -> None:
        self._whole, self._count = whole, count
        self._ended: dict[int, Done] = {}

    def take(self, part: int, done: Done) -> Done | None:
        """Note that a part has ended; return the end of the whole once all have."""
        self._ended[part] = done
        if len(self._ended) < self._count:
            return None
        ended = [self._ended[part] for part in range(self._count)]
        path = done.path.with_name(f"whole-{done.number}{self._whole.suffix}")
        value, failure = None, next((end.failure for end in ended if end.failure), None)
        if failure is None:
            try:
                value = self._whole.gather(path, [Artifact(end.path, end.value) for end in ended])
            except Exception as error:
                failure = error
        for end in ended:
            end.path.unlink(missing_ok=True)
        since = min(end.since for end in ended)
        return Done(done.number, self._whole, path, since, done.until, value, failure)
