"""Sums that cancel, such as 1 - cos(u) for small u, rewritten so that nothing cancels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy

from gradreel.scenarios.calculus import cos, cosh, sin, sinh, tanh
from gradreel.scenarios.exponentials import exponential, exponentials, product
from gradreel.scenarios.special import cospi, excess, expm1, share, sinpi


def without_cancelling(expression: sympy.Expr) -> sympy.Expr:
    """A sum of a number and terms that may nearly cancel it, such as 1 - cos(u), rewritten."""
    constant, rest = expression.as_coeff_Add()
    terms = []
    for term in sympy.Add.make_args(rest):
        coefficient, part = term.as_coeff_Mul()
        for at, left in _nearly(part):
            if constant * coefficient * at < 0 and abs(coefficient * at) <= abs(constant):
                constant, term = constant + coefficient * at, coefficient * left
                break
        terms.append(term)
    if rest == sympy.Add(*terms):
        return expression
    return sympy.Add(constant, *terms)


def _nearly(part: sympy.Expr) -> Iterator[tuple[sympy.Expr, sympy.Expr]]:
    """Numbers that a term may be close to, each with the term less that number."""
    one, two = sympy.Integer(1), sympy.Integer(2)
    base, power = part.args if part.is_Pow else (part, one)
    inner: Any = base.args[0] if base.is_Function else None
    match type(base).__name__, power:
        case "cos", 1:
            yield one, -2 * sin(inner / 2) ** 2
        case "cospi", 1:
            yield one, -2 * sinpi(inner / 2) ** 2
        case "cosh", 1:
            yield one, 2 * sinh(inner / 2) ** 2
        case "cosh", -1:
            yield one, -tanh(inner) * tanh(inner / 2)
        case "cosh", -2:
            yield one, -(tanh(inner) ** 2)
        case "exp", 1:
            yield one, expm1(inner)
        case "tanh", 1:
            yield one, -two / (1 + exponential(2 * inner))
            yield -one, two / (1 + exponential(-2 * inner))
        case ("sin" | "cos" | "sinpi" | "cospi" | "tanh") as name, 2:
            yield one, -(_OTHERS[name](inner) ** (-2 if name == "tanh" else 2))
        case "norm", 1:
            yield from _nearly_norm(base)
        case "Add", -1:
            yield from _nearly_one(base)


_OTHERS: dict[str, Callable[[sympy.Expr], sympy.Expr]] = {
    "sin": cos,
    "cos": sin,
    "sinpi": cospi,
    "cospi": sinpi,
    "tanh": cosh,
}


def _nearly_norm(length: sympy.Expr) -> Iterator[tuple[sympy.Expr, sympy.Expr]]:
    numbers = [part for part in length.args if part.is_Number]
    if len(numbers) == 1:
        others = (part for part in length.args if part not in numbers)
        yield numbers[0], excess(numbers[0], *others)


def _nearly_one(base: sympy.Expr) -> Iterator[tuple[sympy.Expr, sympy.Expr]]:
    """1/(1 + v) less 1, which is -v/(1 + v); each exponential in v goes into the denominator."""
    terms = exponentials(base)
    constant, rest = base.as_coeff_Add()
    if constant == 1 and not terms:
        yield constant, -share(rest, base)
    if (1, 0) in terms:
        terms.remove((1, 0))
        others = [times * product(exponential(one) / base) for times, one in terms]
        yield sympy.Integer(1), -sympy.Add(*others)
