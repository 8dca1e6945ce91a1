"""Loading scenarios by shipped name or by path, with all faults reported at once."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from gradreel.scenarios.bounds import Values, values_of
from gradreel.scenarios.budget import excess
from gradreel.scenarios.file_form import ObjectiveTable, ScenarioTable, well_formed
from gradreel.scenarios.file_text import MAX_BYTES, STDIN
from gradreel.scenarios.folders import folder_of
from gradreel.scenarios.model import Fit, Formula, Scenario
from gradreel.scenarios.objective import lesson_problems, read_objective
from gradreel.scenarios.opening import label_of, opened
from gradreel.scenarios.output_form import OutputTable
from gradreel.scenarios.output_read import output_problems
from gradreel.scenarios.problems import Problem, ScenarioError, form_problems
from gradreel.scenarios.runs import crowd_problem, read_runs
from gradreel.scenarios.shipped_files import shipped
from gradreel.scenarios.showing import Showing
from gradreel.scenarios.showing_read import read_showing
from gradreel.scenarios.source import Source, read_source
from gradreel.scenarios.starts import read_starts
from gradreel.scenarios.sweep import Combination, combination_text, cut, names_of, read_sweep
from gradreel.scenarios.words import counted, file_safe, listed, short

_LONGEST_NAME = 64  # bytes of a folder's name: disks allow 255, and names of files are longer
_MAX_LISTED_FILES = 5  # files of one name: a sentence of more is hard to read
_MAX_CHARACTERS_REREAD = 2 * MAX_BYTES  # by a sweep: about two seconds of validation
MAX_POINTS_REREAD = 500_000  # by a sweep: five of the largest data files

PAGE = "index.html"  # the page of all lessons, beside their folders


def load_scenario(
    source: str | Path,
    overrides: Sequence[str] = (),
    *,
    allow_outside: bool = False,
    no_limits: bool = False,
) -> Scenario:
    """The scenario of a shipped name, of a path to a TOML file, or of a formula alone.

    Each override sets a key before anything is checked, as in "runs.0.lr=0.5"; its value is TOML,
    or else plain text. Data files must be in the folder of the scenario or below it, unless
    `allow_outside`. Recording it must not take more than about a minute, unless `no_limits`.
    Raises ScenarioError with all faults of the file.
    """
    loaded = load_set(source, overrides, allow_outside=allow_outside, no_limits=no_limits)
    if len(loaded) > 1:
        sentence = (
            f"{source}: makes {len(loaded)} scenarios, where one is expected: leave out [sweep]"
        )
        raise ScenarioError([sentence])
    return loaded[0]


def load_set(
    source: str | Path,
    overrides: Sequence[str] = (),
    *,
    allow_outside: bool = False,
    no_limits: bool = False,
) -> list[Scenario]:
    """The scenarios of a file: several if it has a sweep; `-` is standard input.

    Otherwise like `load_scenario`. Raises ScenarioError for whatever goes wrong.
    """
    label = label_of(source)
    try:
        file = opened(source, label, overrides)
        loaded = _placed(file, _loaded(file, allow_outside))
        beyond = None if no_limits else excess(loaded)
        if beyond:
            raise ScenarioError([file.sentence(Problem(*beyond))])
        return loaded
    except ScenarioError:
        raise
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise ScenarioError([f"{label}: cannot be read: {reason}"]) from error


def _placed(file: Source, scenarios: list[Scenario]) -> list[Scenario]:
    """The scenarios in folders of their own, if overrides make them others than those of the file.

    So what is made with an override never takes the place of what is made without.
    """
    changes = file.changed
    if not changes:
        return scenarios
    return [
        s.model_copy(update={"folder": folder_of(s.name, changes, len(s.runs))}) for s in scenarios
    ]


def _loaded(file: Source, allow_outside: bool) -> list[Scenario]:
    combinations, problems = read_sweep(file.document)
    problems += _rereads_too_much(file, combinations)
    if problems:
        raise ScenarioError(file.sentence(problem) for problem in problems)
    stem = _folder_name(file.path.stem)
    if stem.lower() == PAGE:
        sentence = f"{file.label}: {PAGE} is where the page of all lessons goes: rename the file"
        raise ScenarioError([sentence])
    names = names_of(stem, combinations)
    objective = _Objective(file, allow_outside)
    if combinations == [{}]:
        return [_resolved(file, objective, names[0], allow_outside)]
    loaded: list[Scenario] = []
    faults: list[tuple[str, Combination]] = []
    points = 0
    for name, combination in zip(names, combinations, strict=True):
        try:
            swept = file.swept(combination)
            # An objective that the sweep does not change may be large, so it is read only once.
            own = objective if objective.is_of(swept) else _Objective(swept, allow_outside)
            loaded.append(_resolved(swept, own, name, allow_outside))
            points += 0 if own is objective else own.points
        except ScenarioError as error:
            faults += [(problem, combination) for problem in error.problems]
        if points > MAX_POINTS_REREAD:
            sentence = f"reads {points} points of data anew, and more: sweep other keys, or less"
            raise ScenarioError([file.sentence(Problem(("sweep",), sentence))])
    if faults:
        raise ScenarioError(_distinct_faults(faults, len(combinations)))
    return loaded


def _rereads_too_much(file: Source, combinations: Sequence[Combination]) -> list[Problem]:
    """The problem of a sweep that changes the objective of a long file, and so rereads it."""
    changed = any(key.split(".")[0] == "objective" for each in combinations[:1] for key in each)
    count, length = len(combinations), len(file.text)
    if not changed or count * length <= _MAX_CHARACTERS_REREAD:
        return []
    sentence = (
        f"makes {count} scenarios, each with an objective of its own, out of a file of {length} "
        "characters: put its data into a CSV file, or leave out some"
    )
    return [Problem(("sweep",), sentence)]


def _distinct_faults(faults: Sequence[tuple[str, Combination]], count: int) -> Iterator[str]:
    """The distinct faults of a sweep, each with its first combination unless all have it."""
    times = Counter(problem for problem, _ in faults)
    for problem in times:
        combination = next(c for other, c in faults if other == problem)
        yield (
            problem
            if times[problem] == count > 1
            else f"{problem} (with {combination_text(combination)})"
        )


def load_scenarios(
    sources: Sequence[str],
    overrides: Sequence[str] = (),
    *,
    allow_outside: bool = False,
    no_limits: bool = False,
) -> list[Scenario]:
    """The scenarios of all sources, each file once. Raises ScenarioError with the faults of all.

    Two scenarios of the same name are a fault, since their outputs would share a folder.
    """
    loaded: list[Scenario] = []
    problems: list[str] = []
    by_name = {*shipped(), STDIN}
    files: dict[str, str] = {}
    for source in sources:
        files.setdefault(source if source in by_name else os.path.realpath(source), source)
    for source in files.values():
        try:
            loaded += load_set(source, overrides, allow_outside=allow_outside, no_limits=no_limits)
        except ScenarioError as error:
            problems += error.problems
    problems += name_clashes(loaded).values()
    if problems:
        raise ScenarioError(problems)
    return loaded


def name_clashes(scenarios: Sequence[Scenario]) -> dict[str, str]:
    """A sentence for each folder that several scenarios share, by folder, sorted."""
    sources: dict[str, list[str]] = {}
    for scenario in scenarios:
        sources.setdefault(str(scenario.place), []).append(scenario.source)
    return {
        name: f"{name}: is the name of the outputs of {_all_of(files)}"
        for name, files in sorted(sources.items())
        if len(files) > 1
    }


def _all_of(files: Sequence[str]) -> str:
    """The files whose scenarios share a name, and what to do about it."""
    names = [short(file, _LONGEST_NAME) for file in files[:_MAX_LISTED_FILES]]
    more = (
        [counted(len(files) - _MAX_LISTED_FILES, "other")] if len(files) > _MAX_LISTED_FILES else []
    )
    return (
        f"{listed([*names, *more])}: rename {'one' if len(files) == 2 else 'all but one'} of them"
    )


def check_text(text: str, label: str) -> None:
    """Raises ScenarioError if the text of a file that is to be written has faults."""
    _loaded(read_source(Path(label), label, text, (), label, in_file=False), allow_outside=False)


class _Objective:
    """The [objective] table of a file: its meaning and its faults."""

    def __init__(self, file: Source, allow_outside: bool) -> None:
        self._written = file.document.get("objective")
        # An empty table replaces a faulty one, so that the rest of the file can still be checked.
        self.table = ObjectiveTable()
        self.meant: Formula | Fit | None = None
        self.form: list[Problem] = []
        self.faults: list[Problem] = []
        try:
            self.table = ObjectiveTable.model_validate(self._written)
        except ValidationError as error:
            self.form = form_problems(error, within=("objective",))
        else:
            self.meant, self.faults = read_objective(self.table, file.path.parent, allow_outside)

    @cached_property
    def values(self) -> Values | None:
        """The function that computes it; None if it has faults."""
        return values_of(self.meant) if self.meant and not self.faults else None

    @property
    def points(self) -> int:
        """The number of its data points."""
        data = self.meant.data if self.meant else None
        return len(data.outputs) if data else 0

    def is_of(self, file: Source) -> bool:
        """Whether the file has the same, unchanged objective."""
        return file.document.get("objective") is self._written


def _resolved(file: Source, objective: _Objective, name: str, allow_outside: bool) -> Scenario:
    """The scenario, if neither pydantic finds faults of form nor we find faults of meaning."""
    document = file.document
    checked = {"objective": objective.table} if "objective" in document else {}
    problems: list[Problem] = []
    showing = Showing()
    try:
        table = ScenarioTable.model_validate({**document, **checked})
        showing, problems = read_showing(table, file.path.parent, allow_outside)
    except ValidationError as error:
        problems += form_problems(error)
    if checked:
        problems += objective.form
    problems += objective.faults
    if objective.meant:
        problems += lesson_problems(document.get("lesson"), objective.meant)
    runs, run_faults = read_runs(document, objective.meant, objective.values)
    problems += run_faults
    starts, start_faults = read_starts(document, objective.meant, runs)
    problems += start_faults
    output = well_formed(OutputTable, document.get("output", {}))
    problems += output_problems(output, objective.meant) if output else ()

    if problems or objective.meant is None:
        raise ScenarioError(file.sentence(problem) for problem in problems)
    scenario = Scenario(
        name=name,
        title=document["title"],
        lesson=document["lesson"],
        theme=document.get("theme", "dark"),
        objective=objective.meant,
        runs=runs,
        starts=starts,
        output=output or OutputTable(),
        showing=showing,
        source=file.given_as,
        file=file.text,
        given=file.given,
        swept=file.swept_keys,
    )
    if crowd := crowd_problem(scenario):
        raise ScenarioError([file.sentence(crowd)])
    return scenario


def _folder_name(stem: str) -> str:
    """The stem of a file as a folder's name, with unusual characters replaced."""
    return cut(file_safe(stem), _LONGEST_NAME).strip("-.") or "scenario"
