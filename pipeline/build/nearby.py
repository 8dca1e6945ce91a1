"""Does what is little in this process, because starting another takes longer."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import monotonic

from gradreel.pipeline.build.executor import Begun, Done, Session, Task, ended
from gradreel.pipeline.build.process_pool import ProcessPool
from gradreel.pipeline.build.scratch import scratch_in
from gradreel.pipeline.build.worker import tried


@dataclass(frozen=True)
class Nearby:
    """Does the tasks of one library in this process, and those of others in a process of their own.

    So this process, too, loads only one of them.
    """

    library: str

    @contextmanager
    def session(self, folder: Path) -> Iterator[Session]:
        with ProcessPool(1).session(folder) as elsewhere, scratch_in(folder) as scratch:
            yield _NearbySession(self.library, elsewhere, scratch)


class _NearbySession:
    def __init__(self, library: str, elsewhere: Session, scratch: Path) -> None:
        self._library, self._elsewhere, self._scratch = library, elsewhere, scratch
        self._waiting: deque[tuple[int, Task, Sequence[Path]]] = deque()
        self._numbers = count(-1, -1)  # those of the tasks elsewhere are not negative

    def submit(self, task: Task, inputs: Sequence[Path] = ()) -> int:
        if task.library != self._library:
            return self._elsewhere.submit(task, inputs)
        number = next(self._numbers)
        self._waiting.append((number, task, inputs))
        return number

    def finished(self) -> Iterator[Done]:
        return ended(self.events())

    def events(self) -> Iterator[Begun | Done]:
        while True:
            # What is done elsewhere comes first: a picture waits for its recording.
            yield from self._elsewhere.events()
            if not self._waiting:
                return
            number, task, inputs = self._waiting.popleft()
            yield Begun(number)
            path, since = self._scratch / f"{-number}{task.suffix}", monotonic()
            value, failure = tried(task, path, inputs)
            yield Done(number, task, path, since, monotonic(), value, failure)
