"""The settings of a run beside its method: learning rate, schedule, batches and noise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any, cast

from gradreel.scenarios.file_form import RunTable
from gradreel.scenarios.model import Fit, Formula, OptionValue, Schedule
from gradreel.scenarios.optimizers import WHOLE, has_rate
from gradreel.scenarios.problems import Key, Problem
from gradreel.scenarios.schedules import rate_fault, rates_by_formula, read_schedule
from gradreel.scenarios.words import counted

_EXAMPLE = "add a learning rate, as in lr = 0.1"


def read_settings(
    table: RunTable,
    options: Mapping[str, OptionValue],
    faulty: Set[str | int],
    objective: Formula | Fit | None,
    key: Key,
) -> tuple[dict[str, Any], list[Problem]]:
    """The values of a run that depend on its method, and their faults.

    `faulty` are the keys whose values are not of the right form; nothing more is said about them.
    """
    settings, problems = _read_rate(table, options, faulty, key)
    problems += [
        Problem((*key, name), sentence)
        for name, sentence in _sampling_faults(table, faulty, objective)
    ]
    return settings, problems


def _read_rate(
    table: RunTable, options: Mapping[str, OptionValue], faulty: Set[str | int], key: Key
) -> tuple[dict[str, Any], list[Problem]]:
    given = cast("float | str | None", table.lr)
    settings: dict[str, Any] = {"lr": None, "tune": (), "schedule": None}
    if not has_rate(table.optimizer, options):
        sentence = f"has no meaning here, since {_named(table, options)}: leave it out"
        named = [name for name in ("lr", "tune", "schedule") if getattr(table, name)]
        return settings, [Problem((*key, name), sentence) for name in named]
    problems: list[Problem] = []
    if table.schedule is not None:
        settings["schedule"], problems = read_schedule(table.schedule, (*key, "schedule"))
    if faulty & {"lr", "tune"}:
        return settings, problems
    if table.tune:
        faults = [Problem((*key, name), fault) for name, fault in _tuning_faults(table)]
        return {**settings, "tune": tuple(sorted(table.tune))}, [*faults, *problems]
    if given is None:
        return settings, [Problem((*key, "lr"), f"is missing: {_EXAMPLE}"), *problems]
    if not isinstance(given, str):
        return {**settings, "lr": given}, problems
    if fault := rate_fault(given, table.steps):
        return settings, [Problem((*key, "lr"), fault), *problems]
    if table.schedule is not None:
        sentence = "is a formula already: leave out the schedule, or write a number as lr"
        return settings, [Problem((*key, "schedule"), sentence), *problems]
    first = float(rates_by_formula(given, 1)[0])
    return {**settings, "lr": first, "schedule": Schedule(formula=given)}, problems


def _tuning_faults(table: RunTable) -> Iterator[tuple[str, str]]:
    """The faults of a list of learning rates, each a key and a sentence."""
    if table.lr is not None:
        yield "lr", "stands beside tune, which finds it: leave out one of the two"
    if len(table.tune) == 1:
        yield "tune", f"has one learning rate, and nothing to choose: write lr = {table.tune[0]:g}"
    twice = [rate for rate in table.tune if table.tune.count(rate) > 1]
    if twice:
        yield "tune", f"has {twice[0]:g} more than once: write each learning rate once"


def _named(table: RunTable, options: Mapping[str, OptionValue]) -> str:
    if options.get("line_search"):
        return "the line search finds the length of each step"
    return f"{table.optimizer} finds the length of its steps itself"


def _sampling_faults(
    table: RunTable, faulty: Set[str | int], objective: Formula | Fit | None
) -> Iterator[tuple[str, str]]:
    """The faults of batches and noise, each a key and a sentence."""
    sampled = [name for name in ("batch_size", "noise") if getattr(table, name) is not None]
    if not sampled:
        for name, without in (("replacement", False), ("seed", None)):
            if getattr(table, name) != without and not faulty & {"batch_size", "noise"}:
                yield name, "is for mini-batches and noise: add batch_size = 8, or leave it out"
        return
    if table.optimizer in WHOLE:
        reason = f"{table.optimizer} needs the whole loss"
        better = "write SGD" if table.optimizer == "GD" else "write SGD or Adam"
        yield sampled[0], f"does not go with this method, since {reason}: {better}, or leave it out"
    if table.seed is None and "seed" not in faulty:
        yield "seed", "is missing: add seed = 1, so that each run draws the same numbers"
    if objective is None:
        return
    points = 0 if objective.data is None else len(objective.data.outputs)
    if table.batch_size is not None:
        if not points:
            yield "batch_size", "needs data, and a formula has none: write noise = 0.3 instead"
        elif table.batch_size > points and not table.replacement:
            most = counted(points, "point")
            yield (
                "batch_size",
                f"must be at most the number of data, {most}: got {table.batch_size}",
            )
    elif points:
        yield "noise", "is for formulas: with data, write batch_size = 8 instead"
    elif table.replacement:
        yield "replacement", "is for mini-batches, and there are none: leave it out"
    if table.batch_size is not None and table.noise is not None and points:
        yield "noise", "is for formulas: with data, leave it out"
