"""Whole sets: many scenarios, of which none stops another."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gradreel.pipeline.making import Made, Report, Wish, make, missing, remembered, there
from gradreel.pipeline.order import Order
from gradreel.pipeline.outputs import OUTPUTS
from gradreel.scenarios import Scenario, ScenarioError, load_set, name_clashes, shipped
from gradreel.scenarios.file_text import STDIN
from gradreel.scenarios.words import listed


@dataclass(frozen=True)
class Result:
    """What became of a scenario, or of the file in which one should be.

    `files` are its outputs. `todo` says what is left to do, `failure` why that will not do.
    """

    name: str
    files: tuple[Path, ...] = ()
    todo: str = ""
    took: float | None = None
    failure: Exception | None = None


def expanded(paths: Sequence[str]) -> list[str]:
    """Shipped names and files as they are, folders as the scenario files in them; each once.

    Raises ScenarioError for a path at which there is neither.
    """
    sources: dict[str, str] = {}
    problems: list[str] = []
    by_name = {*shipped(), STDIN}
    for path in paths:
        if path in by_name:
            found = [path]
        elif os.path.isdir(path):
            found = [str(file) for file in sorted(Path(path).glob("*.toml"))]
            if not found:
                problems.append(f"{path}: has no scenario file (*.toml) in it: give another folder")
        else:
            found = [path]
            if not os.path.lexists(path):
                problems += _problems_of(path)
        sources |= {(os.path.realpath(f) if f not in by_name else f): f for f in found}
    if problems:
        raise ScenarioError(problems)
    return list(sources.values())


def _problems_of(source: str) -> Sequence[str]:
    try:
        load_set(source)
    except ScenarioError as error:
        return error.problems
    return ()


def read(
    sources: Iterable[str],
    overrides: Sequence[str] = (),
    *,
    allow_outside: bool = False,
    no_limits: bool = False,
) -> tuple[list[Scenario], list[Result]]:
    """The scenarios, and a failed result for each file that holds none.

    Those of one name are failed, too: what is made of them would go to one place.
    """
    scenarios: list[Scenario] = []
    failed: list[Result] = []
    for source in sources:
        try:
            scenarios += load_set(
                source, overrides, allow_outside=allow_outside, no_limits=no_limits
            )
        except ScenarioError as error:
            failed.append(Result(source, failure=error))
    clashes = name_clashes(scenarios)
    failed += (Result(name, failure=ScenarioError([why])) for name, why in clashes.items())
    return [scenario for scenario in scenarios if scenario.name not in clashes], failed


def make_batch(
    scenarios: Iterable[Scenario], order: Order, report: Report, size: int | None = None
) -> Iterator[Result]:
    """Make the outputs of every scenario over `size` processes; what became of each.

    Those that are up to date come first. Raises OSError where the folder cannot be used at all.
    """
    left = []
    for wish in map(_wish, scenarios):
        try:
            made = there(wish, order)
        except OSError as error:
            made = Made(wish.scenario, failure=error)
        if made:
            yield _result(wish, made, order)
        else:
            left.append(wish)
    if left:
        wishes = {wish.scenario.name: wish for wish in left}
        for made in make(left, order, report, size):
            yield _result(wishes[made.scenario.name], made, order)


def plan_batch(scenarios: Iterable[Scenario], order: Order) -> Iterator[Result]:
    """What `make_batch` would do of each scenario; nothing is written."""
    for wish in map(_wish, scenarios):
        files = _files(wish, order)
        if remembered(wish, order) is not None:
            yield Result(wish.scenario.name, files)
            continue
        try:
            left, total = missing(wish, order)
        except ScenarioError as error:
            yield Result(wish.scenario.name, failure=error)
        else:
            todo = f"{listed(wish.outputs)}, {left} of {total} pieces to draw"
            yield Result(wish.scenario.name, files, todo)


def _wish(scenario: Scenario) -> Wish:
    return Wish(scenario, {name: OUTPUTS[name] for name in scenario.make})


def _files(wish: Wish, order: Order) -> tuple[Path, ...]:
    return tuple(output.target(wish.scenario, order) for output in wish.outputs.values())


def _result(wish: Wish, made: Made, order: Order) -> Result:
    files = _files(wish, order)
    return Result(made.scenario.name, files, "", made.took, made.failure)
