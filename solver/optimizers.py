"""The optimisers of torch.optim by name: every one that steps on dense vectors with a closure.

Each is built from parameter groups, which hold their own lr, and from its other options.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch.optim import Optimizer

from gradreel.scenarios import Run

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

_SEARCH = 25  # evaluations that torch allows a line search of its own accord

# Its step length depends on all its parameters together, so each run needs one of its own.
UNBATCHED = frozenset({"LBFGS"})


def optimizer_of(run: Run, groups: list[dict[str, Any]]) -> Optimizer:
    """The optimiser of a run, with its options, for parameter groups that hold their own lr."""
    return OPTIMIZERS[run.optimizer](groups, **{**_room_to_search(run), **run.options})


def _room_to_search(run: Run) -> dict[str, int]:
    """A `max_eval` where torch would leave too few evaluations for a line search.

    It takes 5/4 of `max_iter` by default, which is 1 for one iteration a step: the search would
    have none, and the run would stay where it is. With 20 iterations, torch's default, it is 25.
    """
    iterations = run.options.get("max_iter", 20)
    if not run.options.get("line_search_fn") or not isinstance(iterations, int):
        return {}
    return {"max_eval": max(iterations * 5 // 4, _SEARCH)}
