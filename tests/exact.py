"""Values of formulas in hundreds of digits, to compare float64 with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mpmath
import sympy

Exact = Any  # mpmath has no types

_FUNCTIONS = {"Abs": abs, "sign": mpmath.sign}


def exact(expression: sympy.Expr, point: Mapping[str, float], digits: int = 100) -> Exact:
    """The real value of an expression as `parse_formula` makes it; nan where it has none."""
    with mpmath.workdps(digits):
        try:
            value = _value(expression, {name: mpmath.mpf(x) for name, x in point.items()})
        except (ArithmeticError, ValueError):
            return mpmath.nan
        return value if isinstance(value, mpmath.mpf) else mpmath.nan


def _value(node: Any, point: Mapping[str, Exact]) -> Exact:
    if node.is_Symbol:
        return point[node.name]
    if node.is_Rational:
        return mpmath.mpf(int(node.p)) / int(node.q)
    if node.is_Float:
        return mpmath.mpf(float(node))
    if node.is_NumberSymbol:
        return {"pi": mpmath.pi, "E": mpmath.e}[str(node)] + mpmath.mpf(0)
    parts = [_value(part, point) for part in node.args]
    if node.is_Add:
        return mpmath.fsum(parts)
    if node.is_Mul:
        return mpmath.fprod(parts)
    if node.is_Function:
        name = type(node).__name__
        return _FUNCTIONS.get(name, getattr(mpmath, name, None))(*parts)
    base, exponent = parts
    return base**exponent
