"""How all runs of a lesson ended, in one sentence that leaves none of them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from gradreel.scenarios.arrays import Array
from gradreel.scenarios.words import listed
from gradreel.scenes.parts.numbers import number
from gradreel.scenes.parts.readable import readable
from gradreel.scenes.parts.runs import labels_of, same_end, same_place
from gradreel.solver.ending import Outcome
from gradreel.solver.objective import objective_of
from gradreel.solver.recording import Recording

_LONGEST = 145  # letters: two lines
_LEVEL = 2  # digits to which losses agree that are nearly the same

_ORDER = {outcome: place for place, outcome in enumerate(Outcome)}

Names = Callable[[Recording, Sequence[int]], str]


def summary(recording: Recording, lowest: Array | None, span: Array) -> str:
    """How all runs ended: by name where there is room for names, else counted.

    `lowest` is the single lowest point (p,) where there is one and no other valley; `span` (p,) is
    how much of each parameter the picture shows.
    """
    objective = objective_of(recording.scenario)
    runs = tuple(readable(run, objective) for run in recording.runs)
    recording = Recording(recording.scenario, runs)
    if all(run.ending.outcome.settled for run in recording.runs):
        return _all_arrived(recording, lowest, span)
    best = [*_best(recording, span)]
    settled = any(run.ending.outcome.settled for run in recording.runs)
    spare = best if settled else []  # of those that settled nothing else is told
    for names in (_all_names, _some_names, _count):
        astray = [*_astray(recording, names)]
        for text in ("; ".join([*astray, *best]), "; ".join([*astray, *spare])):
            if len(text) <= _LONGEST:
                return _sentence(text)
    return _sentence(text)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _astray(recording: Recording, names: Names) -> Iterator[str]:
    """A clause for each way in which runs did not settle."""
    outcomes = [run.ending.outcome for run in recording.runs]
    astray = [index for index, outcome in enumerate(outcomes) if not outcome.settled]
    for outcome, group in groupby(
        sorted(astray, key=lambda index: _ORDER[outcomes[index]]), lambda index: outcomes[index]
    ):
        which = list(group)
        every = len(which) == len(outcomes) > 1
        who = "every run" if every else names(recording, which)
        yield f"{who} {outcome.one_did if every or len(which) == 1 else outcome.many_did}"


def _best(recording: Recording, span: Array) -> Iterator[str]:
    """Where those ended that settled; where none did, how low those came that did not flee."""
    runs = recording.runs
    settled = [index for index, run in enumerate(runs) if run.ending.outcome.settled]
    staying = settled or [i for i, run in enumerate(runs) if not run.ending.outcome.flees]
    losses = [float(runs[index].loss[-1]) for index in staying]
    if len(settled) == 1:
        yield f"{_all_names(recording, settled)} settled at the loss {number(losses[0])}"
    elif len(staying) == 1:
        yield f"it ends with the loss {number(losses[0])}"
    elif settled and same_end([runs[index] for index in settled], span):
        yield "the others end in the same place"
    elif settled:
        yield f"of the others, {_lowest(recording, settled)}"
    elif staying and not _level(losses):
        yield _lowest(recording, staying)
    elif len(staying) == len(runs):
        yield f"the losses end at about {number(min(losses), _LEVEL)}"


def _all_arrived(recording: Recording, lowest: Array | None, span: Array) -> str:
    runs = recording.runs
    convex = lowest is not None or recording.scenario.fit is not None
    if same_end(runs, span):
        count = {1: "It ends", 2: "Both end", 3: "All three end"}.get(
            len(runs), f"All {len(runs)} end"
        )
        there = lowest is not None and same_place(runs[0].parameters[-1], lowest, span)
        return f"{count} in the same place{': one valley, one lowest point' if there else ''}."
    if _level([float(run.loss[-1]) for run in runs]):
        reason = ": the valley's floor is flat, or nearly so" if convex else ""
        return f"They end in different places with nearly the same loss{reason}."
    if convex:
        return "They end in different places: not all of them have come to the bottom."
    return f"They end in different places; {_lowest(recording, range(len(runs)))}."


def _lowest(recording: Recording, which: Sequence[int]) -> str:
    best = min(which, key=lambda index: float(recording.runs[index].loss[-1]))
    loss = number(float(recording.runs[best].loss[-1]))
    return f"{_all_names(recording, [best])} ends lowest, with the loss {loss}"


def _level(losses: Sequence[float]) -> bool:
    """Whether losses are nearly the same to who reads them."""
    return len({number(loss, _LEVEL) for loss in losses}) == 1


def _all_names(recording: Recording, which: Sequence[int]) -> str:
    labels = labels_of(recording.scenario)
    return listed(f"“{labels[index]}”" for index in which)


def _some_names(recording: Recording, which: Sequence[int]) -> str:
    if len(which) < 4:
        return _all_names(recording, which)
    labels = labels_of(recording.scenario)
    first = ", ".join(f"“{labels[index]}”" for index in which[:2])
    return f"{first} and {len(which) - 2} more"


def _count(recording: Recording, which: Sequence[int]) -> str:
    return "1 run" if len(which) == 1 else f"{len(which)} runs"
