"""A cluster at work: tasks go out, longest first, until each has ended once."""

from __future__ import annotations

import heapq
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path

from gradreel.pipeline.build.executor import Begun, Done, Task, ended
from gradreel.pipeline.cluster.connection import Answered, Connection, Gone, LostError
from gradreel.pipeline.cluster.errors import ClusterError
from gradreel.pipeline.cluster.mishaps import Mishap, given_up, mishap_of, name_of
from gradreel.pipeline.cluster.parcel import Answer, Parcel, digest_of
from gradreel.pipeline.cluster.workers import Workers

_AHEAD = 2  # tasks sent for each that is done at once: no worker waits, and not everything is sent
_LONGEST = 1e9  # the priority of a task of infinite cost
_TRIES = 2  # of a task, on different workers: what happens twice is not the worker's fault


@dataclass(order=True)
class _Errand:
    """A task; the smallest one is sent next. `among` are the workers that it was sent to."""

    cost: float
    number: int
    task: Task = field(compare=False)
    inputs: Sequence[Path] = field(compare=False)
    key: str = field(compare=False)
    mishaps: list[Mishap] = field(default_factory=list, compare=False)
    among: set[str] = field(default_factory=set, compare=False)


class ClusterSession:
    """Tasks sent over a connection, which `reconnect` replaces; sentences go to `tell`."""

    def __init__(
        self,
        scratch: Path,
        connection: Connection,
        reconnect: Callable[[], Connection],
        tell: Callable[[str], None],
    ) -> None:
        self._scratch, self._connection, self._reconnect = scratch, connection, reconnect
        self._tell = tell
        self._workers = Workers()
        self._numbers = count()
        self._waiting: list[_Errand] = []  # a heap
        self._sent: dict[str, _Errand] = {}  # by their keys, in order
        self._begun: set[int] = set()
        self._uses: Counter[Path] = Counter()  # of inputs, by tasks that have not ended
        self._digests: dict[Path, str] = {}
        self._alone = False  # whether it has told that there are no workers

    def submit(self, task: Task, inputs: Sequence[Path] = (), key: str = "") -> int:
        number = next(self._numbers)
        heapq.heappush(self._waiting, _Errand(-task.cost, number, task, inputs, key))
        self._uses.update(inputs)
        return number

    def finished(self) -> Iterator[Done]:
        return ended(self.events())

    def events(self) -> Iterator[Begun | Done]:
        while self._waiting or self._sent:
            try:
                yield from self._send()
                news = self._connection.news()
            except LostError:
                self._recover()
                continue
            if isinstance(news, Answered):
                yield from self._receive(news)
            elif news:
                self._note_loss(news)

    def end(self) -> None:
        """Forget all tasks."""
        self._connection.close()

    def _send(self) -> Iterator[Begun | Done]:
        """Send tasks ahead of those that are done; the first ones count as begun."""
        self._workers.threads = self._connection.threads
        width = self._workers.width
        if not width and not self._alone:
            self._tell("there are no workers yet: waiting for some")
        self._alone = not width
        while self._waiting and len(self._sent) < _AHEAD * max(1, width):
            entry = self._waiting[0]
            try:
                key = self._send_one(entry)
            except OSError as error:
                yield self._done(heapq.heappop(self._waiting), failure=error)
                return  # the caller may have submitted more
            self._sent[key] = heapq.heappop(self._waiting)
        for entry in list(islice(self._sent.values(), width)):
            if entry.number not in self._begun:
                self._begun.add(entry.number)
                yield Begun(entry.number)

    def _send_one(self, entry: _Errand) -> str:
        for path in entry.inputs:
            if path not in self._digests:
                self._digests[path] = digest_of(path.read_bytes())
        digests = [self._digests[path] for path in entry.inputs]
        parcel = Parcel.of(entry.task, entry.key, digests, entry.inputs)
        entry.among = self._workers.choice({mishap.worker for mishap in entry.mishaps})
        priority = min(entry.task.cost, _LONGEST)
        return self._connection.send(parcel, entry.inputs, priority, entry.among)

    def _receive(self, news: Answered) -> Iterator[Done]:
        """The end of a task, unless it is to be done again. Raises ClusterError."""
        entry, answer = self._sent.pop(news.key), news.answer
        if answer.unlike:
            heapq.heappush(self._waiting, entry)
            self._refuse(answer)
        elif mishap := mishap_of(answer):
            entry.mishaps.append(mishap)
            if mishap.of_worker:
                self._workers.ailing.add(mishap.worker)
            if sum(each.times for each in entry.mishaps) >= _TRIES:
                yield self._done(entry, failure=given_up(entry.task.label, entry.mishaps))
                return
            where = name_of(mishap.worker)
            self._tell(f"{where}: {entry.task.label}: {mishap.what}; it is done again")
            for path in entry.inputs:  # what came back damaged may have come there so
                self._forget(path)
            heapq.heappush(self._waiting, entry)
        else:
            yield self._done(entry, answer, answer.failure)

    def _done(
        self, entry: _Errand, answer: Answer | None = None, failure: Exception | None = None
    ) -> Done:
        """The end of a task, whose file is written."""
        path = self._scratch / f"{entry.number}{entry.task.suffix}"
        answer = answer or Answer("")
        if not failure:
            try:
                path.write_bytes(answer.content)
            except OSError as error:
                error.filename = str(self._scratch.parent)
                failure = error
        for used in entry.inputs:
            self._uses[used] -= 1
            if not self._uses[used]:
                del self._uses[used]
                self._forget(used)
        self._begun.discard(entry.number)
        until = time.monotonic()
        since = until - answer.seconds
        return Done(entry.number, entry.task, path, since, until, answer.value, failure)

    def _forget(self, path: Path) -> None:
        """Send an input anew if it is needed again."""
        if digest := self._digests.pop(path, None):
            self._connection.forget(digest)

    def _refuse(self, answer: Answer) -> None:
        """Give no more tasks to a worker that is unlike this machine. Raises ClusterError."""
        if answer.worker in self._workers.refused:
            return
        self._workers.refused.add(answer.worker)
        differing = "; ".join(answer.unlike)
        sentence = f"{answer.worker}: does nothing, since it is unlike this machine: {differing}"
        if not self._workers.accepted:
            raise ClusterError(sentence)
        self._tell(sentence)

    def _note_loss(self, gone: Gone) -> None:
        """Send again what only lost workers may do."""
        if gone.unfinished:
            self._tell(f"{gone.worker}: the worker was lost; what it was doing is done again")
        for key, entry in list(self._sent.items()):
            if entry.among and not entry.among & self._connection.threads.keys():
                self._connection.drop(key)
                heapq.heappush(self._waiting, self._sent.pop(key))

    def _recover(self) -> None:
        """Connect again, and send again whatever has not ended. Raises ClusterError."""
        self._connection.close()
        for entry in self._sent.values():
            heapq.heappush(self._waiting, entry)
        self._sent.clear()
        self._connection = self._reconnect()
