"""Scenarios to their outputs by a crew of workers, and nothing twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from gradreel.pipeline.cache import CACHE, Cache, Part
from gradreel.pipeline.crew import Crew, Done
from gradreel.pipeline.order import Order, drawn_plainly
from gradreel.pipeline.outputs import Output, Piece, Value, recorded
from gradreel.pipeline.workers import crew
from gradreel.scenarios import Scenario


class Wish(NamedTuple):
    """A scenario, and what is to be made of it, by names."""

    scenario: Scenario
    outputs: Mapping[str, Output]


@dataclass(frozen=True)
class Made:
    """What is remembered of a scenario's outputs, by their names; or why they are not all there.

    `took` is how many seconds passed from its first job's begin until it was finished; None where
    all was there already.
    """

    scenario: Scenario
    values: Mapping[str, Value] = field(default_factory=dict)
    took: float | None = None
    failure: Exception | None = None


class State(NamedTuple):
    """How far a scenario has come: its pieces done of all, and what may be said of it in a word."""

    name: str
    done: int
    total: int
    word: Literal["waiting", "at work", "done", "failed"]


@dataclass(frozen=True)
class Progress:
    """How far a call has come: pieces done of all, and what was finished last.

    `note` is a sentence that the user should read, if there is one. `states` says the same of each
    scenario.
    """

    done: int
    total: int
    label: str
    note: str = ""
    states: tuple[State, ...] = ()


Report = Callable[[Progress], None]


def there(wish: Wish, order: Order) -> Made | None:
    """The outputs of a scenario, if all are up to date; this is quick.

    Raises OSError where a file that is not as it was cannot be mended.
    """
    values = remembered(wish, order)
    if values is None:
        return None
    for name, output in wish.outputs.items():
        output.mend(wish.scenario, order, values[name])
    return Made(wish.scenario, values)


def remembered(wish: Wish, order: Order) -> dict[str, Value] | None:
    """What is remembered of the outputs of a scenario, if all are up to date.

    What was drawn with OpenGL is, with or without a driver now: asking for one takes long.
    """
    values = _remembered(wish, order, plainly=False)
    if values is None and drawn_plainly(wish.scenario):
        values = _remembered(wish, order, plainly=True)
    return values


def _remembered(wish: Wish, order: Order, plainly: bool) -> dict[str, Value] | None:
    cache, values = Cache(order.folder / CACHE), {}
    for name, output in wish.outputs.items():
        path = output.target(wish.scenario, order)
        key = order.output_key(wish.scenario, path.name, plainly, output.look)
        value = cache.output(key, path, output.sealed)
        if value is None:
            return None
        values[name] = value
    return values


def missing(wish: Wish, order: Order) -> tuple[int, int]:
    """How many pieces of a scenario are still to be drawn, and of how many.

    Raises ScenarioError where the scenario has not what is wanted of it.
    """
    making = Making(wish, order, Cache(order.folder / CACHE))
    if making.failure:
        raise making.failure
    return making.total - making.done, making.total


def make(
    wishes: Sequence[Wish], order: Order, report: Report, size: int | None = None
) -> Iterator[Made]:
    """Make what is missing of the outputs of every scenario, each yielded as soon as it is whole.

    `size` is how many processes do it, as many as there are cores unless given. A failure is
    that of one scenario, and none of the others'. Raises OSError where the cache cannot be used.
    """
    cache = Cache(order.folder / CACHE)
    makings = [Making(wish, order, cache) for wish in wishes]
    report(_progress(makings, "", _note(makings)))
    for making in makings:
        making.write()
    yield from (making.made() for making in makings if making.ended)
    left = [making for making in makings if not making.ended]
    if left:
        with crew(cache.folder, size) as workers:
            for making, label in _work(left, workers):
                if label:
                    report(_progress(makings, label))
                if making.ended:
                    yield making.made()
    cache.prune()


def _work(makings: Sequence[Making], workers: Crew) -> Iterator[tuple[Making, str]]:
    """Have everything done; whose job has ended, and what it was if it is worth a word."""
    keys: dict[int, tuple[Making, str]] = {}

    def submit(making: Making) -> None:
        for key, job in making.begin():
            keys[workers.submit(job)] = making, key

    for making in makings:
        submit(making)
    for done in workers.finished():
        making, key = keys.pop(done.number)
        before = making.done
        making.take(key, done)
        submit(making)
        yield making, done.job.label if making.done > before else ""


def _note(makings: Sequence[Making]) -> str:
    """What to say of the way in which pictures will be drawn."""
    from gradreel.scenes.drawing.opengl import MISSING

    todo = (making.scenario for making in makings if not making.ended)
    return MISSING if any(map(drawn_plainly, todo)) else ""


def _progress(makings: Sequence[Making], label: str, note: str = "") -> Progress:
    states = tuple(making.state for making in makings)
    done, total = sum(m.done for m in makings), sum(m.total for m in makings)
    return Progress(done, total, label, note, states)


class Making:
    """A scenario in the making: its pieces, and those that are kept already."""

    def __init__(self, wish: Wish, order: Order, cache: Cache) -> None:
        self.scenario, self._order, self._cache = wish.scenario, order, cache
        self.values: dict[str, Value] = {}
        self.failure: Exception | None = None
        self._since: float | None = None
        self._under_way: set[str] = set()
        self._parts: dict[str, Part] = {}
        self._recording = recorded(self.scenario)
        self._pieces: dict[str, list[Piece]] = {}
        self._unwritten = dict(wish.outputs)
        with self._failing():
            recording = cache.path(self._recording.key, self._recording.job.suffix)
            for name, output in wish.outputs.items():
                self._pieces[name] = output.pieces(self.scenario, order, recording)
        self._jobs = {key: job for pieces in self._pieces.values() for key, job in pieces}
        for key, job in self._jobs.items():
            self._look_for(Piece(key, job))
        if len(self._parts) < len(self._jobs):
            self._look_for(self._recording)

    @property
    def total(self) -> int:
        """How many pieces there are to draw."""
        return sum(key != self._recording.key for key in self._jobs)

    @property
    def done(self) -> int:
        """How many of those are drawn."""
        return sum(key != self._recording.key for key in self._parts)

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return not self._under_way and (not self._unwritten or self.failure is not None)

    @property
    def state(self) -> State:
        """How far it has come."""
        begun = self.done or self._since is not None
        word: Literal["waiting", "at work", "done", "failed"] = "at work" if begun else "waiting"
        if self.ended:
            word = "failed" if self.failure else "done"
        return State(self.scenario.name, self.done, self.total, word)

    def begin(self) -> list[Piece]:
        """The pieces that can be made now, under way from now on."""
        if self.failure:
            return []
        missing = [Piece(*item) for item in self._jobs.items() if item[0] not in self._parts]
        if missing and self._recording.key not in self._parts:
            missing = [self._recording]
        ready = [piece for piece in missing if piece.key not in self._under_way]
        self._under_way |= {piece.key for piece in ready}
        return ready

    def take(self, key: str, done: Done) -> None:
        """Add a piece, and write the outputs that are complete with it."""
        self._under_way.remove(key)
        self._since = done.since if self._since is None else min(self._since, done.since)
        with self._failing():
            if done.failure:
                raise done.failure
            self._parts[key] = self._cache.keep(key, done.path, done.value)
        self.write()

    def write(self) -> None:
        """Write the outputs whose pieces are all there."""
        for name, output in list(self._unwritten.items()):
            keys = [key for key, _ in self._pieces.get(name, [])]
            if not keys or not all(key in self._parts for key in keys):
                continue
            if self._since is None:
                self._since = time.monotonic()
            with self._failing():
                path = output.target(self.scenario, self._order)
                parts = [self._parts[key] for key in keys]
                value = output.write(self.scenario, self._order, parts)
                plainly = drawn_plainly(self.scenario)
                key = self._order.output_key(self.scenario, path.name, plainly, output.look)
                self._cache.remember(key, path, value, output.sealed)
                self.values[name] = value
                del self._unwritten[name]

    def made(self) -> Made:
        """What has come of it."""
        took = None if self._since is None else time.monotonic() - self._since
        return Made(self.scenario, self.values, took, self.failure)

    def _look_for(self, piece: Piece) -> None:
        part = self._cache.part(piece.key, piece.job.suffix)
        if part:
            self._parts[piece.key] = part

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """Whatever goes wrong in here is this scenario's failure; the first one is told."""
        try:
            yield
        except Exception as error:
            self.failure = self.failure or error
