"""One step of a descent as Python that a reader could type, in three ways.

Formulas are as they were written wherever that, typed at the places of the run, gives the numbers
recorded; where it would overflow or lose its digits, they are as they are computed.
"""

from __future__ import annotations

import re
from functools import reduce

import numpy as np
import sympy

from gradreel.scenarios.arrays import Array
from gradreel.scenarios.calculus import evaluate
from gradreel.scenarios.stable import stable, stable_derivative
from gradreel.scenes import theme
from gradreel.scenes.parts.formula import tidied
from gradreel.scenes.parts.python_printer import NumpyPrinter, TorchPrinter
from gradreel.solver.objective import Objective

_CLOSE = 1e-12  # relative
# Where a line may be broken, within brackets: the second where the first will not do.
_BREAKS = re.compile(r"(?<= )(?=[+-] )"), re.compile(r"(?:(?<=[ (])|(?<=[^*]\*))(?![* ])")
_MOST_LINES = 6  # of one formula
_WIDTH = 22  # characters

Line = tuple[str, str]  # of code, and its colour


def by_hand(objective: Objective, lr: float, places: Array) -> list[Line]:
    """A step from places (m,) with the derivative of a formula of one parameter."""
    (name,), (partial,) = objective.parameters, objective.partials
    computed = stable_derivative(stable(objective.expression), name)
    written = _agrees(partial, computed, objective, places)
    printer = NumpyPrinter(_free(name, "np", "numpy"), written)
    source = python_source(partial if written else computed, printer)
    return [
        (cut(f"lr = {_literal(lr)}"), theme.colors().muted),
        *_lines("grad =", source, theme.colors().gradient),
        *_lines(f"{name} -=", "lr * grad", theme.colors().step),
    ]


def by_autograd(objective: Objective, places: Array) -> list[Line]:
    """A step from places (m,) with the derivative that torch finds."""
    (name,) = objective.parameters
    return [
        *_loss(objective, places),
        (f"with {_torch(name)}.no_grad():", theme.colors().muted),
        *_lines(f"    {name} -=", f"lr * {name}.grad", theme.colors().step),
        (cut(f"{name}.grad = None"), theme.colors().muted),
    ]


def by_optimizer(objective: Objective, lr: float, places: Array) -> list[Line]:
    """A step from places (m,) that torch's own optimiser makes."""
    (name,) = objective.parameters
    opt = _free(name, "opt", "sgd")
    return [
        (f"{opt} = {_torch(name)}.optim.SGD(", theme.colors().muted),
        (cut(f"    [{name}], lr={_literal(lr)})"), theme.colors().muted),
        *_loss(objective, places),
        (f"{opt}.step()", theme.colors().step),
        (f"{opt}.zero_grad()", theme.colors().muted),
    ]


def _loss(objective: Objective, places: Array) -> list[Line]:
    (name,), (partial,) = objective.parameters, objective.partials
    plain, computed = objective.expression, stable(objective.expression)
    slope = stable_derivative(computed, name)
    # Autograd's slopes are about those of the formula on paper.
    written = _agrees(plain, computed, objective, places)
    written = written and _agrees(partial, slope, objective, places)
    printer = TorchPrinter(_torch(name), name, written)
    source = python_source(plain if written else computed, printer)
    return [
        *_lines("loss =", source, theme.colors().loss),
        ("loss.backward()", theme.colors().gradient),
    ]


def _torch(parameter: str) -> str:
    """What the programs call torch."""
    return _free(parameter, "torch", "th")


def _free(parameter: str, usual: str, other: str) -> str:
    """The usual name of something in a program, or the other where the parameter is called so."""
    return other if parameter == usual else usual


def _literal(value: float) -> str:
    """The shortest way to type a number."""
    return min((t for t in (repr(value), f"{value:g}") if float(t) == value), key=len)


def _lines(target: str, source: str, color: str) -> list[Line]:
    return [(line, color) for line in statement(target, source)]


def python_source(expression: sympy.Expr, printer: NumpyPrinter) -> str:
    """A formula in Python."""
    return str(printer.doprint(tidied(expression)))


def statement(target: str, source: str, width: int = _WIDTH) -> list[str]:
    """`target source` in lines of at most `width` characters, the last cut where it must be."""
    line = f"{target} {source}"
    if len(line) <= width:
        return [line]
    indent = " " * max(4, 2 + len(target) - len(target.lstrip()))
    for places in _BREAKS:
        lines = _broken(f"{target} (", places.split(source), width - 1, indent)
        if len(lines) <= _MOST_LINES and max(map(len, lines)) < width:
            return [*lines[:-1], f"{lines[-1]})"]
    shown = lines[:_MOST_LINES]
    return [*(cut(line, width) for line in shown[:-1]), f"{shown[-1][: width - 1]}…"]


def cut(line: str, width: int = _WIDTH) -> str:
    """A line as it is, or its beginning where it is longer."""
    return line if len(line) <= width else f"{line[: width - 1]}…"


def _broken(line: str, parts: list[str], width: int, indent: str) -> list[str]:
    lines = [line]
    for part in parts:
        if len(lines[-1] + part.rstrip()) > width and lines[-1] != indent:
            lines.append(indent)
        lines[-1] += part
    return [line.rstrip() for line in lines]


def _agrees(plain: sympy.Expr, computed: sympy.Expr, objective: Objective, places: Array) -> bool:
    """Whether an expression, typed as it was written, has the values that were computed."""
    (name,) = objective.parameters
    with np.errstate(all="ignore"):
        typed = np.broadcast_to(_plainly(plain, places), places.shape)
    true = evaluate(computed, {name: places})
    return np.allclose(typed, true, rtol=_CLOSE, atol=_CLOSE * np.abs(true).max(initial=0.0))


def _plainly(node: sympy.Expr, places: Array) -> Array:
    """The value of an expression by numpy's own functions, one by one."""
    if not node.args:
        return places if node.is_Symbol else np.array(float(node))
    parts = [_plainly(part, places) for part in node.args]
    if node.is_Add or node.is_Mul:
        return reduce(np.add if node.is_Add else np.multiply, parts)
    if node.is_Function:
        return np.asarray(getattr(np, type(node).__name__.lower())(parts[0]))
    return np.asarray(np.power(*parts))
