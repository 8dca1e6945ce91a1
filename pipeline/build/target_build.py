"""The build of one target, step by step."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

from gradreel.pipeline.build.built import Built, Product
from gradreel.pipeline.build.cache import Artifact, Cache
from gradreel.pipeline.build.executor import Done, Task
from gradreel.pipeline.build.folder_lock import in_turn
from gradreel.pipeline.build.graph import Node, Output, Target, Value
from gradreel.pipeline.build.keys import output_key, still_holds
from gradreel.pipeline.build.made import check_owner, note_made
from gradreel.pipeline.build.progress import State, Word


class TargetBuild:
    """The state of a target being built: its products, its tasks, and the artifacts that exist.

    With `dry_run` nothing is written.
    """

    def __init__(self, target: Target, folder: Path, cache: Cache, dry_run: bool = False) -> None:
        self.scenario = target.scenario
        self.failure: Exception | None = None
        self._folder, self._cache = folder, cache
        self._products: dict[Output, Product] = {}
        self._notes: list[str] = []
        self._unwritten = list(target.outputs)
        self._nodes: dict[Output, list[Node]] = {}
        self._all: dict[str, Node] = {}
        self._artifacts: dict[str, Artifact] = {}
        self._running: dict[str, None] = {}
        self._at_work: set[str] = set()
        self._partly: dict[str, Fraction] = {}  # how much of tasks their parts have done
        self._times: dict[str, tuple[float, float]] = {}  # at which tasks began and ended, by key
        with self._failing():
            if any(output.in_place for output in target.outputs):
                check_owner(folder / self.scenario.place, self.scenario)
            for output in target.outputs:
                self._find(output, dry_run)

    def _find(self, output: Output, dry_run: bool) -> None:
        """Count an output as built if it is up to date; this is quick."""
        path = self._folder / output.path(self.scenario)
        entry = self._cache.output(output_key(self.scenario, output), path, output.checksummed)
        if entry is None or not still_holds(self.scenario, entry["note"]):
            return
        if not dry_run:
            output.refresh(self.scenario, path, entry["value"])
            self._finish(output, path, entry["value"])
        self._products[output] = Product(path, entry["value"])
        self._unwritten.remove(output)

    def _finish(self, output: Output, path: Path, value: Value) -> None:
        """Record what an output that is there shows, and ask it what the user should know."""
        if output.in_place:
            names = [file.name for file in output.holding(path, value)]
            note_made(path.parent, self.scenario, names)
            self._notes += output.notes(path, value)

    def plan(self) -> None:
        """Find the tasks of the missing outputs, and which of their artifacts exist, once."""
        with self._failing():
            for output in self._unwritten:
                self._nodes[output] = output.nodes(self.scenario)
            for node in (node for nodes in self._nodes.values() for node in nodes):
                self._add(node)

    def artifacts_of(self, nodes: Sequence[Node]) -> list[Artifact | None]:
        """The artifacts of nodes, None for those that do not exist; they are now to be made."""
        for node in nodes:
            self._add(node)
        return [self._artifacts.get(node.key) for node in nodes]

    def _add(self, node: Node) -> None:
        if node.key in self._all:
            return
        self._all[node.key] = node
        artifact = self._cache.artifact(node.key, node.task.suffix)
        if artifact:
            self._artifacts[node.key] = artifact
            return
        for needed in node.inputs:
            self._add(needed)

    @property
    def missing(self) -> dict[str, Task]:
        """The tasks that are not done yet, by their keys."""
        return {key: node.task for key, node in self._all.items() if key not in self._artifacts}

    @property
    def total(self) -> int:
        """How many tasks there are; the recording, which others wait for, is not counted."""
        return sum(bool(node.inputs) for node in self._all.values())

    @property
    def done(self) -> int:
        """How many of those tasks are done."""
        return sum(bool(self._all[key].inputs) for key in self._artifacts)

    @property
    def ended(self) -> bool:
        """Whether it is finished or has failed, and none of its tasks is running."""
        return not self._running and (not self._unwritten or self.failure is not None)

    @property
    def note(self) -> str:
        """What the user should know about how the remaining tasks will be done, if anything."""
        left = (node for key, node in self._all.items() if key not in self._artifacts)
        return next((node.note for node in left if node.note), "")

    @property
    def state(self) -> State:
        """Its progress."""
        word: Word = "at work" if self._at_work else "waiting"
        if self.ended:
            word = "failed" if self.failure else "done"
        partly = sum(self._partly.values(), Fraction(0))
        return State(str(self.scenario.place), self.done, self.total, word, partly)

    def begin(self) -> list[tuple[Node, list[Path]]]:
        """The tasks that can start now, with their input files; they count as running from here."""
        if self.failure:
            return []
        ready = [
            node
            for key, node in self._all.items()
            if key not in self._artifacts
            and key not in self._running
            and all(needed.key in self._artifacts for needed in node.inputs)
        ]
        self._running |= dict.fromkeys(node.key for node in ready)
        return [
            (node, [self._artifacts[needed.key].path for needed in node.inputs]) for node in ready
        ]

    def start(self, key: str) -> None:
        """Count a task as one that is being worked on."""
        self._at_work.add(key)

    def advance(self, key: str, share: Fraction) -> None:
        """Count so much of a task as done."""
        self._partly[key] = share

    def take(self, key: str, done: Done) -> None:
        """Keep the artifact of a task, and write the outputs that are now complete."""
        del self._running[key]
        self._at_work.discard(key)
        self._partly.pop(key, None)
        self._times[key] = done.since, done.until
        with self._failing():
            if done.failure:
                raise done.failure
            self._artifacts[key] = self._cache.keep(key, done.path, done.value)
        self.write()

    def find(self, key: str, artifact: Artifact) -> None:
        """Take the artifact of a task that another call has done."""
        del self._running[key]
        self._artifacts[key] = artifact
        self.write()

    def write(self) -> None:
        """Write the outputs whose artifacts all exist."""
        for output in list(self._unwritten):
            nodes = self._nodes.get(output, [])
            if not nodes or not all(node.key in self._artifacts for node in nodes):
                continue
            with self._failing():
                self._write(output, nodes)

    def _write(self, output: Output, nodes: Sequence[Node]) -> None:
        path, now = self._folder / output.path(self.scenario), time.monotonic()
        artifacts = [self._artifacts[node.key] for node in nodes]
        # Else another call could write its own file there before this one's is remembered.
        with in_turn(path.parent):
            value = output.write(self.scenario, path, artifacts)
            output.refresh(self.scenario, path, value)
            note = next((node.note for node in nodes if node.note), "")
            key, entry = output_key(self.scenario, output), {"value": value, "note": note}
            self._cache.remember(key, path, entry, output.checksummed)
        self._finish(output, path, value)
        keys = {node.key for node in _with_inputs(nodes)}
        times = [self._times[key] for key in keys & self._times.keys()]
        took = _covered([*times, (now, time.monotonic())])
        self._products[output] = Product(path, value, took)
        self._unwritten.remove(output)

    def built(self) -> Built:
        """Its result."""
        took = [product.took for product in self._products.values() if product.took is not None]
        longest, notes = max(took, default=None), tuple(self._notes)
        return Built(self.scenario, self._products, longest, self.failure, notes)

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """Turn any exception into this target's failure; the first one is kept."""
        try:
            yield
        except Exception as error:
            self.failure = self.failure or error


def _with_inputs(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _with_inputs(node.inputs)


def _covered(times: Iterable[tuple[float, float]]) -> float:
    """How many seconds lie within one of these times at least."""
    covered, end = 0.0, -math.inf
    for since, until in sorted(times):
        covered += max(until, end) - max(since, end)
        end = max(until, end)
    return covered
