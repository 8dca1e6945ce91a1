"""Derives the derivative of a polynomial from its quotient, line by line, as Typst math."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import sympy

from gradreel.scenarios import Scenario
from gradreel.scenes import theme
from gradreel.scenes.curve.terms import Coefficients, TermWriter
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.digits.printed import MOST, PrintedPlace
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.solver.numbers import DIGITS, rounded
from gradreel.solver.objective import Objective

_EXACT = 1e-12  # relative: rounding may put a number off by less
_MANY = 4  # terms of the expanded quotient, one for each power of h: more are hard to read


@dataclass(frozen=True)
class Derivation:
    """The steps from a quotient to where h is divided out, and the `derivative` that remains.

    `coefficients` are those of the polynomial, as printed after the `sign`, and `whole` is the
    polynomial if it has several terms, else empty; it is `multiplied` out unless the loss was given
    so. `kept` is the last step without what becomes 0 with h. `numbers` are all numbers in the
    steps.
    """

    coefficients: Coefficients
    sign: str
    whole: str
    multiplied: bool
    kept: str
    steps: tuple[str, ...]
    derivative: str
    numbers: tuple[float, ...]


def derivation(objective: Objective, scenario: Scenario, start: PrintedPlace) -> Derivation | None:
    """How the derivative is found, if the loss is a polynomial of few terms."""
    found = _of_formula(objective) if scenario.fit is None else _of_data(objective, start)
    if found is None:
        return None
    coefficients, sign = found
    if not sum(coefficients) or sum(coefficients) > _MANY:
        return None
    decimal = objective.expression is None or bool(objective.expression.atoms(sympy.Float))
    return _Writer(scenario, coefficients, sign, decimal).derivation(_is_rewritten(objective))


def _is_rewritten(objective: Objective) -> bool:
    """Whether a loss is not given as a sum of powers already."""
    given = objective.expression
    return given is None or sympy.expand(given) != given


def _of_formula(objective: Objective) -> tuple[Coefficients, str] | None:
    (name,), expression = objective.parameters, objective.expression
    assert expression is not None
    decimals = expression.atoms(sympy.Float)
    exact_ = expression.xreplace({d: sympy.Rational(repr(float(d))) for d in decimals})
    x = sympy.Symbol(name, real=True)
    if not exact_.is_polynomial(x):
        return None
    terms = sympy.Poly(exact_, x).terms()
    if not all(factor.is_Rational for _, factor in terms):
        return None
    return {power: factor for (power,), factor in terms if factor}, "="


def _of_data(objective: Objective, start: PrintedPlace) -> tuple[Coefficients, str]:
    """The mean of squares, expanded, in digits with which the slope at the start holds."""
    origin = np.zeros(1)
    whole = [
        float(objective.value(origin)),
        float(objective.gradient(origin)[0]),
        float(objective.hessian(origin)[0, 0]) / 2,
    ]
    slope = number(float(objective.gradient(start.typed)[0]))
    for digits in range(DIGITS, MOST + 1):
        found = {power: sympy.Rational(rounded(c, digits)) for power, c in enumerate(whole)}
        printed_slope = float(found[1] + 2 * found[2] * sympy.Rational(repr(float(start.typed[0]))))
        if number(printed_slope) == slope:
            break
    near = [float(c) for c in found.values()]
    alike = np.allclose(near, whole, rtol=_EXACT, atol=_EXACT * max(map(abs, whole)))
    return {power: c for power, c in found.items() if c}, "=" if alike else "approx"


class _Writer:
    def __init__(
        self, scenario: Scenario, coefficients: Coefficients, sign: str, decimal: bool
    ) -> None:
        own, (self._name,) = notation_of(scenario), scenario.parameters
        self._coefficients, self._sign = coefficients, sign
        self._x = in_math(symbol(self._name), theme.colors().here)
        self._h = own.distance
        self._loss = own.loss
        self._writer = TermWriter(decimal)

    def derivation(self, rewritten: bool) -> Derivation:
        x, h, loss = self._x, self._h, self._loss
        expanded = {
            (power - k, k): factor * sympy.binomial(power, k)
            for power, factor in self._coefficients.items()
            for k in range(1, power + 1)
        }
        divided = {(power, k - 1): factor for (power, k), factor in expanded.items()}
        slope = {(power, k): factor for (power, k), factor in divided.items() if k == 0}
        whole = ""
        if len(self._coefficients) > 1:
            left = f"{in_math(loss, theme.colors().loss)} ({x})"
            terms = {(power, 0): factor for power, factor in self._coefficients.items()}
            whole = f"{left} {self._sign} {self._sum(terms)}"
        left = in_math(f"{loss}'({x})", theme.colors().gradient)
        return Derivation(
            self._coefficients,
            self._sign,
            whole,
            bool(whole) and rewritten,
            f"= {self._sum(slope)}",
            (
                f"{self._sign} ({self._inserted()}) / {h}",
                f"{self._sign} ({self._sum(expanded)}) / {h}",  # first, without room for that
                f"= {self._sum(divided)}",
            ),
            f"{left} {self._sign} {self._sum(slope)}",
            tuple(self._writer.numbers),
        )

    def _inserted(self) -> str:
        """The loss at x + h without that at x, as a difference for each power."""
        x, h, text = self._x, self._h, ""
        highest = max(self._coefficients)
        for power, factor in sorted(self._coefficients.items(), reverse=True):
            sign = "-" if factor < 0 else "+" if text else ""
            if len(self._coefficients) == 1:
                moved = self._writer.term(factor, {f"({x} + {h})": power})
                here = self._writer.term(abs(factor), {x: power})
                text = f"{moved} {'+' if factor < 0 else '-'} {here}"
            elif power == 1 < highest:
                text += f" {sign} {self._writer.term(abs(factor), {h: 1})}"
            elif power:
                to = f"^{power}" if power > 1 else ""
                of_powers = f"(({x} + {h}){to} - {x}{to})"
                text += f" {sign} {self._writer.term(abs(factor), {of_powers: 1})}"
                self._writer.numbers.append(float(power))
        return text.strip()

    def _sum(self, terms: Mapping[tuple[int, int], sympy.Rational]) -> str:
        """A sum of terms, given by their powers of the parameter and of the distance."""
        ordered = sorted(terms, key=lambda powers: (powers[1], -powers[0]))
        return " ".join(
            self._writer.signed((terms[p, k], {self._x: p, self._h: k}) for p, k in ordered)
        )
