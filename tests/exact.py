"""Values of formulas in hundreds of digits, to compare float64 with."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

import mpmath
import sympy

from gradreel.scenarios.arithmetic import SCALED
from gradreel.scenarios.kernels import KERNELS

Exact = Any  # mpmath has no types

_FUNCTIONS = {"Abs": abs, "sign": mpmath.sign}
_CONSTANTS = {sympy.pi: mpmath.pi, sympy.E: mpmath.e}
# Of multiples of pi, which no number of digits holds: sin(pi) is 0.
_OF_TURNS = {
    "sin": mpmath.sinpi,
    "cos": mpmath.cospi,
    "tan": lambda turns: mpmath.sinpi(turns) / mpmath.cospi(turns),
}
# Where mpmath takes for ever.
_FARTHEST = dict.fromkeys(("exp", "sinh", "cosh"), mpmath.mpf(10) ** 8)
_FARTHEST |= dict.fromkeys(("sin", "cos", "tan"), mpmath.mpf(10) ** 400)


def exact(expression: sympy.Expr, point: Mapping[str, float], digits: int = 100) -> Exact:
    """The real value of an expression as `parse_formula` makes it; nan where it has none."""
    with mpmath.workdps(digits):
        try:
            return _value(expression, {name: mpmath.mpf(x) for name, x in point.items()})
        except (ArithmeticError, ValueError):
            return mpmath.nan


def _value(
    node: Any, point: Mapping[str, Exact], rounded: Callable[[Exact], Exact] = lambda value: value
) -> Exact:
    value = _branch(node, point, rounded) if node.args else _leaf(node, point)
    if not isinstance(value, mpmath.mpf):
        raise ValueError(f"{node} is not real")
    return rounded(value)


def _leaf(node: Any, point: Mapping[str, Exact]) -> Exact:
    if node.is_Symbol:
        return point[node.name]
    if node.is_Rational:
        return mpmath.mpf(int(node.p)) / int(node.q)
    if node.is_Float:
        return mpmath.mpf(float(node))
    if node not in _CONSTANTS:
        raise ValueError(f"{node} is not real")
    return _CONSTANTS[node] + mpmath.mpf(0)  # in as many digits as now are asked for


def _branch(node: Any, point: Mapping[str, Exact], rounded: Callable[[Exact], Exact]) -> Exact:
    if node.is_Pow:  # an exponent is a number that is not rounded
        return _value(node.base, point, rounded) ** _value(node.exp, point)
    name = type(node).__name__
    if name in _OF_TURNS and (turns := node.args[0] / sympy.pi).is_Rational:
        return _OF_TURNS[name](mpmath.mpf(int(turns.p)) / int(turns.q))
    parts = [_value(part, point, rounded) for part in node.args]
    if node.is_Add:
        return mpmath.fsum(parts)
    if node.is_Mul:
        return mpmath.fprod(parts)
    if abs(parts[0]) > _FARTHEST.get(name, mpmath.inf):
        raise OverflowError(name)
    return _FUNCTIONS.get(name, getattr(mpmath, name, None))(*parts)


def largest_argument(
    expression: sympy.Expr, point: Mapping[str, float], digits: int = 100
) -> Exact:
    """The largest number that a function in the expression is given, or inf where one has none."""
    arguments = [function.args[0] for function in expression.atoms(sympy.Function)]
    found = [abs(exact(argument, point, digits)) for argument in arguments]
    return max((one if mpmath.isfinite(one) else mpmath.inf for one in found), default=0)


def smallest_argument(
    expression: sympy.Expr, point: Mapping[str, float], digits: int = 100
) -> Exact:
    """The smallest number but 0 that a function in float64 is given; inf where none is given one.

    Exponentials and logarithms take part in numbers of any size.
    """
    plain = [f for f in expression.atoms(sympy.Function) if _in_float64(f)]
    found = [abs(exact(function.args[0], point, digits)) for function in plain]
    return min((one for one in found if mpmath.isfinite(one) and one), default=mpmath.inf)


def _in_float64(function: sympy.Function) -> bool:
    return type(function).__name__ in KERNELS.keys() - SCALED.keys()


def spread(expression: sympy.Expr, point: Mapping[str, float], digits: int = 100) -> Exact:
    """How far the value moves where float64 rounds every number on the way, input included.

    The most of some random roundings; exponents do not end. inf where one leads to no value.
    """
    rng, centre = random.Random(0), exact(expression, point, digits)
    with mpmath.workdps(digits):
        values = {name: mpmath.mpf(x) for name, x in point.items()}
        shaken = [_shaken(expression, values, rng) for _ in range(8)]
        return max(abs(one - centre) if mpmath.isfinite(one) else mpmath.inf for one in shaken)


def _shaken(expression: sympy.Expr, point: Mapping[str, Exact], rng: random.Random) -> Exact:
    def rounding(value: Exact) -> Exact:
        return value * (1 + rng.choice([-1, 1]) * mpmath.mpf(2) ** -53)

    try:
        return _value(expression, point, rounding)
    except (ArithmeticError, ValueError):
        return mpmath.nan
