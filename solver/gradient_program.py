"""Gradients at very many points at once, as a short list of operations on whole arrays.

The operations are those of `gradreel.scenarios.arithmetic`, with sums of twice the digits, but each
is done once however often the formula repeats it, and none rescales what would overflow: `guards`
tell where that would have been necessary.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial, reduce
from typing import Any, NamedTuple

import numpy as np
import sympy

from gradreel.scenarios.arithmetic import SCALED, log_of_sum
from gradreel.scenarios.calculus import evaluate
from gradreel.scenarios.kernels import KERNELS, Library
from gradreel.scenarios.stable import stable, stable_derivative
from gradreel.scenarios.sums import row_sums, total
from gradreel.solver.objective import FitObjective, Objective

GUARDED = 350.0  # the exponent beyond which a value is not to be trusted: exp(350)**2 is finite

_LONGEST_CHAIN = 64  # a whole exponent up to it is multiplied out, which is as exact and faster
# What numpy and torch both call the functions of formulas that they compute in one operation.
_ELEMENTWISE = {
    **{name: name for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "expm1", "log")},
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "Abs": "absolute",
    "sign": "sign",
}
Call = tuple[Callable[..., Any], tuple[Any, ...], Any]  # a function, its arguments, its output


class Constant(NamedTuple):
    """A number, which no number of a value equals."""

    number: float


Ref = int | Constant  # the number of a value, or a constant


class Operation(NamedTuple):
    """A function by its name, and its arguments."""

    name: str
    arguments: tuple[Ref, ...]


class GradientProgram(NamedTuple):
    """Operations on values, of which the first p are the parameters and each makes another.

    `slopes` are the p values of the gradient, `guards` those that may not be beyond GUARDED.
    """

    parameters: int
    operations: tuple[Operation, ...]
    slopes: tuple[int, ...]
    guards: tuple[int, ...]

    @property
    def kept(self) -> frozenset[int]:
        """The values that are read after the last operation."""
        return frozenset((*self.slopes, *self.guards))

    def slots(self) -> tuple[dict[int, int], int]:
        """The slot of each value that an operation makes, and how many slots there are.

        A value gives its slot away once it has been read for the last time.
        """
        last = {ref: at for at, one in enumerate(self.operations) for ref in one.arguments}
        places: dict[int, int] = {}
        free: list[int] = []
        count = 0
        for at, operation in enumerate(self.operations):
            read = (ref for ref in dict.fromkeys(operation.arguments) if ref in places)
            free += [places[ref] for ref in read if last[ref] == at and ref not in self.kept]
            if not free:
                free.append(count)
                count += 1
            places[self.parameters + at] = free.pop()
        return places, count

    def bound(
        self, columns: Sequence[Any], room: Any, library: Library, constant: Callable[[float], Any]
    ) -> tuple[list[Call], list[Any], list[Any]]:
        """The calls that compute the gradient, its p arrays, and those of the guards.

        `columns` are the arrays (m,) of the parameters, `room` is an array (slots, at least m).
        """
        places, _ = self.slots()
        values: dict[int, Any] = dict(enumerate(columns))
        values |= {ref: room[slot][: len(columns[0])] for ref, slot in places.items()}
        calls: list[Call] = []
        for at, (name, arguments) in enumerate(self.operations, start=self.parameters):
            given = (
                constant(one.number) if isinstance(one, Constant) else values[one]
                for one in arguments
            )
            calls.append((_function(name, library), tuple(given), values[at]))
        return calls, [values[ref] for ref in self.slopes], [values[ref] for ref in self.guards]


def gradient_program(objective: Objective) -> GradientProgram:
    """The program of an objective's gradient."""
    writer = _ProgramWriter(objective.parameters)
    if isinstance(objective, FitObjective):
        slopes = _of_fit(writer, objective)
    else:
        formula = stable(objective.expression)
        slopes = [writer.value(stable_derivative(formula, name)) for name in objective.parameters]
        # Where a logarithm has no value its slope has one, as if the descent could go on.
        logarithms = (node for node in sympy.preorder_traversal(formula) if _is_logarithm(node))
        writer.guards += [writer.as_array(writer.value(node)) for node in logarithms]
    arrays = [writer.as_array(slope) for slope in slopes]
    guards = tuple(dict.fromkeys(writer.guards))
    return GradientProgram(
        len(objective.parameters), tuple(writer.operations), tuple(arrays), guards
    )


def _of_fit(writer: _ProgramWriter, objective: FitObjective) -> list[Ref]:
    """The gradient by the normal equations: the Hessian times the way from the lowest point.

    Far fewer operations than a pass over the data, and exact where descents end.
    """
    design, count = objective.design, len(objective.outputs)
    hessian = 2 / count * row_sums(design.T[:, None, :] * design.T[None, :, :])
    lowest = objective.minimum
    centre = np.zeros(len(hessian)) if lowest is None else lowest
    least = objective.gradient(centre) if lowest is None else np.zeros(len(hessian))
    away = [writer.sum([place, Constant(-float(middle))]) for place, middle in enumerate(centre)]
    slopes = []
    for row, slope in zip(hessian.tolist(), least.tolist(), strict=True):
        parts = zip(away, row, strict=True)
        terms = [writer.put("multiply", way, Constant(bend)) for way, bend in parts]
        slopes.append(writer.sum([*terms, Constant(slope)]))
    return slopes


class _ProgramWriter:
    """Writes operations, each only once."""

    def __init__(self, parameters: Sequence[str]) -> None:
        self._symbols: Mapping[str, int] = {name: at for at, name in enumerate(parameters)}
        self._written: dict[Operation, int] = {}
        self._values: dict[sympy.Expr, Ref] = {}
        self.guards: list[int] = []

    @property
    def operations(self) -> list[Operation]:
        """What has been written."""
        return list(self._written)

    def put(self, name: str, *arguments: Ref) -> int:
        """The value of an operation, at least one of whose arguments is no constant."""
        following = len(self._symbols) + len(self._written)
        return self._written.setdefault(Operation(name, arguments), following)

    def as_array(self, ref: Ref) -> int:
        """A value as one that differs from point to point, even if it is a constant."""
        if isinstance(ref, Constant):
            return self.put("add", self.put("multiply", 0, Constant(0.0)), ref)
        return ref

    def value(self, node: sympy.Expr) -> Ref:
        """The value of an expression."""
        if node not in self._values:
            self._values[node] = self._written_as(node) if node.free_symbols else _number(node)
        return self._values[node]

    def _written_as(self, node: Any) -> Ref:
        if node.is_Symbol:
            return self._symbols[node.name]
        if node.is_Add:
            return self.sum([self.value(term) for term in node.args])
        if node.is_Mul:
            return reduce(partial(self.put, "multiply"), map(self.value, _constants_last(node)))
        if node.is_Function:  # before powers: sympy's exp takes itself for one
            return self._function(node)
        return self._power(self.value(node.base), _number(node.exp).number)

    def _function(self, node: Any) -> Ref:
        name = type(node).__name__
        if name == "log" and node.args[0].is_Add:
            return self.put("log_of_sum", *map(self.value, node.args[0].args))
        arguments = [self.value(part) for part in node.args]
        if name == "share":
            return self.put("divide", *arguments)
        if name in SCALED and name != "log":
            self.guards.append(self.as_array(arguments[0]))
        return self.put(name, *arguments)

    def _power(self, base: Ref, exponent: float) -> Ref:
        if exponent == 0.5:
            return self.put("sqrt", base)
        if not exponent.is_integer() or not 1 <= abs(exponent) <= _LONGEST_CHAIN:
            return self.put("float_power", base, Constant(exponent))
        power = self._chain(base, int(abs(exponent)))
        return self.put("reciprocal", power) if exponent < 0 else power

    def _chain(self, base: Ref, exponent: int) -> Ref:
        if exponent == 1:
            return base
        half = self._chain(base, exponent // 2)
        square = self.put("multiply", half, half)
        return self.put("multiply", square, base) if exponent % 2 else square

    def sum(self, terms: Sequence[Ref]) -> Ref:
        """The sum of terms, as if computed in twice the digits: `total`, in operations."""
        constants = [term.number for term in terms if isinstance(term, Constant)]
        terms = [term for term in terms if not isinstance(term, Constant)]
        if any(constants):
            terms.append(Constant(float(total(constants))))
        if len(terms) < 3:
            return reduce(partial(self.put, "add"), terms)
        rough, lost = terms[0], None
        for term in terms[1:]:
            before, rough = rough, self.put("add", rough, term)
            taken = self.put("subtract", rough, before)
            rest = self.put("subtract", before, self.put("subtract", rough, taken))
            missed = self.put("add", rest, self.put("subtract", term, taken))
            lost = missed if lost is None else self.put("add", lost, missed)
        assert lost is not None
        return self.put("add", rough, lost)


def _is_logarithm(node: Any) -> bool:
    return type(node).__name__ == "log" and bool(node.free_symbols)


def _number(expression: sympy.Expr) -> Constant:
    return Constant(float(evaluate(expression, {})))


def _constants_last(product: Any) -> list[Any]:
    return sorted(product.args, key=lambda factor: not factor.free_symbols)


def _function(name: str, library: Library) -> Callable[..., Any]:
    """A function that writes its result to `out`."""
    if name == "log_of_sum":
        return _storing(lambda *terms: log_of_sum([(term, None) for term in terms], library))
    if name in KERNELS and name not in _ELEMENTWISE:
        return _storing(partial(KERNELS[name], library))
    return getattr(library.module, _ELEMENTWISE.get(name, name))  # type: ignore[no-any-return]


def _storing(function: Callable[..., Any]) -> Callable[..., Any]:
    def store(*arguments: Any, out: Any) -> None:
        out[...] = function(*arguments)

    return store
