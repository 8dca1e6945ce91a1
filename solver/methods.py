"""The methods of descent by name. The loop in `descent` asks one for point after point."""

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
    """Yields the points (p,) that the steps of a descent lead to; the start is not among them.

    It may ask `evaluate` about any point, and end where it finds no further one. `options` are the
    options of a run, its learning rate `lr` among them. What a step raises of arithmetic, look-up,
    type, value and run-time errors is recorded as the ending of the run.
    """

    def __call__(self, evaluate: Evaluate, start: Array, options: Options) -> Iterator[Array]: ...


# What options each may be given is in `gradreel.scenarios.optimizers`, which loads no torch.
METHODS: dict[str, Method] = {
    **{name: partial(torch_optim, kind) for name, kind in OPTIMIZERS.items()},
}
