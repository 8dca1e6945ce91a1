"""The names of runs on the screen, and where runs end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.digits.numbers import as_typeset, number
from gradreel.scenes.parts.formulas.notation import notation_of, spoken
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.run_names import names_of, unique
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord

_LONGEST = 28  # characters of a run's name: a third of the frame's width at the size of labels
_SAME = 0.01  # of what is drawn: the dots of closer places cover each other


def nameless(recording: Recording) -> Recording:
    """The recording without the names that its file gives to runs: they are called by settings."""
    runs = tuple(
        replace(record, run=record.run.model_copy(update={"name": None}))
        for record in recording.runs
    )
    scenario = recording.scenario.model_copy(update={"runs": tuple(each.run for each in runs)})
    return Recording(scenario, runs)


def whole_labels_of(scenario: Scenario) -> list[str]:
    """The typeset names of all runs, no two alike.

    A learning rate in them is written as in formulas: `η = 0.1`.
    """
    rate = f"{spoken(notation_of(scenario).rate)} = "
    return [as_typeset(name) for name in names_of(scenario.runs, rate)]


def labels_of(scenario: Scenario) -> tuple[str, ...]:
    """The same names, shortened if they are long."""
    return unique([_short(name) for name in whole_labels_of(scenario)])


def _short(name: str) -> str:
    """A name cut short, but not within a number, which would become another one."""
    if len(name) <= _LONGEST:
        return name
    beginning = name[: _LONGEST - 1]
    head, comma, _ = beginning.rpartition(", ")
    numbered = comma and any(sign.isdigit() for sign in name[len(head) :])
    return f"{(head if numbered else beginning).rstrip()}…"


def where_it_ended(run: RunRecord) -> str:
    """The end of a run as a place; for one that fled, how it ended."""
    if run.ending.outcome.flees:
        return worded(run.ending.outcome.word)
    return place_of(run.parameters[-1])


def place_of(parameters: Sequence[float] | Array) -> str:
    """Parameters as a place: `(2.996, 2.51)`, or a single one as a number."""
    return as_place([number(float(v)) for v in parameters])


def as_place(texts: Sequence[str]) -> str:
    """Printed parameters as a place."""
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"


def same_end(runs: Sequence[RunRecord], span: Array) -> bool:
    """Whether runs end in places that look the same if `span` (p,) is drawn."""
    return all(same_place(run.parameters[-1], runs[0].parameters[-1], span) for run in runs)


def same_place(first: Array, second: Array, span: Array) -> bool:
    """Whether two places (p,) look the same if `span` (p,) is drawn."""
    return bool((np.abs(first - second) <= _SAME * span).all())
