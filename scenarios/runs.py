"""From the [start] and [[runs]] tables to runs, with all faults of the tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gradreel.scenarios.bounds import Values, no_start
from gradreel.scenarios.file_form import MAX_RUNS, RunTable, salvaged, well_formed
from gradreel.scenarios.model import Fit, Formula, OptionValue, Run, Scenario
from gradreel.scenarios.optimizers import (
    CLIMBS,
    OPTIMIZERS,
    OTHER_NAMES,
    UNSUITABLE,
    clashes,
    option_value,
)
from gradreel.scenarios.problems import Key, Problem
from gradreel.scenarios.run_settings import read_settings
from gradreel.scenarios.value_forms import Start
from gradreel.scenarios.words import listed, shown, squashed, suggestion

MAX_DISTINCT_RUNS = 24  # 6 colours of a theme times the 4 patterns of run_legend

_STAND_INS = {"steps": 1}  # valid values of required keys, for `salvaged`


def read_runs(
    document: Mapping[str, Any], objective: Formula | Fit | None, values: Values | None
) -> tuple[tuple[Run, ...], list[Problem]]:
    """The well-formed runs, and the faults of the tables.

    Starts are checked as far as the objective is known; `values` computes it if it has no faults.
    """
    problems: list[Problem] = []
    default = well_formed(Start, document.get("start", {}))
    if objective and default:
        problems += _misplaced(default, ("start",), objective)
    tables = document.get("runs")
    runs = []
    for index, written in enumerate(tables[:MAX_RUNS] if isinstance(tables, list) else []):
        table, faulty = salvaged(RunTable, written, _STAND_INS)
        if table is None:
            continue
        key = ("runs", index)
        options: dict[str, OptionValue] = {}
        settings: dict[str, Any] = {"lr": None, "schedule": None}
        if not faulty & {"optimizer", "options"}:
            options, faults = _read_options(table, key)
            problems += faults
            settings, faults = read_settings(table, options, faulty, objective, key)
            problems += faults
        start: dict[str, float] = {}
        if objective and default is not None and "start" not in faulty:
            start, faults = _read_start(table, index, default, objective, values)
            problems += faults
        runs.append(
            Run(
                **{
                    **dict(table),
                    "start": start,
                    "options": options,
                    "seed": table.seed or 0,
                    **settings,
                }
            )
        )
    return tuple(runs), problems


def crowd_problem(scenario: Scenario) -> Problem | None:
    """The problem of more runs than have styles of their own, if the lesson does not allow it."""
    count, kind = len(scenario.runs), scenario.kind
    if count <= MAX_DISTINCT_RUNS or (kind.many_starts and start_only(scenario)):
        return None
    others = " (more may differ in their starts alone)" if kind.many_starts else ""
    return Problem(
        ("runs",),
        f"has {count} entries, but a {kind.name} lesson can show at most {MAX_DISTINCT_RUNS} that "
        f"are told apart{others}: leave out some, or put them into several files",
    )


def _read_start(
    table: RunTable, index: int, default: Start, objective: Formula | Fit, values: Values | None
) -> tuple[Start, list[Problem]]:
    """The start values of a run, defaults filled in, and their faults."""
    key: Key = ("runs", index, "start") if table.start else ("start",)
    problems = _misplaced(table.start, key, objective)
    given = {**default, **table.start}
    names = objective.start_names
    start = {name: given[name] for name in names if name in given}
    if missing := [name for name in names if name not in given]:
        example = ", ".join(f"{name} = 0" for name in missing)
        problems.append(Problem(key, f"has no value for {listed(missing)}: add {example}"))
    elif values and not problems:
        start = objective.of_start(start)
        problems += _unreal(start, key, values)
    return start, problems


def _misplaced(start: Start, key: Key, objective: Formula | Fit) -> list[Problem]:
    """The problems of start values that name no parameter or are outside the domain."""
    problems = []
    domain = objective.domain or {}
    for name, value in start.items():
        low, high = domain.get(name, (value, value))
        if name in RunTable.model_fields and name not in objective.start_names:
            problems.append(Problem((*key, name), "belongs in a run: write [[runs]] above it"))
        elif name not in objective.start_names:
            hint = suggestion(name, objective.start_names)
            problems.append(Problem((*key, name), f"is not a parameter of the objective: {hint}"))
        elif not low <= value <= high:
            sentence = (
                f"must be within the domain [{low:g}, {high:g}], got {value:g}: "
                "start inside it, or widen the domain"
            )
            problems.append(Problem((*key, name), sentence))
    return problems


def _unreal(start: Start, key: Key, values: Values) -> list[Problem]:
    """The problem of a start where the loss or its gradient is not finite or too large."""
    reason = no_start(values, start)
    place = ", ".join(f"{name} = {value:g}" for name, value in start.items())
    return [Problem(key, f"the objective has {reason} at {place}: start elsewhere")] * bool(reason)


def _read_options(table: RunTable, key: Key) -> tuple[dict[str, OptionValue], list[Problem]]:
    """The options of a run as torch expects them, and their faults."""
    optimizer, known = table.optimizer, OPTIMIZERS.get(table.optimizer)
    if known is None:
        bare = optimizer.rpartition(".")[2]
        reason = UNSUITABLE.get(bare) or OTHER_NAMES.get(squashed(optimizer))
        reason = reason or suggestion(bare if bare in OPTIMIZERS else optimizer, OPTIMIZERS)
        sentence = f"{shown(optimizer)} is not a method that can be used: {reason}"
        return {}, [Problem((*key, "optimizer"), sentence)]
    options: dict[str, OptionValue] = {}
    problems = []
    for name, value in table.options.items():
        place = (*key, "options", name)
        if squashed(name) in ("maximize", "maximise"):
            if value is not False or name != "maximize":
                problems.append(Problem(place, CLIMBS))
        elif name in RunTable.model_fields:
            problems.append(Problem(place, f"stands in the run itself: move {name} out of options"))
        else:
            try:
                options[name] = option_value(name, value, known, optimizer)
            except ValueError as error:
                problems.append(Problem(place, str(error)))
    problems += [
        Problem((*key, "options", name), text) for name, text in clashes(optimizer, options)
    ]
    return options, problems


def start_only(scenario: Scenario) -> bool:
    """Whether the runs differ only in their starts, names and numbers of steps."""
    ways = {
        run.model_copy(update={"start": {}, "name": None, "steps": 1}).model_dump_json()
        for run in scenario.runs
    }
    return len(ways) == 1
