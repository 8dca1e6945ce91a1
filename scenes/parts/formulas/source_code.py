"""One step, with the learning rate lr, as Python that a reader could type, in three ways.

Formulas are printed as written if, at the places of the run, that gives the recorded numbers. If it
would overflow or lose digits, they are printed as computed. If neither is right, the program says
so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import sympy
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array
from gradreel.scenarios.calculus import evaluate
from gradreel.scenarios.stable import stable, stable_derivative
from gradreel.scenes import theme
from gradreel.scenes.parts.formulas.formula import tidied
from gradreel.scenes.parts.formulas.python_printer import NumpyPrinter, TorchPrinter
from gradreel.scenes.parts.formulas.typed import typed
from gradreel.solver.objective import Objective

_CLOSE = 1e-12  # relative: two computations that differ by less give the same number
# Where a line may be broken within brackets: by terms, or if that is not enough, by factors.
_BREAKS = re.compile(r"(?<= )(?=[+-] )"), re.compile(r"(?:(?<=[ (])|(?<=[^*]\*))(?![* ])")
_MOST_LINES = 6  # of one formula: the programs have room for no more
_WIDTH, _WIDTH_BY_HAND = 22, 21  # characters: with more, a line runs into the program beside it

Line = tuple[str, str]  # a line of code, and its colour


@dataclass(frozen=True, eq=False)
class Program:
    """A step as lines of code, and which steps (m,) of a descent it makes right when run."""

    lines: list[Line]
    right: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Form:
    """A formula in Python, whether it is `exact`, and which steps (m,) it makes right."""

    source: str
    exact: bool
    right: NDArray[np.bool_]


def by_hand(objective: Objective, lr: float, places: Array) -> Program:
    """A step of a descent through places (m + 1,) with the derivative of a formula."""
    (name,), (partial,) = objective.parameters, objective.partials
    computed, tried = stable_derivative(stable(objective.expression), name), []
    for formula, as_written in ((partial, True), (computed, False)):
        printer = NumpyPrinter(_free(name, "np", "numpy"), as_written)
        source = python_source(formula, printer)
        slopes, _ = typed(source, places)
        tried.append(_Form(source, True, _led(places, lr * slopes)))
    chosen = _best(tried)
    lines = [
        *_lines("grad =", chosen.source, theme.colors().gradient, _WIDTH_BY_HAND),
        *_lines(f"{name} -=", "lr * grad", theme.colors().step),
    ]
    return Program(lines, chosen.right)


def by_autograd(objective: Objective, lr: float, places: Array) -> Program:
    """A step of a descent through places (m + 1,) with the derivative that torch finds."""
    (name,), chosen = objective.parameters, _loss(objective, lr, places)
    lines = [
        *_lines("loss =", chosen.source, theme.colors().loss),
        ("loss.backward()", theme.colors().gradient),
        (f"with {_torch(name)}.no_grad():", theme.colors().muted),
        *_lines(f"    {name} -=", f"lr * {name}.grad", theme.colors().step),
        (cut(f"{name}.grad = None"), theme.colors().muted),
    ]
    return Program(lines, chosen.right)


def by_optimizer(objective: Objective, lr: float, places: Array) -> Program:
    """A step of a descent through places (m + 1,) that torch's own optimiser makes."""
    (name,), chosen = objective.parameters, _loss(objective, lr, places)
    opt = _free(name, "opt", "sgd")
    lines = [
        (f"{opt} = {_torch(name)}.optim.SGD(", theme.colors().muted),
        (cut(f"    [{name}], lr=lr)"), theme.colors().muted),
        *_lines("loss =", chosen.source, theme.colors().loss),
        ("loss.backward()", theme.colors().gradient),
        (f"{opt}.step()", theme.colors().step),
        (f"{opt}.zero_grad()", theme.colors().muted),
    ]
    return Program(lines, chosen.right)


def _loss(objective: Objective, lr: float, places: Array) -> _Form:
    (name,), written = objective.parameters, objective.expression
    computed, tried = stable(written), []
    losses = evaluate(computed, {name: places})
    for formula, as_written in ((written, True), (computed, False)):
        printer = TorchPrinter(_torch(name), name, as_written)
        source = python_source(formula, printer)
        values, slopes = typed(source, places)
        exact = bool(_close(values, losses, np.abs(losses).max(initial=0.0)).all())
        tried.append(_Form(source, exact, _led(places, lr * slopes)))
    return _best(tried)


def _best(forms: list[_Form]) -> _Form:
    """The form that makes most steps right, and among those an exact one, and the first."""
    return max(forms, key=lambda form: (form.right.sum(), form.exact))


def _led(places: Array, steps: Array) -> NDArray[np.bool_]:
    """Whether steps from places (m + 1,) lead from each (m,) to the next."""
    size = np.maximum(np.abs(places[:-1]), np.abs(places[1:]))
    return _close(places[:-1] - steps[:-1], places[1:], size)


def _close(found: Array, true: Array, size: Array) -> NDArray[np.bool_]:
    """Whether numbers are the true ones, up to the rounding of numbers of this size."""
    return np.asarray(np.abs(found - true) <= _CLOSE * size)


def _torch(parameter: str) -> str:
    """The name of torch in the programs."""
    return _free(parameter, "torch", "th")


def _free(parameter: str, usual: str, substitute: str) -> str:
    """The usual name of something in a program, or a substitute if the parameter has that name."""
    return substitute if parameter == usual else usual


def literal(value: float) -> str:
    """The shortest way to type a number."""
    return min((t for t in (repr(value), f"{value:g}") if float(t) == value), key=len)


def _lines(target: str, source: str, color: str, width: int = _WIDTH) -> list[Line]:
    return [(line, color) for line in statement(target, source, width)]


def python_source(expression: sympy.Expr, printer: NumpyPrinter) -> str:
    """A formula in Python."""
    return str(printer.doprint(tidied(expression)))


def statement(target: str, source: str, width: int) -> list[str]:
    """`target source` in lines of at most `width` characters; what does not fit is cut off."""
    line = f"{target} {source}"
    if len(line) <= width:
        return [line]
    indent = " " * max(4, 2 + len(target) - len(target.lstrip()))
    for places in _BREAKS:
        lines = _broken(f"{target} (", places.split(source), width - 1, indent)
        if len(lines) <= _MOST_LINES and max(map(len, lines)) < width:
            return [*lines[:-1], f"{lines[-1]})"]
    kept = lines[:_MOST_LINES]
    return [*(cut(line, width) for line in kept[:-1]), f"{kept[-1][: width - 1]}…"]


def cut(line: str, width: int = _WIDTH) -> str:
    """A line, cut off if it is longer than `width`."""
    return line if len(line) <= width else f"{line[: width - 1]}…"


def _broken(line: str, parts: list[str], width: int, indent: str) -> list[str]:
    lines = [line]
    for part in parts:
        if len(lines[-1] + part.rstrip()) > width and lines[-1] != indent:
            lines.append(indent)
        lines[-1] += part
    return [line.rstrip() for line in lines]
