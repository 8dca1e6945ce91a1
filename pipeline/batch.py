"""Builds sets of scenarios; a scenario that fails does not stop the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gradreel.pipeline.build import Executor, Report, Target, build, plan
from gradreel.pipeline.outputs import OUTPUTS
from gradreel.pipeline.quality import Quality
from gradreel.scenarios import Scenario, ScenarioError, load_set, name_clashes, shipped
from gradreel.scenarios.file_text import SETTINGS, STDIN
from gradreel.scenarios.words import listed


@dataclass(frozen=True)
class Result:
    """The result of a scenario, or of a file that should hold one.

    `files` are the paths of its outputs, `todo` says what is left to do in a dry run, `took` is how
    many seconds it took (None if it was up to date), `failure` why it failed, and `notes` are what
    the user should know about files that were left as they are.
    """

    name: str
    files: tuple[Path, ...] = ()
    todo: str = ""
    took: float | None = None
    failure: Exception | None = None
    notes: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """What became of it: made, to make, up to date or failed."""
        if self.failure:
            return "failed"
        if self.todo:
            return "to make"
        return "up to date" if self.took is None else "made"


def expanded(paths: Sequence[str]) -> dict[str, str]:
    """Shipped names and files as they are, folders as the scenario files below; each only once.

    Each with the folder in which it lies below the one that was given, if it does. Raises
    ScenarioError for a path that is neither.
    """
    sources: dict[str, tuple[str, str]] = {}
    problems: list[str] = []
    by_name = {*shipped(), STDIN}
    for path in paths:
        if path in by_name:
            found = {path: ""}
        elif os.path.isdir(path):
            found = dict(_below(Path(path)))
            if not found:
                problems.append(f"{path}: has no scenario file (*.toml) in it: give another folder")
        else:
            found = {path: ""}
            if not os.path.lexists(path):
                problems += _problems_of(path)
        for file, folder in found.items():
            key = file if file in by_name else os.path.realpath(file)
            sources.setdefault(key, (file, folder))
    if problems:
        raise ScenarioError(problems)
    return dict(sources.values())


def _below(top: Path) -> Iterator[tuple[str, str]]:
    """The scenario files in a folder and below, each with its folder; hidden ones are passed by."""
    for folder, inner, files in os.walk(top):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        place = os.path.relpath(folder, top)
        for name in sorted(files):
            if name.endswith(".toml") and not name.startswith(".") and name != SETTINGS:
                yield str(Path(folder, name)), "" if place == os.curdir else place


def _problems_of(source: str) -> Sequence[str]:
    try:
        load_set(source)
    except ScenarioError as error:
        return error.problems
    return ()


def read(
    sources: Mapping[str, str],
    overrides: Sequence[str] = (),
    *,
    allow_outside: bool = False,
    no_limits: bool = False,
) -> tuple[list[Scenario], list[Result]]:
    """The scenarios of files in folders, and a failed result for each file that cannot be read.

    Their outputs go into folders of the same names. Scenarios whose outputs would go to the same
    folder also fail.
    """
    scenarios: list[Scenario] = []
    failed: list[Result] = []
    for source, folder in sources.items():
        try:
            loaded = load_set(source, overrides, allow_outside=allow_outside, no_limits=no_limits)
            if any(scenario.chosen for scenario in loaded):
                from gradreel.scenes.choices import check_choices

                check_choices(loaded)
            scenarios += (_within(folder, scenario) for scenario in loaded)
        except ScenarioError as error:
            failed.append(Result(source, failure=error))
    clashes = name_clashes(scenarios)
    failed += (Result(name, failure=ScenarioError([why])) for name, why in clashes.items())
    return [scenario for scenario in scenarios if str(scenario.place) not in clashes], failed


def _within(folder: str, scenario: Scenario) -> Scenario:
    """A scenario with its outputs in a folder within that of all outputs."""
    return scenario.model_copy(update={"folder": str(Path(folder) / scenario.place)})


def build_batch(
    scenarios: Iterable[Scenario],
    quality: Quality,
    folder: Path,
    executor: Executor,
    report: Report,
) -> Iterator[Result]:
    """Build what the [output] of each scenario asks for, and yield its result when it is finished.

    Scenarios that are up to date come first. Raises OSError if the folder cannot be used at all.
    """
    targets = {scenario.place: _target(scenario, quality) for scenario in scenarios}
    for built in build(list(targets.values()), folder, executor, report):
        place = built.scenario.place
        files = _files(targets[place], folder)
        yield Result(str(place), files, "", built.took, built.failure, built.notes)


def plan_batch(scenarios: Iterable[Scenario], quality: Quality, folder: Path) -> Iterator[Result]:
    """What `build_batch` would do for each scenario; nothing is written."""
    for scenario in scenarios:
        target = _target(scenario, quality)
        files = _files(target, folder)
        try:
            left = plan(target, folder)
        except ScenarioError as error:
            yield Result(str(scenario.place), failure=error)
            continue
        todo = ""
        if left:
            todo = f"{listed(scenario.output.make)}, {left[0]} of {left[1]} tasks to do"
        yield Result(str(scenario.place), files, todo)


def _target(scenario: Scenario, quality: Quality) -> Target:
    asked = scenario.output
    outputs = (output for name in asked.make for output in OUTPUTS[name](quality, asked))
    return Target(scenario, tuple(outputs))


def _files(target: Target, folder: Path) -> tuple[Path, ...]:
    return tuple(folder / output.path(target.scenario) for output in target.outputs)
