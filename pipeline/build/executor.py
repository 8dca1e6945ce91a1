"""Tasks, and who executes them: the one seam between what is to be built and where."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from gradreel.pipeline.build.scratch import scratch_in


class Task(Protocol):
    """Something to do: a small value that can be pickled, and done on any machine."""

    @property
    def label(self) -> str:
        """What it is about, as in `parabola: title`."""

    @property
    def suffix(self) -> str:
        """How the name of its file ends, as in `.mp4`."""

    @property
    def library(self) -> str:
        """The heavy library that it loads; no process ever holds two of them in its memory."""

    @property
    def cost(self) -> float:
        """About how long it takes, in any unit: the longest goes first."""

    def do(self, path: Path, inputs: Sequence[Path]) -> dict[str, Any]:
        """Write the file `path` from the files `inputs`, and say in JSON what is to be said of it.

        Where files lie is the executor's business: on another machine they lie elsewhere.
        """


class Done(NamedTuple):
    """A task that has ended: its file and what was said of it, or why it failed.

    `since` is when it was begun (`time.monotonic`).
    """

    number: int
    task: Task
    path: Path
    since: float
    value: Any = None
    failure: Exception | None = None


class Session(Protocol):
    """An executor at work: what it has written goes when the session ends."""

    def submit(self, task: Task, inputs: Sequence[Path] = ()) -> int:
        """Have a task done some time, from these files; its number."""

    def finished(self) -> Iterator[Done]:
        """Every task as soon as it has ended, until none is left; more may be submitted meanwhile.

        Tasks fail with GradreelError or OSError.
        """


class Executor(Protocol):
    """Whoever does tasks: this process, other processes of this machine, other machines."""

    def session(self, folder: Path) -> AbstractContextManager[Session]:
        """Begin to work, with temporary files in a folder inside of `folder`."""


class InProcess:
    """Does each task in this process, when its result is asked for: for scripts and debuggers."""

    @contextmanager
    def session(self, folder: Path) -> Iterator[Session]:
        with scratch_in(folder) as scratch:
            yield _InProcessSession(scratch)


class _InProcessSession:
    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._waiting: deque[tuple[int, Task, Sequence[Path]]] = deque()
        self._numbers = count()

    def submit(self, task: Task, inputs: Sequence[Path] = ()) -> int:
        number = next(self._numbers)
        self._waiting.append((number, task, inputs))
        return number

    def finished(self) -> Iterator[Done]:
        while self._waiting:
            number, task, inputs = self._waiting.popleft()
            path, since = self._scratch / f"{number}{task.suffix}", time.monotonic()
            value, failure = None, None
            try:
                value = task.do(path, inputs)
            except Exception as error:
                failure = error
            yield Done(number, task, path, since, value, failure)
