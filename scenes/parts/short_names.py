"""Letters in place of parameters' names that are too long for formulas and axes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from string import ascii_lowercase
from typing import TypeVar

from gradreel.scenarios import Fit, Formula, Scenario
from gradreel.scenes.parts.formula import symbol
from gradreel.scenes.parts.typeset import typeset
from gradreel.solver.recording import Recording, RunRecord

_WIDEST = 1.75  # em: about four letters, what axes have room for beside them
_OF_A_PLACE = r"\w+(?= = )"
_T = TypeVar("_T")


def short_names(scenario: Scenario) -> dict[str, str]:
    """A letter for each parameter with a long name: its first, with a number where two have it.

    A parameter of scaled inputs, weight_z, gets its letter with what its name says more: w_z.
    """
    shown, objective = scenario.parameters, scenario.objective
    own = objective.written.parameters if isinstance(objective, Fit) else shown
    long = {name: whole for name, whole in zip(own, shown, strict=True) if _is_long(whole)}
    taken, found = _taken(scenario), dict[str, str]()
    for index, (name, whole) in enumerate(long.items(), start=1):
        twice = sum(other[0] == name[0] for other in long) > 1
        first = f"{name[0]}{index}" if twice else name[0]
        letter = next(c for c in (first, *ascii_lowercase) if c not in taken)
        taken.add(letter)
        found |= {name: letter, whole: letter + whole.removeprefix(name)}
    return found


def _taken(scenario: Scenario) -> set[str]:
    """What no letter may be."""
    taken, objective = {"e", *scenario.parameters}, scenario.objective
    if isinstance(objective, Fit):
        models = objective.written, objective.parsed
        taken.update(name for model in models for name in (*model.inputs, *model.parameters))
    return taken


def shortened(recording: Recording) -> Recording:
    """The same recording of a scenario that has short names for its parameters."""
    names = short_names(recording.scenario)
    if not names:
        return recording
    runs = tuple(_renamed_run(record, names) for record in recording.runs)
    return Recording(_renamed(recording.scenario, names), runs)


def replaced(sentence: str, names: Mapping[str, str], where: str = r"\w+") -> str:
    """A sentence with other names where it has a pattern, by default wherever they stand.

    What stands in quotation marks is the name of a run.
    """
    parts = re.split(r"(“[^”]*”)", sentence)
    parts[::2] = [_in_text(part, names, where) for part in parts[::2]]
    return "".join(parts)


def _is_long(name: str) -> bool:
    return typeset(f"$ {symbol(name)} $").width > _WIDEST


def _renamed(scenario: Scenario, names: Mapping[str, str]) -> Scenario:
    objective: Formula | Fit = scenario.objective
    if isinstance(objective, Fit):
        data = objective.data
        truth = data.truth and _keys(data.truth, names)
        update = {
            "model": _in_text(objective.model, names),
            "domain": objective.domain and _keys(objective.domain, names),
            "data": data.model_copy(update={"truth": truth}),
        }
        objective = objective.model_copy(update=update)
    else:
        update = {
            "formula": _in_text(objective.formula, names),
            "domain": _keys(objective.domain, names),
        }
        objective = objective.model_copy(update=update)
    runs = tuple(run.model_copy(update={"start": _keys(run.start, names)}) for run in scenario.runs)
    return scenario.model_copy(update={"objective": objective, "runs": runs})


def _renamed_run(record: RunRecord, names: Mapping[str, str]) -> RunRecord:
    run = record.run.model_copy(update={"start": _keys(record.run.start, names)})
    # Of places alone, for a name such as "slope" is also a word of the lesson's.
    sentence = replaced(record.ending.sentence, names, _OF_A_PLACE)
    return replace(record, run=run, ending=replace(record.ending, sentence=sentence))


def _in_text(text: str, names: Mapping[str, str], where: str = r"\w+") -> str:
    return re.sub(where, lambda match: names.get(match[0], match[0]), text)


def _keys(values: Mapping[str, _T], names: Mapping[str, str]) -> dict[str, _T]:
    return {names.get(name, name): value for name, value in values.items()}
