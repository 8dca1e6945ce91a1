"""Why a loss is not finite at a point: the formula is undefined there, or float64 overflows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import numpy as np
import sympy

from gradreel.scenarios.calculus import Array, evaluate
from gradreel.solver.objective import Objective

# Functions that round to 0 or 1 without reaching it: a division by 0 is then not the formula's.
_SATURATING = {"exp", "tanh"}


def missing_at(objective: Objective, point: Array) -> Literal["value", "slope"] | None:
    """What the formula does not have at a point (p,): a value, or else a slope.

    None if it has both, even if they are too large to be computed. Fits have both everywhere.
    """
    named = dict(zip(objective.parameters, point.tolist(), strict=True))
    if objective.expression is not None and _undefined(objective.expression, named):
        return "value"
    if any(_undefined(partial, named) for partial in objective.partials):
        return "slope"
    return None


def _undefined(expression: Any, point: Mapping[str, float]) -> bool:
    return any(_outside(node, point) for node in _first_not_finite(expression, point))


def _first_not_finite(node: Any, point: Mapping[str, float]) -> Iterator[Any]:
    """The parts of an expression that are not finite though all their arguments are."""
    if _finite(node, point):
        return
    guilty = [part for part in node.args if not _finite(part, point)]
    if not guilty:
        yield node
    for part in guilty:
        yield from _first_not_finite(part, point)


def _finite(node: Any, point: Mapping[str, float]) -> bool:
    return bool(np.isfinite(evaluate(node, point)))


def _outside(node: Any, point: Mapping[str, float]) -> bool:
    """Whether a function or a power is undefined for its argument."""
    if not node.args:
        return False
    argument = float(evaluate(node.args[0], point))
    if argument == 0:  # log(0), or 1/0
        return not any(_saturates(part) for part in sympy.preorder_traversal(node.args[0]))
    if node.is_Function:
        name = node.func.__name__
        return (name == "log" and argument < 0) or (name in ("asin", "acos") and abs(argument) > 1)
    return bool(node.is_Pow) and argument < 0 and not node.args[1].is_integer


def _saturates(node: Any) -> bool:
    return bool(node.is_Function) and node.func.__name__ in _SATURATING
