"""The same objectives for torch, whose autograd then gives the gradient."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import add, mul
from typing import Any

import sympy
import torch
from torch import Tensor

from scenarios.calculus import evaluate
from solver.objective import FitObjective, Objective

TORCH: dict[str, Callable[[Tensor], Tensor]] = {
    "sin": torch.sin,
    "cos": torch.cos,
    "tan": torch.tan,
    "asin": torch.asin,
    "acos": torch.acos,
    "atan": torch.atan,
    "sinh": torch.sinh,
    "cosh": torch.cosh,
    "tanh": torch.tanh,
    "exp": torch.exp,
    "log": torch.log,
    "Abs": torch.abs,
    "sign": torch.sign,
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
        # Sums, because a matrix product rounds a row differently beside other rows.
        residual = (points[:, :, None] * features).sum(1) - target
        return (residual * residual).mean(-1)

    return loss


def _compiled(expression: sympy.Expr, names: tuple[str, ...]) -> Callable[[Sequence[Tensor]], Any]:
    """Walk the tree once; the result is called at every step."""
    if expression.is_number:
        constant = float(evaluate(expression, {}))
        return lambda _: constant
    if expression.is_Symbol:
        position = names.index(expression.name)
        return lambda values: values[position]
    parts = [_compiled(part, names) for part in expression.args]
    if expression.is_Add or expression.is_Mul:
        fold = add if expression.is_Add else mul
        return lambda values: reduce(fold, [part(values) for part in parts])
    # Before powers: sympy's exp takes itself for one.
    if expression.is_Function:
        function, (argument,) = TORCH[expression.func.__name__], parts
        return lambda values: function(argument(values))
    base, exponent = parts
    return lambda values: base(values) ** exponent(values)
