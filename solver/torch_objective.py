"""The same objectives for torch, whose autograd then gives the gradient."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import add, mul
from typing import Any

import sympy
import torch
from torch import Tensor

from solver.objective import FitObjective, Objective

TORCH: dict[type[sympy.Basic], Callable[[Tensor], Tensor]] = {
    sympy.sin: torch.sin,
    sympy.cos: torch.cos,
    sympy.tan: torch.tan,
    sympy.asin: torch.asin,
    sympy.acos: torch.acos,
    sympy.atan: torch.atan,
    sympy.sinh: torch.sinh,
    sympy.cosh: torch.cosh,
    sympy.tanh: torch.tanh,
    sympy.exp: torch.exp,
    sympy.log: torch.log,
    sympy.Abs: torch.abs,
    sympy.sign: torch.sign,
}


def torch_objective(objective: Objective) -> Callable[[Tensor], Tensor]:
    """The loss (R,) of R points (R, p), in float64. A row's loss does not depend on other rows."""
    if isinstance(objective, FitObjective):
        return _mean_squared_error(objective)
    formula = _compiled(objective.expression, objective.parameters)
    return lambda points: formula(points.unbind(-1))


def _mean_squared_error(objective: FitObjective) -> Callable[[Tensor], Tensor]:
    features = torch.from_numpy(objective.design.T.copy())  # (p, n)
    target = torch.from_numpy(objective.outputs - objective.offset)

    def loss(points: Tensor) -> Tensor:
        residual = points @ features - target
        return (residual * residual).mean(-1)

    return loss


def _compiled(expression: sympy.Expr, names: tuple[str, ...]) -> Callable[[Sequence[Tensor]], Any]:
    """Walk the tree once; the result is called at every step."""
    if expression.is_number:
        constant = float(expression)
        return lambda _: constant
    if expression.is_Symbol:
        position = names.index(expression.name)
        return lambda values: values[position]
    parts = [_compiled(part, names) for part in expression.args]
    if expression.is_Add or expression.is_Mul:
        fold = add if expression.is_Add else mul
        return lambda values: reduce(fold, [part(values) for part in parts])
    # exp(x) answers yes to is_Pow in some versions of sympy, so functions go first.
    if expression.func in TORCH:
        function, (argument,) = TORCH[expression.func], parts
        return lambda values: function(argument(values))
    if expression.is_Pow:
        base, exponent = parts
        return lambda values: base(values) ** exponent(values)
    raise TypeError(f"torch cannot compute {expression.func.__name__}")
