"""Why a loss is not finite at a place: the formula has no value there, or float64 no room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import numpy as np
import sympy

from gradreel.scenarios.calculus import Array, evaluate
from gradreel.solver.objective import Objective

# They come so close to 0 or 1 that float64 takes them for it: then 1/0 is not the formula's.
_SATURATING = {"exp", "tanh"}


def missing_at(objective: Objective, point: Array) -> Literal["value", "slope"] | None:
    """What the formula itself does not have at a point (p,).

    None where it has both, also where they are too large to be computed. Data have both everywhere.
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
    """The parts that have no finite value, though all their own parts have one."""
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
    """Whether a function's or a power's argument is one that it is not defined for."""
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
