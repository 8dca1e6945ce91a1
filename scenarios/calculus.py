"""Functions, values and derivatives of the expressions that `parse_formula` builds.

sympy's own functions simplify themselves when they are built and when they are asked whether
they are real, which takes minutes on some short formulas. Ours stay as they were written.
"""

# ruff: noqa: N801  (sympy prints a function by the name of its class)

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
import sympy
from numpy.typing import ArrayLike

from gradreel.scenarios.arithmetic import Program, program, result
from gradreel.scenarios.arrays import Array as Array
from gradreel.scenarios.kernels import NUMPY

_BLOCK = 2**14  # points at once: 128 kB for each intermediate result, so that they stay in cache
_ZERO = 0.0  # added to results, since -0.0 + 0.0 is 0.0, which prints without a sign


class RealFunction(sympy.Function):
    """A function of one real number that is real where it is defined, and opaque to sympy."""

    nargs: int | None = 1
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
    """The square root, as a power that sympy does not simplify."""
    return sympy.Pow(argument, sympy.Rational(1, 2), evaluate=False)


# By name, because sympy turns sqrt(x**2) into its own Abs, and e**2 into its own exp.
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
    compute, whole = _program(expression), np.empty(shape)
    with np.errstate(all="ignore"):
        if whole.size <= _BLOCK or any(array.shape != shape for array in arrays.values()):
            whole[...] = result(compute(arrays), NUMPY) + _ZERO
            return whole
        flat = {name: array.ravel() for name, array in arrays.items()}
        for start in range(0, whole.size, _BLOCK):
            part = slice(start, start + _BLOCK)
            block = {name: array[part] for name, array in flat.items()}
            whole.reshape(-1)[part] = result(compute(block), NUMPY) + _ZERO
    return whole


@lru_cache(maxsize=512)
def _program(expression: sympy.Expr) -> Program:
    return program(expression, NUMPY)


def chained(node: sympy.Expr, inner: list[sympy.Expr]) -> sympy.Expr:
    """The chain rule for a function of one number."""
    return SLOPES[type(node).__name__](node.args[0]) * inner[0]


def derivative(
    expression: sympy.Expr,
    name: str,
    chain: Callable[[sympy.Expr, list[sympy.Expr]], sympy.Expr] = chained,
) -> sympy.Expr:
    """The partial derivative by the real symbol `name`; that of |u| is 0 at u = 0.

    `chain` gives the derivative of a function node from the derivatives of its arguments.
    """
    symbol = sympy.Symbol(name, real=True)
    if symbol not in expression.free_symbols:
        return sympy.Integer(0)
    if expression == symbol:
        return sympy.Integer(1)
    inner = [derivative(argument, name, chain) for argument in expression.args]
    if expression.is_Add:
        return sympy.Add(*inner)
    if expression.is_Mul:
        factors = expression.args
        return sympy.Add(
            *(sympy.Mul(d, *factors[:i], *factors[i + 1 :]) for i, d in enumerate(inner) if d != 0)
        )
    if expression.is_Function:
        return chain(expression, inner)
    # parse_formula accepts only numbers as exponents.
    base, exponent = expression.args
    return exponent * base ** (exponent - 1) * inner[0]
