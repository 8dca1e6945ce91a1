"""One step of a descent as Python that a reader could type, in three ways."""

from __future__ import annotations

import re

import sympy
from sympy.printing.str import StrPrinter

from scenes import theme
from scenes.parts.formula import tidied
from solver.objective import Objective

_NUMPY = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}
# Where a line may be broken, within brackets: the second where the first will not do.
_BREAKS = re.compile(r"(?<= )(?=[+-] )"), re.compile(r"(?:(?<=[ (])|(?<=[^*]\*))(?![* ])")
_MOST_LINES = 6  # of one formula
_WIDTH = 22  # characters

Line = tuple[str, str]  # of code, and its colour


def by_hand(objective: Objective, lr: float) -> list[Line]:
    """A step with the derivative of a formula of one parameter."""
    (name,), (partial,) = objective.parameters, objective.partials
    return [
        (cut(f"lr = {_literal(lr)}"), theme.MUTED),
        *_lines("grad =", python_source(partial, _free(name, "np", "numpy")), theme.GRADIENT),
        *_lines(f"{name} -=", "lr * grad", theme.STEP),
    ]


def by_autograd(objective: Objective) -> list[Line]:
    """A step with the derivative that torch finds."""
    (name,) = objective.parameters
    return [
        *_loss(objective),
        (f"with {_torch(name)}.no_grad():", theme.MUTED),
        *_lines(f"    {name} -=", f"lr * {name}.grad", theme.STEP),
        (cut(f"{name}.grad = None"), theme.MUTED),
    ]


def by_optimizer(objective: Objective, lr: float) -> list[Line]:
    """A step that torch's own optimiser makes."""
    (name,) = objective.parameters
    opt = _free(name, "opt", "sgd")
    return [
        (f"{opt} = {_torch(name)}.optim.SGD(", theme.MUTED),
        (cut(f"    [{name}], lr={_literal(lr)})"), theme.MUTED),
        *_loss(objective),
        (f"{opt}.step()", theme.STEP),
        (f"{opt}.zero_grad()", theme.MUTED),
    ]


def _loss(objective: Objective) -> list[Line]:
    source = python_source(objective.expression, _torch(*objective.parameters))
    return [*_lines("loss =", source, theme.LOSS), ("loss.backward()", theme.GRADIENT)]


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


def python_source(expression: sympy.Expr, library: str) -> str:
    """A formula in Python, with the functions of `library`: numpy as `np`, or `torch`."""
    return str(_PythonPrinter(library).doprint(tidied(expression)))


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


class _PythonPrinter(StrPrinter):
    def __init__(self, library: str) -> None:
        super().__init__({"full_prec": False})
        self._library = library

    def _print_Pow(self, expression: sympy.Pow, rational: bool = False) -> str:
        return str(super()._print_Pow(expression, rational=True))

    def _print_Pi(self, expression: sympy.Expr) -> str:
        return f"{self._library}.pi"

    def _print_Exp1(self, expression: sympy.Expr) -> str:
        return f"{self._library}.e"

    def _print_Function(self, expression: sympy.Function) -> str:
        name = type(expression).__name__
        name = "abs" if name == "Abs" else f"{self._library}.{_NUMPY.get(name, name)}"
        return f"{name}({self._print(expression.args[0])})"
