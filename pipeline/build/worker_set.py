"""The processes that a session or a Dask worker does tasks in."""

from __future__ import annotations

from pathlib import Path

from gradreel.pipeline.build.worker import Worker


class WorkerSet:
    """Workers, each with one heavy library at most; those that do nothing are used again.

    How many there are is up to the caller, who returns or dismisses each that was taken.
    """

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        # All that were ever created, so that an interruption at any moment leaves none behind.
        self._workers: list[Worker] = []
        self._idle: list[Worker] = []

    @property
    def idle(self) -> bool:
        """Whether any of them does nothing."""
        return bool(self._idle)

    def take(self, library: str) -> Worker:
        """An idle worker that has loaded no library but this one, or else a new worker.

        In place of an idle worker that has loaded another one.
        """
        for worker in self._idle:
            if worker.library == library:
                self._idle.remove(worker)
                return worker
        if self._idle:
            self.dismiss(self._idle.pop())
        worker = Worker(self._scratch, library)
        self._workers.append(worker)
        worker.start()
        return worker

    def give_back(self, worker: Worker) -> None:
        """Let a worker that was taken do other tasks."""
        self._idle.append(worker)

    def dismiss(self, worker: Worker) -> None:
        """Kill a worker that was taken."""
        worker.end()
        self._workers.remove(worker)

    def end(self) -> None:
        """Kill all."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()
        self._idle.clear()
