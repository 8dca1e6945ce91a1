"""A Dask cluster of real processes, for tests."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil

from gradreel.pipeline.cluster.address import ClusterAddress
from gradreel.pipeline.cluster.connection import Connection
from gradreel.pipeline.cluster.executor import Cluster
from gradreel.pipeline.cluster.remote import KEPT

UNLIKE = {"numpy": "0.9", "torch": "1.0"}
_PRELOAD = f"""
from gradreel.pipeline.cluster import versions
real = versions.versions()
versions.versions = lambda: real | {UNLIKE}
"""


class OwnCluster:
    """A scheduler and workers on this machine, each in a process of its own, until `end`."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._processes = folder, list[subprocess.Popen[bytes]]()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self.scheduler = self.start_scheduler()

    def executor(self, tell: Callable[[str], None]) -> Cluster:
        return Cluster(ClusterAddress.of(self.address), tell)

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        port = self.address.rpartition(":")[2]
        self.scheduler = self._start("scheduler", "--port", port)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", int(port)), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return self.scheduler
        raise AssertionError("the scheduler did not start")

    def start_worker(
        self, *more: str, unlike: bool = False, most: int = 0, nanny: bool = False
    ) -> subprocess.Popen[bytes]:
        """A worker of one thread; its versions may be others, its files at most so large."""
        options = [self.address, "--nthreads", "1", "--local-directory", str(self._folder), *more]
        if not nanny:
            options.append("--no-nanny")
        if unlike:
            preload = self._folder / "unlike.py"
            preload.write_text(_PRELOAD)
            options += ["--preload", str(preload)]

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        return self._start("worker", *options, before=limit if most else None)

    def kept(self, text: str) -> Iterator[Path]:
        """The results in the cache of the workers that consist of a text."""
        for path in self._folder.glob(f"*/{KEPT}/artifact-*.txt"):
            if path.read_text() == text:
                yield path

    def memory(self) -> int:
        """How many bytes its processes hold."""
        leaders = [psutil.Process(process.pid) for process in self._processes]
        everyone = [*leaders, *(child for one in leaders for child in one.children(True))]
        return sum(int(one.memory_info().rss) for one in everyone)

    def end(self) -> None:
        for process in reversed(self._processes):
            kill(process)

    def _start(
        self, role: str, *options: str, before: Callable[[], None] | None = None
    ) -> subprocess.Popen[bytes]:
        dask = Path(sys.executable).parent / "dask"
        command = [sys.executable, str(dask), role, "--host", "127.0.0.1"]
        process = subprocess.Popen(
            [*command, "--no-dashboard", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=before,
        )
        self._processes.append(process)
        return process


def wait_for(workers: int, address: str) -> None:
    """Wait until a scheduler has so many workers."""
    connection, until = Connection(address), time.monotonic() + 60
    while len(connection.threads) != workers and time.monotonic() < until:
        time.sleep(0.05)
        connection.look()
    assert len(connection.threads) == workers
    connection.close()


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and those that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
