"""load_scenario: a shipped name or a path to a Scenario, with all faults at once."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from scenarios.file_form import ObjectiveTable, ScenarioTable, well_formed
from scenarios.model import Scenario
from scenarios.objective import lesson_problems, read_objective
from scenarios.problems import Problem, ScenarioError, form_problems
from scenarios.runs import read_runs
from scenarios.source import Source, read_source
from scenarios.words import shown, suggestion


def shipped() -> dict[str, Path]:
    """The scenarios that come with gradreel: name -> file, sorted by name."""
    return {path.stem: path for path in sorted(Path(__file__).parent.glob("*.toml"))}


def load_scenario(source: str | Path, overrides: Sequence[str] = ()) -> Scenario:
    """The scenario of a shipped name or of a path to a TOML file.

    Each override sets a key before anything is checked, as in "runs.0.lr=0.5"; its
    value is TOML, or else plain text. Raises ScenarioError with all faults of the file.
    """
    path, label = _located(source)
    file = read_source(path, label, overrides)
    return _resolved(file)


def load_scenarios(sources: Sequence[str], overrides: Sequence[str] = ()) -> list[Scenario]:
    """All scenarios, each source once, or one ScenarioError with the faults of all.

    Two of one name are a fault: what is made of them would go to one place.
    """
    loaded: list[Scenario] = []
    problems: list[str] = []
    for source in dict.fromkeys(sources):
        try:
            loaded.append(load_scenario(source, overrides))
        except ScenarioError as error:
            problems += error.problems
    names = [scenario.name for scenario in loaded]
    twice = sorted({name for name in names if names.count(name) > 1})
    problems += [f"{name}: is the name of two files: rename one of them" for name in twice]
    if problems:
        raise ScenarioError(problems)
    return loaded


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


def _resolved(file: Source) -> Scenario:
    """Faults of form come from pydantic; faults of meaning from every well-formed table."""
    document = file.document
    problems: list[Problem] = []
    try:
        ScenarioTable.model_validate(document)
    except ValidationError as error:
        problems += form_problems(error)

    table = well_formed(ObjectiveTable, document.get("objective"))
    objective, faults = read_objective(table, file.path.parent) if table else (None, [])
    problems += faults
    if objective:
        problems += lesson_problems(document.get("lesson"), objective)
    runs, run_faults = read_runs(document, objective, sound=not faults)
    problems += run_faults

    if problems or objective is None:
        raise ScenarioError(file.sentence(problem) for problem in problems)
    return Scenario(
        name=_folder_name(file.path.stem),
        title=document["title"],
        lesson=document["lesson"],
        theme=document.get("theme", "dark"),
        objective=objective,
        runs=runs,
        text=file.overridden(),
    )


def _folder_name(stem: str) -> str:
    """The stem with everything unusual in a folder's name replaced."""
    return re.sub(r"[^\w.-]+", "-", stem).strip("-.")[:64] or "scenario"
