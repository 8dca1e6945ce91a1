"""An executor that does tasks on the workers of a Dask cluster."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dask import config
from distributed import LocalCluster

from gradreel.pipeline.build.executor import Session
from gradreel.pipeline.build.scratch import scratch_in
from gradreel.pipeline.cluster.address import ClusterAddress
from gradreel.pipeline.cluster.connection import Connection, LostError
from gradreel.pipeline.cluster.errors import ClusterError
from gradreel.pipeline.cluster.remote import end_processes
from gradreel.pipeline.cluster.session import ClusterSession

PATIENCE = 600.0  # seconds in which a scheduler that was lost may come back
_PAUSE = 1.0  # seconds between attempts
_NOWHERE = "127.0.0.1:0"


@dataclass(frozen=True)
class Cluster:
    """The workers of a scheduler, or of one that is started here; `tell` is given sentences.

    No disk is shared with the workers. Whatever they lose is done again.
    """

    address: ClusterAddress
    tell: Callable[[str], None] = field(default=lambda _: None, compare=False)

    @property
    def width(self) -> int:
        """How many tasks its workers do at once, now. Raises ClusterError if none answers."""
        if self.address.here:
            return self.address.here
        with _silence():
            connection = self._first(self.address.scheduler)
            connection.close()
        return max(1, sum(connection.threads.values()))

    @contextmanager
    def session(self, folder: Path) -> Iterator[Session]:
        """Raises ClusterError if there is no scheduler, or if it is lost for good."""
        with scratch_in(folder) as scratch, ExitStack() as stack:
            stack.enter_context(_silence())
            place: str | LocalCluster = self.address.scheduler
            if self.address.here:
                place = stack.enter_context(_started(self.address.here, scratch))
            connection = self._first(place)
            session = ClusterSession(scratch, connection, lambda: self._again(place), self.tell)
            try:
                yield session
            finally:
                session.end()

    def _first(self, place: str | LocalCluster) -> Connection:
        """A connection to a scheduler. Raises ClusterError."""
        try:
            return Connection(place)
        except LostError as error:
            raise ClusterError(
                f"{self.address}: no scheduler answers there: start one with dask scheduler, and "
                f"give the address that it prints{self._certified}"
            ) from error
        except Exception as error:
            raise ClusterError(f"{self.address}: {error}{self._certified}") from error

    @property
    def _certified(self) -> str:
        """What else to look at where connections are encrypted."""
        if not self.address.scheduler.startswith("tls:"):
            return ""
        return "; certificates are read from Dask's configuration, distributed.comm.tls"

    def _again(self, place: str | LocalCluster) -> Connection:
        """A new connection to a scheduler that was lost. Raises ClusterError."""
        self.tell(
            f"{self.address}: lost the scheduler: waiting up to {PATIENCE / 60:.0f} minutes for "
            "it, then going on with what is left"
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                return Connection(place)
            except LostError:
                time.sleep(_PAUSE)
        raise ClusterError(
            f"{self.address}: the scheduler was lost for {PATIENCE / 60:.0f} minutes; what is "
            "finished is kept, and the same call goes on from there"
        )


@contextmanager
def _started(size: int, scratch: Path) -> Iterator[LocalCluster]:
    """A cluster of one worker within this process, which no other can reach."""
    # Dask insists on serving pages, so let it serve none, and none to others. Nor is there any use
    # for its profile of each second, of which it keeps an hour.
    quiet: dict[str, object] = {"distributed.worker.profile.enabled": False}
    quiet |= {f"distributed.{role}.http.routes": [] for role in ("scheduler", "worker")}
    with config.set(quiet):
        cluster = LocalCluster(
            n_workers=1,
            threads_per_worker=size,
            processes=False,
            dashboard_address=_NOWHERE,
            worker_dashboard_address=_NOWHERE,
            local_directory=str(scratch),
            memory_limit=0,
            silence_logs=logging.CRITICAL,
        )
    try:
        yield cluster
    finally:
        end_processes()
        cluster.close(timeout=5)
        end_processes()  # of tasks that began meanwhile


@contextmanager
def _silence() -> Iterator[None]:
    """Keep Dask from printing what we tell in our own words."""
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
