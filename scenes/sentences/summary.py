"""How all runs of a lesson ended, in one sentence that leaves none of them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import groupby

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.descents.runs import labels_of, same_end, same_place
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.digits.readable import readable
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.ending import Outcome
from gradreel.solver.message import Message, message
from gradreel.solver.numbers import DIGITS
from gradreel.solver.recording import Recording

_LONGEST = 145  # characters that fit into two lines
_LEVEL = 2  # significant digits: losses that agree in them are nearly the same

_ORDER = {outcome: place for place, outcome in enumerate(Outcome)}

Names = Callable[[Recording, Sequence[int]], Message]


def summary(recording: Recording, lowest: Array | None, span: Array) -> Message:
    """How all runs ended: by their names if there is room, else by their number.

    `lowest` is the lowest point (p,) if it is the only one and there is no other valley; `span`
    (p,) is how much of each parameter the picture shows.
    """
    runs = tuple(readable(run, recording.objective) for run in recording.runs)
    recording = Recording(recording.scenario, runs)
    if all(run.ending.outcome.settled for run in recording.runs):
        return _all_arrived(recording, lowest, span)
    best = [*_best(recording, span)]
    settled = any(run.ending.outcome.settled for run in recording.runs)
    spare = best if settled else []  # the only clause about runs that settled: not left out
    for names in (_all_names, _some_names, _count):
        astray = [*_astray(recording, names)]
        for clauses in ([*astray, *best], [*astray, *spare]):
            sentence = message("summary", clauses=reduce(_and, clauses))
            if len(worded(sentence)) <= _LONGEST:
                return sentence
    return sentence


def _and(first: Message, second: Message) -> Message:
    return message("summary-and", one=first, other=second)


def _astray(recording: Recording, names: Names) -> Iterator[Message]:
    """A clause for each way in which runs failed to settle."""
    outcomes = [run.ending.outcome for run in recording.runs]
    astray = [index for index, outcome in enumerate(outcomes) if not outcome.settled]
    for outcome, group in groupby(
        sorted(astray, key=lambda index: _ORDER[outcomes[index]]), lambda index: outcomes[index]
    ):
        which = list(group)
        every = len(which) == len(outcomes) > 1
        if every:
            yield message("summary-all-astray", outcome=outcome.key)
        else:
            who = names(recording, which)
            yield message("summary-astray", outcome=outcome.key, who=who, runs=len(which))


def _best(recording: Recording, span: Array) -> Iterator[Message]:
    """Where the settled runs ended; if none settled, how low those came that did not flee."""
    runs = recording.runs
    settled = [index for index, run in enumerate(runs) if run.ending.outcome.settled]
    staying = settled or [i for i, run in enumerate(runs) if not run.ending.outcome.flees]
    losses = [float(runs[index].loss[-1]) for index in staying]
    if len(settled) == 1:
        name = _all_names(recording, settled)
        yield message("summary-settled-at", name=name, loss=number(losses[0]))
    elif len(staying) == 1:
        yield message("summary-ends-with", loss=number(losses[0]))
    elif settled and same_end([runs[index] for index in settled], span):
        yield message("summary-others-in-one-place")
    elif settled:
        yield _lowest("summary-of-the-others", recording, settled)
    elif staying and not _level(losses):
        yield _lowest("summary-ends-lowest", recording, staying)
    elif len(staying) == len(runs):
        yield message("summary-end-at-about", loss=number(min(losses), _LEVEL))


def _all_arrived(recording: Recording, lowest: Array | None, span: Array) -> Message:
    runs = recording.runs
    convex = lowest is not None or recording.scenario.fit is not None
    if same_end(runs, span):
        at_lowest = lowest is not None and same_place(runs[0].parameters[-1], lowest, span)
        values = {"runs": len(runs), "lowest": "yes" if at_lowest else "no"}
        shared = shared_digits([run.parameters[-1] for run in runs])
        if _LEVEL <= shared < DIGITS:
            return message("summary-one-place-in-digits", **values, digits=shared)
        return message("summary-one-place", **values)
    if _level([float(run.loss[-1]) for run in runs]):
        return message("summary-nearly-the-same", flat="yes" if convex else "no")
    if convex:
        return message("summary-not-at-the-bottom")
    return _lowest("summary-different-places", recording, range(len(runs)))


def shared_digits(places: Sequence[Array]) -> int:
    """The number of printed digits, at most four, in which all places (p,) agree."""
    columns = [[float(value) for value in column] for column in zip(*places, strict=True)]
    alike = (
        digits
        for digits in range(DIGITS, 0, -1)
        if all(len({number(value, digits) for value in column}) == 1 for column in columns)
    )
    return next(alike, 0)


def _lowest(id: str, recording: Recording, which: Sequence[int]) -> Message:
    """A message about the run that ends lowest among `which`."""
    best = min(which, key=lambda index: float(recording.runs[index].loss[-1]))
    loss = number(float(recording.runs[best].loss[-1]))
    return message(id, name=_all_names(recording, [best]), loss=loss)


def _level(losses: Sequence[float]) -> bool:
    """Whether losses are nearly the same to a reader."""
    return len({number(loss, _LEVEL) for loss in losses}) == 1


def _all_names(recording: Recording, which: Sequence[int]) -> Message:
    return message("summary-names", names=tuple(_named(recording, which)))


def _some_names(recording: Recording, which: Sequence[int]) -> Message:
    if len(which) < 4:
        return _all_names(recording, which)
    first, second = _named(recording, which[:2])
    return message("summary-and-more", one=first, other=second, more=len(which) - 2)


def _named(recording: Recording, which: Sequence[int]) -> list[Message]:
    labels = labels_of(recording.scenario)
    return [message("summary-name", name=labels[index]) for index in which]


def _count(recording: Recording, which: Sequence[int]) -> Message:
    return message("summary-runs", count=len(which))
