"""Jobs, and who does them: the one interface between what is to be made and where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol


class Job(Protocol):
    """Something that a worker can do by itself: a small value that can be pickled."""

    @property
    def label(self) -> str:
        """What it is about, as in `parabola: title`."""

    @property
    def suffix(self) -> str:
        """How the name of its file ends, as in `.mp4`."""

    @property
    def library(self) -> str:
        """The heavy library that it loads; no worker ever holds two of them in its memory."""

    @property
    def cost(self) -> float:
        """About how long it takes, in any unit: the longest goes first."""

    def do(self, path: Path) -> Any:
        """Write the file `path`, and say what there is to say of it in a small value."""


class Done(NamedTuple):
    """A job that has ended: its file and what it said of it, or why it failed.

    `since` is when it was begun (`time.monotonic`).
    """

    number: int
    job: Job
    path: Path
    since: float
    value: Any = None
    failure: Exception | None = None


class Crew(Protocol):
    """Whoever does jobs: processes of this machine, or of others."""

    def submit(self, job: Job) -> int:
        """Have a job done some time; its number."""

    def finished(self) -> Iterator[Done]:
        """Every job as soon as it has ended, until none is left; more may be submitted meanwhile.

        Its file is temporary: it goes when the crew does.
        """
