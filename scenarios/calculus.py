"""Functions, values and derivatives of the expressions that `parse_formula` builds.

sympy's own functions rewrite themselves when they are made and when they are asked whether
they are real, which takes minutes on some short formulas. Ours stay as they were written.
"""

# ruff: noqa: N801  (sympy prints a function by the name of its class)

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import sympy
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


class RealFunction(sympy.Function):
    """A function of one real number, real where it is defined; sympy knows no more of it."""

    nargs = 1
    is_real = True


class sin(RealFunction): ...


class cos(RealFunction): ...


class tan(RealFunction): ...


class asin(RealFunction): ...


class acos(RealFunction): ...


class atan(RealFunction): ...


class sinh(RealFunction): ...


class cosh(RealFunction): ...


class tanh(RealFunction): ...


class exp(RealFunction): ...


class log(RealFunction): ...


class Abs(RealFunction): ...


class sign(RealFunction): ...


def sqrt(argument: sympy.Expr) -> sympy.Expr:
    return sympy.Pow(argument, sympy.Rational(1, 2), evaluate=False)


# By name, because sympy makes its own Abs of sqrt(x**2), and its own exp of e**2.
NUMPY: dict[str, Callable[[Array], Array]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "Abs": np.abs,
    "sign": np.sign,
}
SLOPES: dict[str, Callable[[sympy.Expr], sympy.Expr]] = {
    "sin": cos,
    "cos": lambda u: -sin(u),
    "tan": lambda u: 1 + tan(u) ** 2,
    "asin": lambda u: 1 / sqrt(1 - u**2),
    "acos": lambda u: -1 / sqrt(1 - u**2),
    "atan": lambda u: 1 / (1 + u**2),
    "sinh": cosh,
    "cosh": sinh,
    "tanh": lambda u: 1 - tanh(u) ** 2,
    "exp": exp,
    "log": lambda u: 1 / u,
    "Abs": sign,
    "sign": lambda u: sympy.Integer(0),
}


def evaluate(expression: sympy.Expr, point: Mapping[str, ArrayLike]) -> Array:
    """Value of the expression in float64 at each point.

    `point` maps every symbol's name to numbers of any shapes that broadcast
    together; the result has their common shape. Where the expression has no real
    value the result is nan or infinite; nothing is raised for that. Raises KeyError
    for a symbol without a value.
    """
    arrays = {name: np.asarray(value, dtype=np.float64) for name, value in point.items()}
    shape = np.broadcast_shapes(*(array.shape for array in arrays.values()))
    with np.errstate(all="ignore"):
        return np.broadcast_to(_value(expression, arrays), shape).astype(np.float64)


def _value(node: Any, arrays: Mapping[str, Array]) -> Any:
    if node.is_Symbol:
        return arrays[node.name]
    if node.is_Number or node.is_NumberSymbol:
        return np.float64(float(node))
    if node is sympy.I:
        return np.float64(np.nan)
    values = [_value(argument, arrays) for argument in node.args]
    if node.is_Add:
        return sum(values[1:], values[0])
    if node.is_Mul:
        return math.prod(values[1:], start=values[0])
    # Before powers: sympy's exp takes itself for one.
    if node.is_Function:
        return NUMPY[node.func.__name__](values[0])
    return np.power(*values)


def derivative(expression: sympy.Expr, name: str) -> sympy.Expr:
    """The partial derivative by the real symbol `name`; that of |u| is 0 at u = 0."""
    symbol = sympy.Symbol(name, real=True)
    if symbol not in expression.free_symbols:
        return sympy.Integer(0)
    if expression == symbol:
        return sympy.Integer(1)
    inner = [derivative(argument, name) for argument in expression.args]
    if expression.is_Add:
        return sympy.Add(*inner)
    if expression.is_Mul:
        factors = expression.args
        return sympy.Add(
            *(sympy.Mul(d, *factors[:i], *factors[i + 1 :]) for i, d in enumerate(inner) if d != 0)
        )
    if expression.is_Function:
        return SLOPES[expression.func.__name__](expression.args[0]) * inner[0]
    # parse_formula has seen to it that every exponent is a number.
    base, exponent = expression.args
    return exponent * base ** (exponent - 1) * inner[0]
