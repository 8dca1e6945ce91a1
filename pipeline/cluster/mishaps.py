"""What may happen to a task on a worker, and what is said when it has happened too often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gradreel.pipeline.cluster.errors import ClusterError
from gradreel.pipeline.cluster.parcel import Answer
from gradreel.scenarios.errors import GradreelError, UnforeseenError
from gradreel.scenarios.words import listed


@dataclass(frozen=True)
class Mishap:
    """Something that may not happen on another worker: where, what, how often, and what to try.

    `failure` is the exception, if there was one.
    """

    worker: str
    what: str
    times: int = 1
    hint: str = ""
    failure: Exception | None = None

    @property
    def of_worker(self) -> bool:
        """Whether other tasks would fail there, too."""
        return isinstance(self.failure, OSError)


def mishap_of(answer: Answer) -> Mishap | None:
    """What has happened to a task; None if it has ended as it would have anywhere."""
    worker, failure = answer.worker, answer.failure
    if answer.deaths:
        hint = "the machines may be short of memory: try a lower quality"
        return Mishap(worker, "the process that did it died", answer.deaths, hint)
    if isinstance(failure, OSError):
        what = " in ".join(filter(None, (str(failure.strerror).lower(), failure.filename)))
        return Mishap(worker, what, hint="free some space there", failure=failure)
    if (failure and not isinstance(failure, GradreelError)) or isinstance(failure, UnforeseenError):
        return Mishap(worker, f"it failed ({failure})", failure=failure)
    if not failure and not answer.whole:
        return Mishap(worker, "it was damaged on the way", hint="look after the network")
    return None


def given_up(label: str, mishaps: Sequence[Mishap]) -> Exception:
    """The failure of a task to which too much has happened."""
    last = mishaps[-1]
    if isinstance(last.failure, UnforeseenError):
        return last.failure  # which names the task, and holds the traceback
    workers = listed(dict.fromkeys(name_of(mishap.worker) for mishap in mishaps))
    return ClusterError(f"{label}: {last.what}, on {workers}; {last.hint}")


def name_of(worker: str) -> str:
    """What users call a worker: its address, unless it is here."""
    return "this machine" if worker.startswith("inproc:") else worker
