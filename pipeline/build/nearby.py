"""Does what is little in this process, because starting another takes longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import ClassVar

from gradreel.pipeline.build.executor import Begun, Done, Session, SessionHere, Task, ended
from gradreel.pipeline.build.process_pool import ProcessPool
from gradreel.pipeline.build.scratch import scratch_in
from gradreel.pipeline.build.worker import tried


@dataclass(frozen=True)
class Nearby:
    """Does the tasks of one library in this process, and those of others in a process of their own.

    So this process, too, loads only one of them.
    """

    library: str

    width: ClassVar[int] = 1

    @contextmanager
    def session(self, folder: Path) -> Iterator[Session]:
        with ProcessPool(1).session(folder) as elsewhere, scratch_in(folder) as scratch:
            # The numbers of a pool are not negative.
            yield _NearbySession(
                self.library, SessionHere(scratch, count(-1, -1), tried), elsewhere
            )


@dataclass(frozen=True)
class _NearbySession:
    library: str
    here: Session
    elsewhere: Session

    def submit(self, task: Task, inputs: Sequence[Path] = (), key: str = "") -> int:
        session = self.here if task.library == self.library else self.elsewhere
        return session.submit(task, inputs, key)

    def finished(self) -> Iterator[Done]:
        return ended(self.events())

    def events(self) -> Iterator[Begun | Done]:
        left = True
        while left:
            left = False
            # What is done elsewhere comes first: a picture waits for its recording.
            for session in (self.elsewhere, self.here):
                for event in session.events():
                    left = True
                    yield event
