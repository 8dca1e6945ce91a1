"""Does the tasks of targets, and waits for those that another call is doing."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gradreel.pipeline.build.cache import Cache, key_of
from gradreel.pipeline.build.claims import WorkClaims
from gradreel.pipeline.build.division import Divisible, Parts, division
from gradreel.pipeline.build.executor import Begun, Done, Executor, Session
from gradreel.pipeline.build.graph import Node
from gradreel.pipeline.build.target_build import TargetBuild

_PAUSE = 0.2  # seconds between looks at what another call does
_PATIENCE = 600.0  # seconds without any news of it: it may have been stopped for good


def work(
    builds: Sequence[TargetBuild], cache: Cache, executor: Executor
) -> Iterator[tuple[TargetBuild, str]]:
    """Do all tasks; yield each target of which something starts or ends, with a label or none.

    The label is that of a task that has ended, if it is to be reported. What another call with the
    same cache is doing is left to it, and taken from the cache when it is there.
    """
    missing = {key: task for build in builds for key, task in build.missing.items()}
    counts = division(missing, executor.width)
    with executor.session(cache.folder) as session:
        claims = WorkClaims(cache.folder)
        try:
            yield from _Work(cache, session, claims, counts).on(builds)
        finally:
            claims.end()


class _Work:
    """Tasks at work in a session, and those left to other calls."""

    def __init__(
        self, cache: Cache, session: Session, claims: WorkClaims, counts: Mapping[str, int]
    ) -> None:
        self._cache, self._session, self._claims = cache, session, claims
        self._counts = counts  # of parts, by the keys of tasks that are divided
        self._keys: dict[int, tuple[TargetBuild, str]] = {}  # by the numbers of tasks
        self._parts: dict[int, tuple[Parts, int]] = {}  # of tasks that are parts
        self._elsewhere: list[tuple[TargetBuild, Node, list[Path]]] = []
        self._found: list[TargetBuild] = []
        self._looked = -math.inf  # when it last looked at what other calls do

    def on(self, builds: Sequence[TargetBuild]) -> Iterator[tuple[TargetBuild, str]]:
        for target_build in builds:
            self._submit(target_build)
        yield from self._news()
        waiting_since = time.monotonic()
        while True:
            for label, target_build in self._events():
                yield target_build, label
                self._look_elsewhere()
                yield from self._news()
                waiting_since = time.monotonic()
            if not self._elsewhere:
                return
            time.sleep(_PAUSE)
            self._look_elsewhere(time.monotonic() - waiting_since > _PATIENCE)
            yield from self._news()

    def _events(self) -> Iterator[tuple[str, TargetBuild]]:
        for event in self._session.events():
            if isinstance(event, Begun):
                target_build, key = self._keys[event.number]
                target_build.start(key)
                yield "", target_build
                continue
            target_build, key = self._keys.pop(event.number)
            done: Done | None = event
            if event.number in self._parts:
                parts, part = self._parts.pop(event.number)
                done = parts.take(part, event)
                target_build.advance(key, parts.share)
            if done is None:
                yield "", target_build
                continue
            before = target_build.done
            target_build.take(key, done)
            self._claims.give_back(key)
            self._submit(target_build)
            yield done.task.label if target_build.done > before else "", target_build

    def _news(self) -> Iterator[tuple[TargetBuild, str]]:
        """The targets of which something was found in the cache."""
        found, self._found = self._found, []
        yield from ((target_build, "") for target_build in dict.fromkeys(found))

    def _submit(self, target_build: TargetBuild) -> None:
        """Submit the tasks of a target that can start now."""
        for node, inputs in target_build.begin():
            self._offer(target_build, node, inputs)

    def _look_elsewhere(self, impatiently: bool = False) -> None:
        """Offer again what other calls do, now and then: it may be very much."""
        now = time.monotonic()
        if now - self._looked < _PAUSE:
            return
        self._looked = now
        elsewhere, self._elsewhere = self._elsewhere, []
        for target_build, node, inputs in elsewhere:
            self._offer(target_build, node, inputs, impatiently)

    def _offer(
        self, target_build: TargetBuild, node: Node, inputs: list[Path], anyway: bool = False
    ) -> None:
        """Submit a task, unless another call does it or has done it since it was planned."""
        claimed = self._claims.take(node.key) or anyway
        artifact = self._cache.artifact(node.key, node.task.suffix)
        if artifact:
            self._claims.give_back(node.key)
            target_build.find(node.key, artifact)
            self._found.append(target_build)
            self._submit(target_build)
        elif claimed:
            for number in self._begun(node, inputs):
                self._keys[number] = target_build, node.key
        else:
            self._elsewhere.append((target_build, node, inputs))

    def _begun(self, node: Node, inputs: list[Path]) -> Iterator[int]:
        """Submit a task, or the parts into which it is divided; yield their numbers."""
        task, count = node.task, self._counts.get(node.key, 1)
        if count == 1 or not isinstance(task, Divisible):
            yield self._session.submit(task, inputs, node.key)
            return
        parts = Parts(task, count)
        for part in range(count):
            key = key_of(node.key, part, count)
            number = self._session.submit(task.part(part, count), inputs, key)
            self._parts[number] = parts, part
            yield number
