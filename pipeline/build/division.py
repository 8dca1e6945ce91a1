"""Divides long tasks, so that many workers end at about the same time."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
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


# How long a part may be, as a share of what each worker has left to do when the part's turn comes:
# the first tasks stay whole, and small parts come last.
_SHARES = (2.0, 1.0, 0.5)
_GAIN = 0.02  # of the time: less is not worth what it costs to pass over the other parts


def division(tasks: Mapping[str, Task], width: int) -> dict[str, int]:
    """How many parts tasks, by any keys, are to have, so that `width` workers end soonest.

    Those that stay whole are left out. The ends are foretold by costs.
    """
    longest_first = sorted(tasks.items(), key=lambda item: -item[1].cost)
    whole = {key: task for key, task in longest_first if isinstance(task, Divisible)}
    chosen: dict[str, int] = {}
    soonest = last_end([task.cost for task in whole.values()], width)
    for share in _SHARES if width > 1 else ():
        counts = _counts(whole, width, share)
        costs = [cost for key, n in counts.items() for cost in costs_of(whole[key], n)]
        if (end := last_end(costs, width)) < soonest * (1 - _GAIN):
            chosen, soonest = counts, end
    return {key: count for key, count in chosen.items() if count > 1}


def last_end(times: Iterable[float], width: int) -> float:
    """When the last of some tasks ends, if each worker always begins the longest that is left."""
    ends = [0.0] * width
    for time in sorted(times, reverse=True):
        heapq.heapreplace(ends, ends[0] + time)
    return max(ends)


def _counts(whole: Mapping[str, Divisible], width: int, share: float) -> dict[str, int]:
    counts, left = {}, sum(task.cost for task in whole.values())
    for key, task in whole.items():
        needed = math.ceil(task.cost * width / (share * left) - 1e-9) if left > 0.0 else 1
        counts[key] = max(1, min(needed, task.most_parts, width))
        left -= task.cost
    return counts


def costs_of(task: Divisible, count: int) -> list[float]:
    """The costs of so many parts of a task; of one, its own."""
    return [task.cost] if count == 1 else [task.part(0, count).cost] * count


class Parts:
    """The parts of a task at work, of which some have ended."""

    def __init__(self, whole: Divisible, count: int) -> None:
        self._whole, self._count = whole, count
        self._ended: dict[int, Done] = {}

    @property
    def share(self) -> Fraction:
        """How much of the whole is done."""
        return Fraction(len(self._ended), self._count)

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
