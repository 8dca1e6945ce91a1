"""The optimisers of torch.optim that work on dense vectors, as methods."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from torch.optim import Optimizer

from gradreel.scenarios.calculus import Array
from gradreel.scenarios.model import OptionValue
from gradreel.solver.evaluation import Evaluate

OPTIMIZERS: dict[str, Callable[..., Optimizer]] = {
    "ASGD": torch.optim.ASGD,
    "Adadelta": torch.optim.Adadelta,
    "Adafactor": torch.optim.Adafactor,
    "Adagrad": torch.optim.Adagrad,
    "Adam": torch.optim.Adam,
    "AdamW": torch.optim.AdamW,
    "Adamax": torch.optim.Adamax,
    "LBFGS": torch.optim.LBFGS,
    "NAdam": torch.optim.NAdam,
    "RAdam": torch.optim.RAdam,
    "RMSprop": torch.optim.RMSprop,
    "Rprop": torch.optim.Rprop,
    "SGD": torch.optim.SGD,
}

_SEARCH = 25  # evaluations: the max_ls of torch's strong Wolfe line search


def torch_optim(
    kind: Callable[..., Optimizer],
    evaluate: Evaluate,
    start: Array,
    options: Mapping[str, OptionValue],
) -> Iterator[Array]:
    """The points that an optimiser of torch steps to; see `methods.Method`.

    Raises ValueError for options that torch does not accept.
    """
    point = torch.tensor(start, dtype=torch.float64)
    group = {"params": [point], "lr": options["lr"]}
    others = {name: value for name, value in options.items() if name != "lr"}
    optimizer = kind([group], **{**_settings(kind, others), **others})

    def closure() -> float:
        loss, grad, _ = evaluate(point.numpy())
        point.grad = torch.from_numpy(grad.copy())
        return loss

    return _points(optimizer, closure, point)


def _points(
    optimizer: Optimizer, closure: Callable[[], float], point: torch.Tensor
) -> Iterator[Array]:
    while True:
        optimizer.step(closure)
        yield point.numpy().copy()


def _settings(kind: Callable[..., Optimizer], options: Mapping[str, OptionValue]) -> dict[str, Any]:
    """Settings beside the options of a run.

    With `foreach` unset, torch would check at each step whether it can update tensors together.
    """
    return _room_to_search(options) if kind is torch.optim.LBFGS else {"foreach": False}


def _room_to_search(options: Mapping[str, OptionValue]) -> dict[str, int]:
    """A larger `max_eval` than torch's default if that leaves too few for a line search.

    The default is 5/4 of `max_iter`. With one iteration per step that is 1: the search would get no
    evaluation, and the run would not move. With 20 iterations, torch's default, it is 25.
    """
    iterations = options.get("max_iter", 20)
    if not options.get("line_search_fn") or not isinstance(iterations, int):
        return {}
    return {"max_eval": max(iterations * 5 // 4, _SEARCH)}
