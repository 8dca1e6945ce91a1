"""Formulas of a scenario's objective, the same in every chapter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sympy

from gradreel.scenarios import Scenario
from gradreel.scenes import theme
from gradreel.scenes.parts.formulas.formula import (
    symbol,
    typst_in_pieces,
    typst_math,
    typst_shortened,
    value,
)
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.solver.numbers import rounded
from gradreel.solver.objective import Objective

_FEW = 3  # terms of a model: dots stand for others, between the first two and the last


def _loss_in_colors(scenario: Scenario) -> str:
    """The loss as a function in formulas, in its colours: z, f (x) or J (a, b)."""
    own, colors = notation_of(scenario).loss, theme.colors()
    arguments = ", ".join(in_math(symbol(p), colors.here) for p in scenario.parameters)
    name = in_math(own, colors.loss)
    return name if own == "z" else f"{name} ({arguments})"


def objective_formulas(
    objective: Objective, scenario: Scenario, shortened: bool = False
) -> Iterator[list[str]]:
    """The definition of the loss as Typst math, in several versions, `shortened` if asked for.

    Each version is a list of pieces, between which the formula may be broken into lines; the lines
    are aligned at the `&`. Parameters have their colour.
    """
    here = dict.fromkeys(scenario.parameters, theme.colors().here)
    left = _loss_in_colors(scenario)
    if objective.expression is not None:
        versions: Iterable[list[str]] = typst_in_pieces(objective.expression, here)
        if shortened:
            versions = ([part] for part in typst_shortened(objective.expression, here))
        for first, *more in versions:
            yield [f"{left} = & {first}", *more]
        return
    mean = f"{mean_over_points(scenario)} ({residual_formula(scenario)})^2"
    yield _with_scaling([f"{left} = & {mean}"], scenario)


def model_formulas(scenario: Scenario, shortened: bool = False) -> Iterator[list[str]]:
    """The model of a fit as Typst math, in versions like those of the loss."""
    output = in_math(notation_of(scenario).output, theme.colors().model)
    first, *more = _model_terms(scenario)
    if shortened and len(more) >= _FEW:
        more = [more[0], "+ dots.c", more[-1]]
    yield _with_scaling([f"{output} = & {first}", *more], scenario)


def _with_scaling(pieces: Sequence[str], scenario: Scenario) -> list[str]:
    """A formula in pieces, followed by the definitions of the scaled inputs, if there are any."""
    *before, last = pieces
    *definitions, final = [last, *_scaling_formulas(scenario)]
    return [*before, *(f"{definition}, quad" for definition in definitions), final]


def scaling_formula(scenario: Scenario) -> str:
    """The definitions of the scaled inputs as Typst math; "" if inputs are not scaled."""
    return ", quad ".join(_scaling_formulas(scenario))


def _scaling_formulas(scenario: Scenario) -> list[str]:
    fit = scenario.fit
    assert fit
    if fit.scale is None:
        return []
    columns = zip(fit.parsed.inputs, fit.written.inputs, *fit.scale, strict=True)
    return [_scaled(*column) for column in columns]


def _scaled(scaled: str, name: str, mean: float, deviation: float) -> str:
    exact = all(float(rounded(number)) == number for number in (mean, deviation))
    shifted = f"{symbol(name)} {'-' if mean > 0 else '+'} {value(abs(mean))}"
    right = shifted if mean else symbol(name)
    if rounded(deviation) != "1":
        right = f"{f'({shifted})' if mean else right} \\/ {value(deviation)}"
    return f"{symbol(scaled)} {'=' if exact else 'approx'} {right}"


def mean_over_points(scenario: Scenario, times: int = 1) -> str:
    """The beginning of a mean over all points, or of `times` times that mean, as Typst math."""
    notation = notation_of(scenario)
    return f"{times}/{notation.count} sum_({notation.index}=1)^{notation.count}"


def under_brace(markup: str, name: str) -> str:
    """A part of a formula with its name below, as Typst math."""
    return f'underbrace({markup}, "{name}")'


def residual_formula(scenario: Scenario) -> str:
    """The residual at a point as Typst math: a x_i + b - y_i."""
    of_point = model_formula(scenario, of_point=True)
    return f"{of_point} - {notation_of(scenario).output_at_point}"


def model_formula(scenario: Scenario, of_point: bool = False, in_units: bool = False) -> str:
    """The right side of the model as Typst math; if `of_point`, its inputs have the point's index.

    The terms are in the order of the parameters: m x + c, not c + m x. Inputs that are scaled are
    the scaled ones, unless `in_units`.
    """
    return " ".join(_model_terms(scenario, of_point, in_units))


def _model_terms(scenario: Scenario, of_point: bool = False, in_units: bool = False) -> list[str]:
    """The terms of that, with their signs."""
    assert scenario.fit
    model = scenario.fit.written if in_units else scenario.fit.parsed
    here = dict.fromkeys(model.parameters, theme.colors().here)
    written = notation_of(scenario).inputs if of_point else {}
    terms = [
        sympy.Symbol(name, real=True) * feature
        for name, feature in zip(model.parameters, model.features, strict=True)
    ]
    written_out: list[str] = []
    for term in (t for t in [*terms, *sympy.Add.make_args(model.offset)] if t != 0):
        negative = term.could_extract_minus_sign()
        part = typst_math(-term if negative else term, here, written)
        sign = "- " if negative else "+ " if written_out else ""
        written_out.append(f"{sign}{part}")
    return written_out
