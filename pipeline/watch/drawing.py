"""Draws what the page shows, in processes that stay warm."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from gradreel.pipeline.build.cache import Artifact, Cache
from gradreel.pipeline.build.graph import Node
from gradreel.pipeline.build.process_pool import TRIES, cores, too_often
from gradreel.pipeline.build.worker import Worker
from gradreel.pipeline.stopping import StoppedError
from gradreel.pipeline.watch.board import MadePictures
from gradreel.pipeline.watch.warming import LIBRARIES, warm_up

_MOST_DRAWING = 4  # processes that draw, each of which holds some 300 MB
_PATIENCE = 1.0  # seconds for a process to stop what is not wanted any more, before it is killed


@dataclass
class _Job:
    """A task at work, and the file that it writes."""

    node: Node
    path: Path
    stopping: bool = False


class Drawing:
    """Does the tasks of what is wanted: stills before videos, the first before the others.

    One process records, and as many draw as there are cores, but never more than a few. Whenever
    something is made or fails, `changed` is called. Belongs to the running event loop, and ends
    with its `with` block.
    """

    def __init__(self, cache: Cache, scratch: Path, changed: Callable[[], None]) -> None:
        self._cache, self._scratch, self._changed = cache, scratch, changed
        self._loop = asyncio.get_running_loop()
        self._numbers = count()
        self._stills: dict[str, Node] = {}
        self._videos: dict[str, Node] = {}
        self._artifacts: dict[str, Artifact] = {}
        self._pictures: dict[str, Path] = {}
        self._failures: dict[str, Exception] = {}
        self._deaths: dict[str, int] = {}
        self._workers: list[Worker] = []
        self._jobs: dict[Worker, _Job] = {}

    def start(self) -> None:
        """Start the processes, and warm them up."""
        for library in LIBRARIES:
            for _ in range(min(cores(), _MOST_DRAWING) if library == "manim" else 1):
                self._hire(library)

    def end(self) -> None:
        """Kill the processes."""
        for worker in list(self._workers):
            self._dismiss(worker)

    @property
    def made(self) -> MadePictures:
        """What there is of what is wanted."""
        return MadePictures(self._artifacts, self._failures)

    def picture(self, name: str) -> Path | None:
        """The file of a still or a video that was ever wanted, by its name."""
        return self._pictures.get(name)

    def want(self, stills: Sequence[Node], videos: Sequence[Node]) -> None:
        """Make these, and nothing else any more; what is in the cache is there at once."""
        self._stills = {node.key: node for node in stills}
        self._videos = {node.key: node for node in videos}
        self._failures, self._deaths = {}, {}
        everything = {node.key: node for node in self._wanted()}
        everything |= {node.key: node for each in self._wanted() for node in each.inputs}
        found = {
            key: self._cache.artifact(key, node.task.suffix) for key, node in everything.items()
        }
        self._artifacts = {}
        for key, artifact in found.items():
            if artifact:
                self._take(key, artifact)
        for worker, job in self._jobs.items():
            if job.node.key and job.node.key not in everything:
                self._stop(worker)
        self._go_on()

    def _wanted(self) -> Iterator[Node]:
        yield from self._stills.values()
        yield from self._videos.values()

    def _missing(self) -> Iterator[Node]:
        """What is wanted and neither there nor failed, the most urgent first."""
        for node in self._wanted():
            if node.key not in self._artifacts and node.key not in self._failures:
                yield node

    def _ready(self) -> Iterator[Node]:
        """What could be begun now, or the recording that it waits for, the most urgent first."""
        begun = {job.node.key for job in self._jobs.values()}
        for node in self._missing():
            first = next((each for each in node.inputs if each.key not in self._artifacts), node)
            if first.key not in begun:
                begun.add(first.key)
                yield first

    def _go_on(self) -> None:
        """Begin what can be begun."""
        for node in list(self._ready()):
            library = node.task.library
            able = [worker for worker in self._workers if worker.library == library]
            idle = next((worker for worker in able if worker not in self._jobs), None)
            if idle:
                self._begin(idle, node)
            elif node.key in self._stills:
                self._make_room(able)
        if not self._jobs:
            self._cache.prune()

    def _make_room(self, able: Sequence[Worker]) -> None:
        """Stop the last of the videos that are being drawn: a still is wanted sooner."""
        drawn = [self._jobs[worker] for worker in able]
        if any(job.stopping for job in drawn):
            return
        order = list(self._videos)
        filming = [worker for worker in able if self._jobs[worker].node.key in self._videos]
        if filming:
            self._stop(max(filming, key=lambda worker: order.index(self._jobs[worker].node.key)))

    def _begin(self, worker: Worker, node: Node) -> None:
        path = self._scratch / f"{next(self._numbers)}{node.task.suffix}"
        self._jobs[worker] = _Job(node, path)
        worker.begin(node.task, path, [self._artifacts[each.key].path for each in node.inputs])

    def _stop(self, worker: Worker) -> None:
        job = self._jobs[worker]
        if job.stopping:
            return
        job.stopping = True
        worker.stop()
        self._loop.call_later(_PATIENCE, self._insist, worker, job)

    def _insist(self, worker: Worker, job: _Job) -> None:
        """Replace a process that has not stopped."""
        if self._jobs.get(worker) is job:
            self._replace(worker)
            self._go_on()

    def _answered(self, worker: Worker) -> None:
        """Take what a process answers, or notice that it died."""
        job = self._jobs.get(worker)
        try:
            value, failure = worker.pipe.recv()
        except (EOFError, OSError):
            self._replace(worker)
            if job and not job.stopping:
                self._count_death(job.node)
        else:
            assert job
            del self._jobs[worker]
            if failure is None:
                self._keep(job, value)
            elif not isinstance(failure, StoppedError):
                self._fail(job.node, failure)
        self._go_on()
        self._changed()

    def _keep(self, job: _Job, value: dict[str, object]) -> None:
        if not job.node.key:  # a process that has been warmed up
            return
        try:
            self._take(job.node.key, self._cache.keep(job.node.key, job.path, value))
        except OSError as error:
            self._fail(job.node, error)

    def _take(self, key: str, artifact: Artifact) -> None:
        self._artifacts[key] = artifact
        if key in self._stills or key in self._videos:
            self._pictures[artifact.path.name] = artifact.path

    def _fail(self, node: Node, failure: Exception) -> None:
        """Note why a node could not be made, and so none of those that need it."""
        for each in (node, *self._wanted()):
            if each is node or node.key in {needed.key for needed in each.inputs}:
                self._failures[each.key] = failure

    def _count_death(self, node: Node) -> None:
        self._deaths[node.key] = self._deaths.get(node.key, 0) + 1
        if self._deaths[node.key] >= TRIES:
            self._fail(node, too_often(node.task))

    def _hire(self, library: str) -> None:
        worker = Worker(self._scratch, library)
        self._workers.append(worker)
        worker.start()
        self._loop.add_reader(worker.pipe.fileno(), self._answered, worker)
        self._begin(worker, Node("", warm_up(library)))

    def _dismiss(self, worker: Worker) -> None:
        self._loop.remove_reader(worker.pipe.fileno())
        self._workers.remove(worker)
        self._jobs.pop(worker, None)
        worker.end()

    def _replace(self, worker: Worker) -> None:
        self._dismiss(worker)
        self._hire(worker.library)
