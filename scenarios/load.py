"""load_scenario: a shipped name or a path to a Scenario, with all faults at once."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scenarios.file_form import ObjectiveTable, OutputTable, ScenarioTable, well_formed
from scenarios.model import OutputName, Scenario
from scenarios.objective import lesson_problems, read_objective
from scenarios.problems import Problem, ScenarioError, form_problems
from scenarios.runs import read_runs
from scenarios.source import Source, read_source
from scenarios.sweep import Combination, names_of, read_sweep, told
from scenarios.words import shown, suggestion


def shipped() -> dict[str, Path]:
    """The scenarios that come with gradreel: name -> file, sorted by name."""
    return {path.stem: path for path in sorted(Path(__file__).parent.glob("*.toml"))}


def load_scenario(
    source: str | Path, overrides: Sequence[str] = (), *, allow_outside: bool = False
) -> Scenario:
    """The scenario of a shipped name or of a path to a TOML file.

    Each override sets a key before anything is checked, as in "runs.0.lr=0.5"; its
    value is TOML, or else plain text. It may name data files in its own folder and below, others
    only if `allow_outside`. Raises ScenarioError with all faults of the file.
    """
    loaded = load_set(source, overrides, allow_outside=allow_outside)
    if len(loaded) > 1:
        sentence = (
            f"{source}: makes {len(loaded)} scenarios, where one is wanted: leave out [sweep]"
        )
        raise ScenarioError([sentence])
    return loaded[0]


def load_set(
    source: str | Path, overrides: Sequence[str] = (), *, allow_outside: bool = False
) -> list[Scenario]:
    """The scenarios of a file: several where it has a sweep. As `load_scenario` otherwise."""
    path, label = _located(source)
    file = read_source(path, label, overrides)
    combinations, problems = read_sweep(file.document)
    if problems:
        raise ScenarioError(file.sentence(problem) for problem in problems)
    names = names_of(_folder_name(path.stem), combinations)
    if combinations == [{}]:
        return [_resolved(file, names[0], allow_outside)]
    loaded: list[Scenario] = []
    faults: list[tuple[str, Combination]] = []
    for name, combination in zip(names, combinations, strict=True):
        try:
            loaded.append(_resolved(file.swept(combination), name, allow_outside))
        except ScenarioError as error:
            faults += [(problem, combination) for problem in error.problems]
    if faults:
        raise ScenarioError(_told_once(faults, len(combinations)))
    return loaded


def _told_once(faults: Sequence[tuple[str, Combination]], count: int) -> Iterator[str]:
    """Each fault of a sweep's `count` scenarios once: what all have, or the first that has it."""
    times = Counter(problem for problem, _ in faults)
    for problem in times:
        combination = next(c for other, c in faults if other == problem)
        yield problem if times[problem] == count > 1 else f"{problem} (with {told(combination)})"


def load_scenarios(
    sources: Sequence[str], overrides: Sequence[str] = (), *, allow_outside: bool = False
) -> list[Scenario]:
    """All scenarios, each source once, or one ScenarioError with the faults of all.

    Two of one name are a fault: what is made of them would go to one place.
    """
    loaded: list[Scenario] = []
    problems: list[str] = []
    for source in dict.fromkeys(sources):
        try:
            loaded += load_set(source, overrides, allow_outside=allow_outside)
        except ScenarioError as error:
            problems += error.problems
    problems += name_clashes(loaded).values()
    if problems:
        raise ScenarioError(problems)
    return loaded


def name_clashes(scenarios: Sequence[Scenario]) -> dict[str, str]:
    """The names that several scenarios have, sorted, each with the fault in a sentence."""
    times = Counter(scenario.name for scenario in scenarios)
    return {
        name: f"{name}: is the name of two files: rename one of them"
        for name in sorted(times)
        if times[name] > 1
    }


def _located(source: str | Path) -> tuple[Path, str]:
    if isinstance(source, str) and source in shipped():
        return shipped()[source], f"{source}.toml"
    looks_like_a_name = isinstance(source, str) and re.fullmatch(r"[\w-]*", source)
    if looks_like_a_name and not os.path.exists(source):
        hint = suggestion(str(source), shipped())
        raise ScenarioError(
            [f"{shown(source)} is neither a file nor a shipped scenario (gradreel list): {hint}"]
        )
    return Path(source), str(source)


def _resolved(file: Source, name: str, allow_outside: bool) -> Scenario:
    """Faults of form come from pydantic; faults of meaning from every well-formed table."""
    document = file.document
    problems: list[Problem] = []
    try:
        ScenarioTable.model_validate(document)
    except ValidationError as error:
        problems += form_problems(error)

    table = well_formed(ObjectiveTable, document.get("objective"))
    objective, faults = (
        read_objective(table, file.path.parent, allow_outside) if table else (None, [])
    )
    problems += faults
    if objective:
        problems += lesson_problems(document.get("lesson"), objective)
    runs, run_faults = read_runs(document, objective, sound=not faults)
    problems += run_faults

    if problems or objective is None:
        raise ScenarioError(file.sentence(problem) for problem in problems)
    return Scenario(
        name=name,
        title=document["title"],
        lesson=document["lesson"],
        theme=document.get("theme", "dark"),
        objective=objective,
        runs=runs,
        make=_made(document),
        text=file.overridden(),
    )


def _made(document: Mapping[str, Any]) -> tuple[OutputName, ...]:
    """What is to be made, each once."""
    table = OutputTable.model_validate(document.get("output", {}))
    return tuple(dict.fromkeys(table.make))


def _folder_name(stem: str) -> str:
    """The stem with everything unusual in a folder's name replaced."""
    return re.sub(r"[^\w.-]+", "-", stem).strip("-.")[:64] or "scenario"
