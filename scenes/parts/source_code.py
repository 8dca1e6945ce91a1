"""Formulas as the lines of Python that a reader could type."""

from __future__ import annotations

import re

import sympy
from sympy.printing.str import StrPrinter

from scenes.parts.formula import tidied

_NUMPY = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}
# Where a line may be broken, within brackets: the second where the first will not do.
_BREAKS = re.compile(r"(?<= )(?=[+-] )"), re.compile(r"(?:(?<=[ (])|(?<=[^*]\*))(?![* ])")
_MOST_LINES = 2  # of one formula


def python_source(expression: sympy.Expr, library: str) -> str:
    """A formula in Python, with the functions of `library`: numpy as `np`, or `torch`."""
    return str(_PythonPrinter(library).doprint(tidied(expression)))


def assigned(name: str, source: str, width: int) -> list[str]:
    """`name = source` in lines of at most `width` characters, the last cut where it must be."""
    line = f"{name} = {source}"
    if len(line) <= width:
        return [line]
    for places in _BREAKS:
        lines = _broken(f"{name} = (", places.split(source), width - 1)
        if len(lines) <= _MOST_LINES and max(map(len, lines)) < width:
            return [*lines[:-1], f"{lines[-1]})"]
    return [lines[0], f"{lines[1][: width - 1]}…"]


def _broken(line: str, parts: list[str], width: int) -> list[str]:
    lines = [line]
    for part in parts:
        if len(lines[-1] + part.rstrip()) > width:
            lines.append("    ")
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
