"""Formulas rewritten for computing, so that common forms neither cancel nor overflow.

The results serve only to compute numbers; what is shown is the formula as the user wrote it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import sympy

from gradreel.scenarios import calculus
from gradreel.scenarios.calculus import RealFunction, cos, cosh, exp, log, sin, tan, tanh
from gradreel.scenarios.cancelling import without_cancelling
from gradreel.scenarios.exponentials import MOST_TERMS, exponentials, power_of, product
from gradreel.scenarios.special import (
    cospi,
    direction,
    excess,
    inverse_norm,
    logcosh,
    norm,
    share,
    sinpi,
)


@lru_cache(maxsize=1024)
def stable(expression: sympy.Expr) -> sympy.Expr:
    """An expression of equal value, to compute with."""
    if not expression.args:
        return expression
    parts = [stable(part) for part in expression.args]
    if any(new is not old for new, old in zip(parts, expression.args, strict=True)):
        expression = _rebuilt(expression, parts)
    return _rewritten(expression)


@lru_cache(maxsize=1024)
def stable_derivative(expression: sympy.Expr, name: str) -> sympy.Expr:
    """The partial derivative of a stable expression by the real symbol `name`, stable too."""
    return stable(calculus.derivative(expression, name, _chained))


def _rebuilt(expression: sympy.Expr, parts: list[sympy.Expr]) -> sympy.Expr:
    if expression.is_Pow and not parts[1].is_Integer:
        return sympy.Pow(*parts, evaluate=False)  # otherwise sympy searches the base for roots
    return expression.func(*parts)


def _rewritten(expression: sympy.Expr) -> sympy.Expr:
    if expression.is_Add:
        return without_cancelling(expression)
    if expression.is_Mul:
        return product(expression)
    if expression.is_Function:
        rewrite = _REWRITES.get(type(expression).__name__)
        return rewrite(expression.args[0]) if rewrite else expression
    if expression.is_Pow and isinstance(expression.base, exp):
        return exp(expression.exp * expression.base.args[0])
    if expression.is_Pow and not expression.exp.is_Integer:
        return _root(*expression.args)
    return expression


def _chained(node: sympy.Expr, inner: list[sympy.Expr]) -> sympy.Expr:
    """The chain rule, with slopes that keep their digits where they are small."""
    if isinstance(node, norm | excess):
        parts = zip(node.args, inner, strict=True)
        return sympy.Add(*(direction(part, *node.args) * slope for part, slope in parts))
    if isinstance(node, inverse_norm):
        return -(node**2) * _chained(norm(*node.args), inner)
    if isinstance(node, direction):
        return _slope_of_direction(node, inner)
    if isinstance(node, share):
        return inner[0] * node.args[1] ** -2
    if isinstance(node, log):
        return _slope_of_log(node.args[0], inner[0])
    own = _SLOPES.get(type(node).__name__)
    return own(node.args[0]) * inner[0] if own else calculus.chained(node, inner)


def _slope_of_direction(node: sympy.Expr, inner: list[sympy.Expr]) -> sympy.Expr:
    (one, *parts), (slope, *slopes) = node.args, inner
    towards = direction(one, *parts)
    return sympy.Add(
        *(
            direction(part, *parts)
            * (direction(part, *parts) * slope - towards * other)
            * inverse_norm(*parts)
            for part, other in zip(parts, slopes, strict=True)
            if part != one
        )
    )


def _slope_of_log(argument: sympy.Expr, slope: sympy.Expr) -> sympy.Expr:
    """The slope of a logarithm, term by term, so that exponentials can go into the denominator."""
    if not 0 < len(exponentials(argument)) <= MOST_TERMS:
        return slope / argument
    return sympy.Add(*(term / argument for term in sympy.Add.make_args(slope)))


_SLOPES: dict[str, Callable[[sympy.Expr], sympy.Expr]] = {
    "tanh": lambda u: cosh(u) ** -2,
    "sinpi": lambda u: sympy.pi * cospi(u),
    "cospi": lambda u: -sympy.pi * sinpi(u),
    "expm1": exp,
    "logcosh": tanh,
}


def _of_turns(
    function: type[RealFunction], by_turns: Callable[[sympy.Expr], sympy.Expr]
) -> Callable[[sympy.Expr], sympy.Expr]:
    """A rewrite of a function of a multiple of pi by `by_turns`, which does not round pi."""

    def rewrite(angle: sympy.Expr) -> sympy.Expr:
        terms = sympy.Add.make_args(angle)
        if all(sympy.pi in sympy.Mul.make_args(term) for term in terms):
            return by_turns(sympy.Add(*(term / sympy.pi for term in terms)))
        return function(angle)

    return rewrite


def _sine(turns: sympy.Expr) -> sympy.Expr:
    """sin(pi*u), a whole number where u is known to be half of one."""
    halves = 2 * turns
    if halves.is_Number and halves == sympy.floor(halves):
        return sympy.Integer((0, 1, 0, -1)[int(halves) % 4])
    return sinpi(turns)


def _cosine(turns: sympy.Expr) -> sympy.Expr:
    whole = turns.is_Number and 2 * turns == sympy.floor(2 * turns)
    return _sine(turns + sympy.Rational(1, 2)) if whole else cospi(turns)


def _log(argument: sympy.Expr) -> sympy.Expr:
    """The logarithm of a product, as a sum as far as its factors are known to be positive."""
    if isinstance(argument, exp):
        return argument.args[0]
    if isinstance(argument, cosh):
        return logcosh(argument.args[0])
    if argument.is_Pow and _is_positive(argument.base):
        return argument.exp * _log(argument.base)
    apart = [part for part in sympy.Mul.make_args(argument) if _is_positive(part)]
    if not argument.is_Mul or all(part.is_Number for part in apart):
        return log(argument)
    rest = sympy.Mul(*(part for part in argument.args if part not in apart))
    if rest == 1:
        return sympy.Add(*map(_log, apart))
    return sympy.Add(*map(_log, apart), log(rest))


def _is_positive(part: sympy.Expr) -> bool:
    if part.is_Add or part.is_Mul:
        return all(map(_is_positive, part.args))
    if part.is_Pow:
        return _is_positive(part.base)
    return isinstance(part, exp | cosh) or bool(part.is_Number and part > 0)


_REWRITES: dict[str, Callable[[sympy.Expr], sympy.Expr]] = {
    "sin": _of_turns(sin, _sine),
    "cos": _of_turns(cos, _cosine),
    "tan": _of_turns(tan, lambda turns: _sine(turns) / _cosine(turns)),
    "log": _log,
    "Abs": lambda u: u if _is_positive(u) else calculus.Abs(u),
}


def _root(base: sympy.Expr, exponent: sympy.Expr) -> sympy.Expr:
    """A root of a sum of squares, as a power of a norm."""
    sides = [_side(term) for term in sympy.Add.make_args(base)]
    if None in sides or base.is_number:
        return sympy.Pow(base, exponent, evaluate=False)
    length = calculus.Abs(sides[0]) if len(sides) == 1 else norm(*sides)
    return length if exponent == sympy.Rational(1, 2) else power_of(length, 2 * exponent)


def _side(square: sympy.Expr) -> sympy.Expr | None:
    """The square root of a term, if it is a perfect square; else None."""
    coefficient, rest = square.as_coeff_Mul()
    if not coefficient.is_positive:
        return None
    sides = [_half_power(factor) for factor in sympy.Mul.make_args(rest) if factor != 1]
    return None if None in sides else sympy.Mul(_root_of(coefficient), *sides)


def _root_of(number: sympy.Expr) -> sympy.Expr:
    root = math.sqrt(float(number))
    return sympy.Integer(root) if root.is_integer() else sympy.Float(root)


def _half_power(factor: sympy.Expr) -> sympy.Expr | None:
    if factor.is_Pow and factor.exp.is_Integer and factor.exp % 2 == 0 and factor.exp > 0:
        return factor.base ** (factor.exp / 2)
    return None
