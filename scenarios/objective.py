"""From the [objective] table to the objective, with all faults of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from gradreel.scenarios.data import data_of_csv, data_of_points, generated_data
from gradreel.scenarios.data_files import DataError
from gradreel.scenarios.file_form import ObjectiveTable
from gradreel.scenarios.formula import check_name, parse_formula
from gradreel.scenarios.formula_hints import instead_of
from gradreel.scenarios.lesson_kinds import KINDS, LessonKind
from gradreel.scenarios.linear_model import Model, parse_model
from gradreel.scenarios.model import Data, Fit, Formula
from gradreel.scenarios.problems import Problem
from gradreel.scenarios.scaling import Scaling, scaling_of
from gradreel.scenarios.syntax import FormulaError
from gradreel.scenarios.words import counted, listed, suggestion

DATA_KEYS = ("points", "csv", "generated")


def read_objective(
    table: ObjectiveTable, folder: Path, allow_outside: bool
) -> tuple[Formula | Fit | None, list[Problem]]:
    """The objective, as far as its parameters are known, and the faults of its table.

    Data files are read from `folder` and below, and from elsewhere if `allow_outside`.
    """
    given = [key for key in DATA_KEYS if getattr(table, key) is not None]
    if table.formula is not None and (table.model is not None or given):
        clash = ["model"] * (table.model is not None) + given
        return None, [_problem(f"has both formula and {listed(clash)}: keep one kind")]
    if table.formula is not None and table.scale is not None:
        return None, [_problem("is for data, and a formula has none: leave it out", "scale")]
    if table.formula is not None:
        return _formula(table.formula, table)
    if table.model is None:
        return None, [_problem("has neither formula nor model: add one of them")]
    if len(given) != 1:
        has = f"has {listed(given)}" if given else "has a model but no data"
        return None, [_problem(f"{has}: give exactly one of points, csv and generated")]
    return _fit(table.model, given[0], table, folder, allow_outside)


def lesson_problems(lesson: object, objective: Formula | Fit) -> list[Problem]:
    """The problem of a lesson that cannot show the objective, if there is one."""
    kind = KINDS.get(lesson) if isinstance(lesson, str) else None
    sentence = _unfit(kind, objective) if kind else ""
    return [Problem(("lesson",), sentence)] if sentence else []


def _unfit(kind: LessonKind, objective: Formula | Fit) -> str:
    """Why a kind of lesson cannot show an objective, and which can; "" if it can."""
    count = len(objective.parameters)
    inputs = len(objective.data.input_names) if objective.data else 0
    another = f"try {_shown_by(count)}"
    if kind.needs_data and inputs == 0:
        return f"a {kind.name} needs a model and data, the objective is a formula: {another}"
    if kind.needs_data and inputs > 1:
        return f"a {kind.name} needs data with 1 input a point, these have {inputs}: {another}"
    if count in kind.parameters:
        return ""
    has = f"{count} ({listed(objective.parameters)})"
    wanted = counted(max(kind.parameters), "parameter")
    if kind.needs_data:
        some = " or ".join([*map(str, kind.parameters[:-1]), wanted])
        shows = f"a {kind.name} lesson shows {kind.subject} with {some}"
        return f"{shows}, this model has {has}: leave out some of its terms"
    return f"{kind.subject} needs exactly {wanted}, the objective has {has}: {another}"


def _shown_by(count: int) -> str:
    """The key that selects a lesson for formulas of `count` parameters, or what to do instead."""
    kinds = (kind for kind in KINDS.values() if not kind.needs_data and count in kind.parameters)
    kind = next(kinds, None)
    return f'lesson = "{kind.name}"' if kind else "an objective with fewer"


def _problem(sentence: str, *keys: str) -> Problem:
    return Problem(("objective", *keys), sentence)


def _formula(text: str, table: ObjectiveTable) -> tuple[Formula | None, list[Problem]]:
    if not table.domain:
        hint = "add the range of each variable, as in domain = { x = [-2, 2] }"
        return None, [_problem(f"is missing: {hint}", "domain")]
    problems = []
    for name in table.domain:
        try:
            check_name(name)
        except FormulaError as error:
            problems.append(_problem(str(error), "domain", name))
    if problems:
        return None, problems
    try:
        parse_formula(text, table.domain)
    except FormulaError as error:
        sentence = _explained(error, text, lambda other: parse_formula(other, table.domain or ()))
        problems.append(_problem(sentence, "formula"))
    return Formula(formula=text, domain=table.domain), problems


def _explained(error: FormulaError, text: str, parse: Callable[[str], object]) -> str:
    """What is wrong with a formula, and what to write instead if that is known."""

    def works(other: str) -> bool:
        try:
            parse(other)
        except FormulaError:
            return False
        return True

    return instead_of(text, works) or str(error)


def _fit(
    text: str, kind: str, table: ObjectiveTable, folder: Path, allow_outside: bool
) -> tuple[Fit | None, list[Problem]]:
    problems: list[Problem] = []
    try:
        data = _written_data(table, folder, allow_outside)
        inputs = len(data.input_names) if data else _generated_inputs(text, table)
        model = parse_model(text, inputs)
        if table.domain is not None:
            problems += _names_problems(table.domain, model, "domain")
        if table.generated is not None:
            if wrong := _names_problems(table.generated.truth, model, "generated", "truth"):
                return None, problems + wrong
            data = generated_data(table.generated, model)
    except DataError as error:
        return None, problems + [_problem(fault, kind) for fault in error.faults]
    except FormulaError as error:
        sentence = _explained(error, text, lambda other: parse_model(other, inputs))
        return None, [_problem(sentence, "model")]
    assert data is not None
    domain = table.domain and {
        name: table.domain[name] for name in model.parameters if name in table.domain
    }
    fit = Fit(model=model.text, data=data, domain=domain)
    if table.scale is None:
        return fit, problems
    scaling, faults = _scaling(fit)
    return fit.model_copy(update={"scale": scaling}), problems + faults


def _scaling(fit: Fit) -> tuple[Scaling | None, list[Problem]]:
    if fit.domain is not None:
        fault = "is in the units of the data, and the picture is not where inputs are scaled"
        return None, [_problem(f"{fault}: leave out domain, or scale", "domain")]
    try:
        centred = None in fit.written.places
        return scaling_of(fit.data.inputs, fit.data.input_names, centred), []
    except FormulaError as error:
        return None, [_problem(str(error), "scale")]


def _written_data(table: ObjectiveTable, folder: Path, allow_outside: bool) -> Data | None:
    if table.points is not None:
        return data_of_points(table.points)
    if table.csv is not None:
        return data_of_csv(table.csv, folder, allow_outside)
    return None


def _generated_inputs(text: str, table: ObjectiveTable) -> int:
    """The number of inputs of generated points: for X @ w as many as true weights, else 1."""
    assert table.generated is not None
    return max(len(table.generated.truth), 1) if "@" in text else 1


def _names_problems(values: Mapping[str, object], model: Model, *keys: str) -> list[Problem]:
    """The problems of a table whose keys should be exactly the parameters of the model."""
    problems = [
        _problem(
            f"is not a parameter of the model: {suggestion(name, model.parameters)}", *keys, name
        )
        for name in values
        if name not in model.parameters
    ]
    if missing := [name for name in model.parameters if name not in values]:
        problems.append(_problem(f"has no value for {listed(missing)}: add it", *keys))
    return problems
