"""Tasks and executors: the one seam between what is built and where."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from gradreel.pipeline.build.scratch import scratch_in


class Task(Protocol):
    """A unit of work: a small value that can be pickled and done on any machine."""

    @property
    def label(self) -> str:
        """Its name in progress reports and failures, such as `parabola: title`."""

    @property
    def suffix(self) -> str:
        """The suffix of the file that it writes, such as `.mp4`."""

    @property
    def library(self) -> str:
        """The heavy library that it loads; no process of a pool ever loads two of them."""

    @property
    def cost(self) -> float:
        """Roughly how long it takes, in any unit: the longest starts first."""

    def do(self, path: Path, inputs: Sequence[Path]) -> dict[str, Any]:
        """Write the file `path` from the files `inputs`; return a value that JSON can hold.

        The executor decides where the files are: on another machine they may be elsewhere.
        """


class Done(NamedTuple):
    """A task that has ended: its file and the value that it returned, or why it failed.

    `since` is when it was started, and `until` when it ended, by `time.monotonic`.
    """

    number: int
    task: Task
    path: Path
    since: float
    until: float
    value: Any = None
    failure: Exception | None = None


class Begun(NamedTuple):
    """A task that has been started."""

    number: int


class Session(Protocol):
    """An executor at work; the files that its tasks wrote are deleted when the session ends."""

    def submit(self, task: Task, inputs: Sequence[Path] = (), key: str = "") -> int:
        """Queue a task with its input files; return its number.

        `key` is a digest of everything that determines its result, by which other machines may keep
        it; "" if it is not to be kept there.
        """

    def finished(self) -> Iterator[Done]:
        """Yield each task when it has ended, until none is left; more may be submitted meanwhile.

        Tasks fail with GradreelError or OSError.
        """

    def events(self) -> Iterator[Begun | Done]:
        """As `finished`, and yield each task as it is started, too."""


def ended(events: Iterable[Begun | Done]) -> Iterator[Done]:
    """The tasks that have ended."""
    return (event for event in events if isinstance(event, Done))


class Executor(Protocol):
    """Does tasks: in this process, in other processes of this machine, or on other machines."""

    @property
    def width(self) -> int:
        """How many tasks it does at once."""

    def session(self, folder: Path) -> AbstractContextManager[Session]:
        """Start a session whose temporary files lie in a new folder inside `folder`."""


class InProcess:
    """Does each task in this process, when its result is asked for; for scripts and debuggers."""

    width = 1

    @contextmanager
    def session(self, folder: Path) -> Iterator[Session]:
        with scratch_in(folder) as scratch:
            yield SessionHere(scratch, count(), _attempted)


Attempt = Callable[[Task, Path, Sequence[Path]], tuple[Any, Exception | None]]


class SessionHere:
    """Does tasks in this process, one after another, numbered and attempted as it is given.

    An attempt returns the value of a task, or why it failed.
    """

    def __init__(self, scratch: Path, numbers: Iterator[int], attempt: Attempt) -> None:
        self._scratch, self._numbers, self._attempt = scratch, numbers, attempt
        self._waiting: deque[tuple[int, Task, Sequence[Path]]] = deque()

    def submit(self, task: Task, inputs: Sequence[Path] = (), key: str = "") -> int:
        number = next(self._numbers)
        self._waiting.append((number, task, inputs))
        return number

    def finished(self) -> Iterator[Done]:
        return ended(self.events())

    def events(self) -> Iterator[Begun | Done]:
        while self._waiting:
            number, task, inputs = self._waiting.popleft()
            yield Begun(number)
            path, since = self._scratch / f"{number}{task.suffix}", time.monotonic()
            value, failure = self._attempt(task, path, inputs)
            yield Done(number, task, path, since, time.monotonic(), value, failure)


def _attempted(task: Task, path: Path, inputs: Sequence[Path]) -> tuple[Any, Exception | None]:
    try:
        return task.do(path, inputs), None
    except Exception as error:
        return None, error
