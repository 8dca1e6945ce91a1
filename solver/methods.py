"""The methods of descent by name; the loop in `descent` takes their points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Protocol

from gradreel.scenarios.calculus import Array
from gradreel.scenarios.model import OptionValue
from gradreel.solver.evaluation import Evaluate
from gradreel.solver.torch_optim import OPTIMIZERS, torch_optim

Options = Mapping[str, OptionValue]


class Method(Protocol):
    """A function that yields the points (p,) to which the steps lead, without the start.

    It may call `evaluate` at any point, and ends if it finds no further point. `options` are the
    options of a run, including its learning rate `lr`. An ArithmeticError, LookupError, TypeError,
    ValueError or RuntimeError that it raises is recorded as the ending of the run.
    """

    def __call__(self, evaluate: Evaluate, start: Array, options: Options) -> Iterator[Array]: ...


# The options of each are in `gradreel.scenarios.optimizers`, which loads no torch.
METHODS: dict[str, Method] = {
    **{name: partial(torch_optim, kind) for name, kind in OPTIMIZERS.items()},
}
