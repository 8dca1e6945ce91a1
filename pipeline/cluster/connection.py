"""A caller's connection to a scheduler: what it sends, and the news that come back."""

from __future__ import annotations

import pickle
import secrets
import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple

from distributed import Client, Future, LocalCluster
from distributed.scheduler import KilledWorker

from gradreel.pipeline.cluster.errand import errand, same
from gradreel.pipeline.cluster.errors import ClusterError
from gradreel.pipeline.cluster.parcel import Answer, Parcel

ANSWERS_WITHIN = 10.0  # seconds: a scheduler that is there answers at once
_FETCHED_WITHIN = 120.0  # seconds: the bytes of a result, from a worker that is there
_SILENCE = 2.0  # seconds after which to look whether the scheduler is still there
_URGENT = 1e12  # the priority of inputs, which come before all tasks


class LostError(Exception):
    """The scheduler does not answer, or has forgotten what it was sent."""


class Answered(NamedTuple):
    """A task has ended, which was sent as `key`."""

    key: str
    answer: Answer


class Gone(NamedTuple):
    """A worker has left, with so many tasks unfinished."""

    worker: str
    unfinished: int


class Connection:
    """A connection to a scheduler.

    `threads` is how many tasks each worker does at once, by its address. Raises LostError if there
    is no scheduler, and what Dask raises where an address cannot be used.
    """

    def __init__(self, scheduler: str | LocalCluster) -> None:
        self._news: SimpleQueue[Future | Gone | None] = SimpleQueue()
        self._sent: dict[str, Future] = {}
        self._inputs: dict[str, Future] = {}
        self._id = ""
        self.threads: Mapping[str, int] = {}
        try:
            with warnings.catch_warnings():  # about versions, which we compare ourselves
                warnings.simplefilter("ignore")
                self._client = Client(scheduler, timeout=ANSWERS_WITHIN, set_as_default=False)
        except OSError as error:
            raise LostError(str(error)) from error
        self._client.subscribe_topic("all", self._hear)
        try:
            self.look()
        except BaseException:
            self.close()
            raise

    def send(
        self, parcel: Parcel, inputs: Sequence[Path], priority: float, workers: Collection[str]
    ) -> str:
        """Send a task with its input files to one of some workers, or to any if there are none.

        Inputs travel at most once to each worker that needs them, until `forget`. Returns the key
        of the task. Raises OSError if a file cannot be read, and LostError.
        """
        for digest, path in zip(parcel.digests, inputs, strict=True):
            if digest not in self._inputs:
                key, content = f"gradreel-input-{digest}", path.read_bytes()
                self._inputs[digest] = self._submit(same, content, key=key, priority=_URGENT)
        given = [self._inputs[digest] for digest in parcel.digests]
        key = f"gradreel-{secrets.token_hex(8)}"
        how = {"key": key, "priority": priority, "workers": sorted(workers) or None}
        self._sent[key] = self._submit(errand, pickle.dumps(parcel), given, **how)
        self._sent[key].add_done_callback(self._news.put)
        return key

    def drop(self, key: str) -> None:
        """Forget a task; it is not done if it has not begun."""
        self._sent.pop(key, None)

    def forget(self, digest: str) -> None:
        """Let workers drop an input."""
        self._inputs.pop(digest, None)

    def news(self) -> Answered | Gone | None:
        """What has happened; None when some time has passed, or when there are more workers.

        Raises LostError if the scheduler is not there any more, and ClusterError if there is
        something that no worker can do.
        """
        news: Future | Gone | None = None
        with suppress(Empty):
            news = self._news.get(timeout=_SILENCE)
        if isinstance(news, Future):
            # One that was dropped may have ended all the same.
            known = self._sent.pop(news.key, None)
            return Answered(news.key, _answer(news)) if known else None
        self.look()
        return news

    def look(self) -> None:
        """See whether the scheduler is there, and which workers it has. Raises LostError."""
        if self._client.status != "running":
            raise LostError("the connection is closed")
        ask = self._client.scheduler.identity
        try:
            identity = self._client.sync(ask, callback_timeout=ANSWERS_WITHIN)
        except (OSError, TimeoutError) as error:
            raise LostError(str(error)) from error
        if self._id and self._id != identity["id"]:
            raise LostError("another scheduler has taken its place")
        self._id = identity["id"]
        self.threads = {name: one["nthreads"] for name, one in identity["workers"].items()}

    def close(self) -> None:
        """Let go of everything, without waiting for a scheduler that does not answer."""
        self._sent.clear()
        self._inputs.clear()
        with suppress(Exception):
            self._client.close(timeout=_SILENCE)

    def _submit(self, function: Callable[..., Any], *arguments: Any, **how: Any) -> Future:
        try:
            with warnings.catch_warnings():  # about inputs of some megabytes
                warnings.simplefilter("ignore")
                return self._client.submit(function, *arguments, **how)
        except Exception as error:
            raise LostError(str(error)) from error

    def _hear(self, event: tuple[float, Any]) -> None:
        """Take note of what has happened to a worker; a thread of Dask's calls this."""
        told = event[1] if isinstance(event[1], dict) else {}
        if told.get("action") == "remove-worker":
            self._news.put(Gone(told["worker"], len(told["processing-tasks"])))
        elif told.get("action") == "add-worker":
            self._news.put(None)


def _answer(future: Future) -> Answer:
    """What became of a task. Raises LostError if that cannot be known, and ClusterError."""
    if future.status not in ("finished", "error"):
        raise LostError(future.status)
    try:
        answer: Answer = future.result(timeout=_FETCHED_WITHIN)
    except KilledWorker as error:
        return Answer(error.last_worker.address, deaths=error.allowed_failures + 1)
    except ImportError as error:
        sentence = f"{error}: the scheduler and each of its workers need gradreel, as it is here"
        raise ClusterError(sentence) from error
    except Exception as error:
        raise LostError(str(error)) from error
    return answer
