"""What a method of descent is: a function that yields steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from gradreel.scenarios.calculus import Array
from gradreel.scenarios.model import OptionValue
from gradreel.solver.evaluation import Evaluate

Options = Mapping[str, OptionValue]

NOTHING: Mapping[str, Array] = MappingProxyType({})


class Step(NamedTuple):
    """Where a step led, (p,), and what the method carried when it took it.

    `carried` are arrays by name, each a number (), a vector (p,) or a matrix (p, p): the velocity,
    the moments, the direction, the Hessian. A method names the same ones at every step.
    """

    point: Array
    carried: Mapping[str, Array] = NOTHING


class Method(Protocol):
    """A function that yields its steps, one by one.

    It may call `evaluate` at any point, and ends if it finds no further step. `options` are those
    of the run. `rate()` is the learning rate of the step that it is about to take: a schedule may
    change it from step to step, and a method without a learning rate does not ask. An
    ArithmeticError, LookupError, TypeError, ValueError or RuntimeError that it raises is recorded
    as the ending of the run.
    """

    def __call__(
        self, evaluate: Evaluate, start: Array, options: Options, rate: Callable[[], float]
    ) -> Iterator[Step]: ...
