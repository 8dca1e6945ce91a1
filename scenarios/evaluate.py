"""Numbers for sympy expressions that `parse_formula` can build, and for their derivatives."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import sympy
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

NUMPY: dict[type, Callable[[Array], Array]] = {
    sympy.sin: np.sin,
    sympy.cos: np.cos,
    sympy.tan: np.tan,
    sympy.asin: np.arcsin,
    sympy.acos: np.arccos,
    sympy.atan: np.arctan,
    sympy.sinh: np.sinh,
    sympy.cosh: np.cosh,
    sympy.tanh: np.tanh,
    sympy.exp: np.exp,
    sympy.log: np.log,
    sympy.Abs: np.abs,
    sympy.sign: np.sign,
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
    values = [_value(argument, arrays) for argument in node.args]
    if node.is_Add:
        return sum(values[1:], values[0])
    if node.is_Mul:
        return math.prod(values[1:], start=values[0])
    # exp(x) answers yes to is_Pow in some versions of sympy, so functions go first.
    if node.func in NUMPY:
        return NUMPY[node.func](*values)
    if node.is_Pow:
        return np.power(*values)
    raise TypeError(f"no numbers for {node.func.__name__}")
