"""From a function that reports its points by a callback to an iterator that takes them one by one.

The function runs in a thread of its own, and only while the iterator waits for its next point: so
what it evaluates between two points can be counted, and it does nothing that nobody asked for.
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from threading import Thread

from gradreel.scenarios.calculus import Array

Report = Callable[[Array], None]


class _Closed(BaseException):
    """Ends the function when nobody takes its points any more."""


def stepwise(function: Callable[[Report], object]) -> Iterator[Array]:
    """The points that `function(report)` reports, until it returns; what it raises is raised."""
    points: SimpleQueue[Array | BaseException | None] = SimpleQueue()
    wanted: SimpleQueue[bool] = SimpleQueue()

    def report(point: Array) -> None:
        points.put(point)
        if not wanted.get():
            raise _Closed

    def run() -> None:
        try:
            if wanted.get():
                function(report)
            points.put(None)
        except BaseException as error:
            points.put(error)

    # In the caller's context, so that numpy warns as little as it does there.
    thread = Thread(target=contextvars.copy_context().run, args=(run,), daemon=True)
    thread.start()
    try:
        while True:
            wanted.put(True)
            point = points.get()
            if point is None:
                return
            if isinstance(point, BaseException):
                raise point
            yield point
    finally:
        wanted.put(False)
        thread.join()
