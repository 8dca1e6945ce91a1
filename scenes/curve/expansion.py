"""Expands the loss of a model with one parameter: the squares of its residuals, summed, averaged.

The residual at a point is f w + t, for the feature f of the parameter w and a target t, and its
square is f² w² + 2 f t w + t².
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import sympy

from gradreel.scenarios import Scenario
from gradreel.scenes import theme
from gradreel.scenes.curve.terms import Coefficients, TermWriter
from gradreel.scenes.parts.digits.printed import MOST
from gradreel.scenes.parts.formulas.about import residual_formula
from gradreel.scenes.parts.formulas.fit_about import data_of, fit_of
from gradreel.scenes.parts.formulas.formula import symbol, typst_math, value
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.lettering.typeset import in_math, upright
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.numbers import DIGITS, rounded

MOST_SQUARES, _FIRST = 5, 3  # so many points have a row each; of more, the first ones have
_POWERS = (2, 1, 0)  # of the parameter, in the order of the terms
_OUTPUT = "~"  # stands for the output in a sympy expression: no name of a scenario, and the last


@dataclass(frozen=True)
class ExpansionRow:
    """A line of an expansion, as Typst math: the terms in w², in w, and without it.

    Terms have their signs; those that are 0 are empty. Below the heads of columns, the terms are
    factors alone, and there is no sign.
    """

    left: str
    sign: str
    terms: tuple[str, str, str]


@dataclass(frozen=True)
class Expansion:
    """The square of `any` residual in symbols, those at the first points, their sum and mean.

    The first is two sides of an equation. The mean is the loss. A single square has no sum. Where
    squares are not worked out, the columns have `heads`. `more` says whether there are other
    points; `numbers` are all numbers in it.
    """

    any: tuple[str, str]
    heads: ExpansionRow | None
    squares: tuple[ExpansionRow, ...]
    more: bool
    sum: ExpansionRow | None
    mean: ExpansionRow
    numbers: tuple[float, ...]


@dataclass(frozen=True)
class Residuals:
    """The residuals of a model, each as a feature and a target; of its squares, the `sums`.

    `first` are those that are shown (m, 2), of `count` in all.
    """

    first: Sequence[tuple[float, float]]
    count: int
    sums: tuple[float, float, float]

    @classmethod
    def of(cls, scenario: Scenario) -> Residuals:
        """Those of a scenario of one parameter."""
        data, model = data_of(scenario), fit_of(scenario).parsed
        inputs, outputs = np.array(data.inputs), np.array(data.outputs)
        features, targets = model.design(inputs)[:, 0], model.offsets(inputs) - outputs
        count = len(targets)
        shown = count if count <= MOST_SQUARES else _FIRST
        first = [*zip(features[:shown].tolist(), targets[:shown].tolist(), strict=True)]
        factors = features**2, 2.0 * features * targets, targets**2
        second, linear, rest = (math.fsum(column.tolist()) for column in factors)
        return cls(first, count, (second, linear, rest))


def expansion(
    scenario: Scenario,
    residuals: Residuals,
    mean: Coefficients,
    sign: str,
    digits: int,
    worked_out: bool,
) -> Expansion:
    """How the coefficients of the mean, as printed after a sign, follow from the data.

    The numbers of single points have so many digits. Their squares are either worked out from their
    residuals, or given by their factors, in columns.
    """
    (name,), own = scenario.parameters, notation_of(scenario)
    x = in_math(symbol(name), theme.colors().here)
    lines = (_WorkedOut if worked_out else _InColumns)(x, digits)
    symbols = _in_symbols(scenario)
    loss = f"{in_math(own.loss, theme.colors().loss)} ({x})"
    return Expansion(
        any=_any_square(scenario, symbols, x),
        heads=None if worked_out else ExpansionRow(own.index, "", _signed(symbols)),
        squares=tuple(lines.square(index, *pair) for index, pair in enumerate(residuals.first, 1)),
        more=len(residuals.first) < residuals.count,
        sum=lines.sum_of(residuals, mean) if residuals.count > 1 else None,
        mean=lines.polynomial(loss, sign, [mean.get(p, sympy.Integer(0)) for p in _POWERS]),
        numbers=tuple(lines.writer.numbers),
    )


class _WorkedOut:
    """Writes each square as worked out from its residual, and sums as polynomials."""

    def __init__(self, x: str, digits: int) -> None:
        self.writer, self._x, self._digits = TermWriter(decimal=True), x, digits

    def polynomial(self, left: str, sign: str, factors: Sequence[sympy.Rational]) -> ExpansionRow:
        powers = ({self._x: power} for power in _POWERS)
        second, first, rest = self.writer.signed(zip(factors, powers, strict=True))
        return ExpansionRow(left, sign, (second, first, rest if any(factors) else value("0")))

    def square(self, index: int, feature: float, target: float) -> ExpansionRow:
        """The square of the residual at a point, from its parts as they are printed."""
        f, t = (_printed(part, self._digits) for part in (feature, target))
        residual = " ".join(self.writer.signed([(f, {self._x: 1}), (t, {})])).strip()
        factors = [f**2, 2 * f * t, t**2]
        short = [_printed(float(factor), DIGITS) for factor in factors]
        sign = "=" if short == factors else "approx"
        base = residual if residual == self._x else f"({residual or value('0')})"
        return self.polynomial(f"{base}^2", sign, short)

    def sum_of(self, residuals: Residuals, mean: Coefficients) -> ExpansionRow:
        """The sums of the terms of all squares."""
        sums, exact = _sums(residuals, mean)
        return self.polynomial(upright(text("label-sum")), "=" if exact else "approx", sums)


class _InColumns(_WorkedOut):
    """Writes the factors of each square, and their sums, below heads that say what they are."""

    def square(self, index: int, feature: float, target: float) -> ExpansionRow:
        factors = feature**2, 2.0 * feature * target, target**2
        self.writer.numbers.append(float(index))
        return self._factors(value(str(index)), [_printed(f, self._digits) for f in factors])

    def sum_of(self, residuals: Residuals, mean: Coefficients) -> ExpansionRow:
        return self._factors(upright(text("label-sum")), _sums(residuals, mean)[0])

    def _factors(self, left: str, factors: Sequence[sympy.Rational]) -> ExpansionRow:
        second, first, rest = (self.writer.term(factor, {}) for factor in factors)
        return ExpansionRow(left, "", (second, first, rest))


def _sums(residuals: Residuals, mean: Coefficients) -> tuple[list[sympy.Rational], bool]:
    """The sums of factors, and whether they are as many times those of the mean, as printed."""
    of_mean = [residuals.count * mean.get(power, sympy.Integer(0)) for power in _POWERS]
    if [_printed(sum_, MOST) for sum_ in residuals.sums] == of_mean:
        return of_mean, True
    return [_printed(sum_, DIGITS) for sum_ in residuals.sums], False


def _printed(number: float, digits: int) -> sympy.Rational:
    return sympy.Rational(rounded(number, digits))


def _in_symbols(scenario: Scenario) -> list[tuple[str, str]]:
    """The factors of the square of the residual at any point, each with its sign."""
    model, own = fit_of(scenario).parsed, notation_of(scenario)
    (feature,), target = model.features, model.offset - sympy.Symbol(_OUTPUT, real=True)
    written = {**own.inputs, _OUTPUT: own.output_at_point}
    found = []
    for factor in (feature**2, 2 * feature * target, target**2):
        negative = factor.could_extract_minus_sign()
        size = -factor if negative else factor
        printed = typst_math(size, written=written)
        found.append(("-" if negative else "", f"({printed})" if size.is_Add else printed))
    return found


def _signed(factors: Sequence[tuple[str, str]]) -> tuple[str, str, str]:
    second, first, rest = (f"{sign} {printed}".strip() for sign, printed in factors)
    return second, first, rest


def _any_square(scenario: Scenario, factors: Sequence[tuple[str, str]], x: str) -> tuple[str, str]:
    """The square of the residual at any point, and what it is multiplied out."""
    written = ""
    for (sign, factor), power in zip(factors, _POWERS, strict=True):
        letters = f"{x}^{power}" if power > 1 else x if power else ""
        parts = [factor] * (factor != "1" or not letters) + [letters]
        written += f" {sign or ('+' if written else '')} {' '.join(parts)}"
    return f"({residual_formula(scenario)})^2", f"= {written.strip()}"
