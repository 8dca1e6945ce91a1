"""Facts and formulas about a fit: its model, its slopes, its noise."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import numpy as np
import sympy

from gradreel.scenarios import Data, Fit, Scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenarios.linear_model import Model
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.balance import Balance, balanced
from gradreel.scenes.parts.digits.printed import MOST
from gradreel.scenes.parts.digits.round_steps import nice_ticks
from gradreel.scenes.parts.formulas.about import mean_over_points, residual_formula, under_brace
from gradreel.scenes.parts.formulas.formula import factor, symbol, typst_math, value
from gradreel.scenes.parts.formulas.notation import column_names, notation_of
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.numbers import rounded


def fit_of(scenario: Scenario) -> Fit:
    """The data objective of a fit lesson."""
    assert scenario.fit
    return scenario.fit


def data_of(scenario: Scenario) -> Data:
    """The points of a fit lesson."""
    return fit_of(scenario).data


class Column(NamedTuple):
    """A column of the data: its letter in formulas (Typst math), its name, and its unit.

    The name is empty if it is only the usual x or y, and the unit if it has none.
    """

    letter: str
    name: str
    unit: str = ""

    def with_unit(self, number: str) -> str:
        """A number of this column, with its unit."""
        return f"{number} {self.unit}" if self.unit else number


def columns_of(scenario: Scenario) -> tuple[Column, Column]:
    """The first input and the output of a fit lesson."""
    fit, notation = fit_of(scenario), notation_of(scenario)
    (across, *_), upward = column_names(scenario)
    words = scenario.showing.words
    units = (word.unit if word else "" for word in (words.x, words.y))
    return (
        Column(symbol(fit.written.inputs[0]), "" if across == "x" else across, next(units)),
        Column(notation.output, "" if upward == "y" else upward, next(units)),
    )


@cache
def _second_derivative(expression: sympy.Expr) -> sympy.Expr:
    return sympy.simplify(expression.diff(sympy.Symbol("x", real=True), 2))


def is_straight(model: Model) -> bool:
    """Whether the model is a straight line over its input, whatever its parameters are."""
    return bool(_second_derivative(model.expression) == 0)


def intercept(model: Model) -> str | None:
    """The parameter that is the constant of the model; None if there is none."""
    constant = [n for n, f in zip(model.parameters, model.features, strict=True) if f == 1]
    return constant[0] if constant else None


def line_of(fit: Fit) -> tuple[str | None, str | None]:
    """The parameters that are the slope and the intercept of a line y = m x + b.

    Each is None if there is none. Both are None for a model on scaled inputs, because the line in
    the picture has others.
    """
    model = fit.written
    input_ = sympy.Symbol(model.inputs[0], real=True)
    names = dict(zip(model.features, model.parameters, strict=True))
    if fit.scale or model.offset != 0 or not {input_} <= {*names} <= {input_, sympy.Integer(1)}:
        return None, None
    return names[input_], intercept(model)


def partial_formula(scenario: Scenario, axis: int, sign: str, with_formula: bool = True) -> str:
    """The partial derivative of the loss by a parameter, as Typst math with a place for its value.

    Before that stands a `sign` of equality, and its formula between them if `with_formula`.
    """
    notation, feature_of = notation_of(scenario), fit_of(scenario).parsed.features[axis]
    feature = typst_math(feature_of, written=notation.inputs)
    times = "" if feature == "1" else f" {_bracketed(feature_of, feature)}"
    partial = f"(partial {notation.loss}) / (partial {symbol(scenario.parameters[axis])})"
    left = under_brace(in_math(partial, theme.colors().gradient), text("label-slope"))
    if not with_formula:
        return f"{left} {sign} {{}}"
    mean = under_brace(mean_over_points(scenario, times=2), text("label-twice-the-mean"))
    residual = under_brace(f"({residual_formula(scenario)})", text("label-residual"))
    return f"{left} = {mean} {residual}{times} {sign} {{}}"


def _bracketed(expression: sympy.Expr, text: str) -> str:
    return f"({text})" if expression.is_Add else text


def place_to_predict(inputs: Array) -> float:
    """A round input about three quarters of the way from the lowest to the highest (n,)."""
    low, high = float(inputs.min()), float(inputs.max())
    places = nice_ticks(low, high, 4)
    if places.any():  # at 0, a line through the origin would predict 0
        places = places[places != 0.0]
    if not len(places):
        return float(rounded(low))
    return float(rounded(places[int(np.argmin(np.abs(places - (low + 3 * high) / 4)))], MOST))


def predicted_by(model: Model, printed: Sequence[str], x: str) -> str:
    """The sum that a line with printed parameters computes at an input, as Typst math.

    It is empty for a model that is not linear in its inputs.
    """
    if model.offset != 0 or not all(f == 1 or f.is_Symbol for f in model.features):
        return ""
    terms = [
        factor(text) if feature == 1 else f"{factor(text)} dot {factor(x)}"
        for text, feature in zip(printed, model.features, strict=True)
    ]
    return " + ".join(terms)


def fitted_formula(model: Model, printed: Sequence[str]) -> str:
    """The right side of a model with printed numbers for its parameters, as Typst math.

    It is empty for a model in which a number would not stand before its feature.
    """
    if model.offset != 0 or not all(map(_can_follow, model.features)):
        return ""
    written = ""
    for number, feature in zip(printed, model.features, strict=True):
        sign = "-" if number.startswith("−") else "+" if written else ""
        size = number.removeprefix("−")
        parts = [value(size), typst_math(feature)]
        if "1" in (parts[1], size):  # 1 x is written x, and 2 · 1 is 2
            parts = parts[:1] if parts[1] == "1" else parts[1:]
        written += f" {sign} {' '.join(parts)}"
    return written.strip()


def _can_follow(feature: sympy.Expr) -> bool:
    return bool(feature == 1 or feature.is_Symbol or feature.is_Function or feature.is_Pow)


def noise_mean(data: Data) -> float:
    """The mean of the noise that was added; 0 if there was none."""
    return sum(data.noise) / 2 if data.noise else 0.0


def noise_shifts(true: float, mean: float) -> Balance:
    """Where noise with this mean shifts the constant of a model, as a printed sum."""
    return balanced(_sum, (true, mean), true + mean, moves=True)


def _sum(true: Decimal, mean: Decimal) -> Decimal:
    return true + mean


def noise_variance(data: Data) -> float:
    """The variance of the noise: it is uniform, so this is its width squared over 12."""
    return (data.noise[1] - data.noise[0]) ** 2 / 12 if data.noise else 0.0
