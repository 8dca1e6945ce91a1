"""Letters that replace names of parameters too long for formulas and axes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from string import ascii_lowercase

from gradreel.scenarios import Run, Scenario
from gradreel.scenarios.words import with_keys, with_names
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.lettering.typeset import typeset
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord

_WIDEST = 1.75  # em: about four letters, for which axes have room beside them


def short_names(scenario: Scenario) -> dict[str, str]:
    """A letter for each parameter with a long name: its first, numbered if two share it.

    The name for scaled inputs, weight_z, keeps its suffix: w_z.
    """
    scaled, objective = scenario.parameters, scenario.objective
    pairs = zip(objective.start_names, scaled, strict=True)
    long = {name: full_name for name, full_name in pairs if _is_long(full_name)}
    taken, found = _taken(scenario), dict[str, str]()
    for index, (name, full_name) in enumerate(long.items(), start=1):
        twice = sum(another[0] == name[0] for another in long) > 1
        first = f"{name[0]}{index}" if twice else name[0]
        letter = next(c for c in (first, *ascii_lowercase) if c not in taken)
        taken.add(letter)
        found |= {name: letter, full_name: letter + full_name.removeprefix(name)}
    return found


def _taken(scenario: Scenario) -> set[str]:
    """The names that a letter must not be."""
    return {"e", *scenario.objective.names}


def shortened(recording: Recording) -> Recording:
    """The same recording, with short names for the parameters of its scenario."""
    names = short_names(recording.scenario)
    if not names:
        return recording
    runs = tuple(_renamed_run(record, names) for record in recording.runs)
    return Recording(_renamed(recording.scenario, names), runs, recording.mass)


def replaced(sentence: str, names: Mapping[str, str]) -> str:
    """A sentence with names replaced, except within quotation marks, where runs are named."""
    parts = re.split(r"(“[^”]*”)", sentence)
    parts[::2] = [with_names(part, names) for part in parts[::2]]
    return "".join(parts)


def _is_long(name: str) -> bool:
    return typeset(f"$ {symbol(name)} $").width > _WIDEST


def _renamed(scenario: Scenario, names: Mapping[str, str]) -> Scenario:
    runs = tuple(_restarted(run, names) for run in scenario.runs)
    update = {"objective": scenario.objective.renamed(names), "runs": runs}
    return scenario.model_copy(update=update)


def _restarted(run: Run, names: Mapping[str, str]) -> Run:
    return run.model_copy(update={"start": with_keys(run.start, names)})


def _renamed_run(record: RunRecord, names: Mapping[str, str]) -> RunRecord:
    run = _restarted(record.run, names)
    renamed = record.ending.message.with_text(lambda name: names.get(name, name), "parameter")
    return replace(record, run=run, ending=replace(record.ending, message=renamed))
