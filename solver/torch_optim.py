"""The optimisers of torch.optim that work on dense vectors, as methods."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from torch.optim import Optimizer

from gradreel.scenarios.calculus import Array
from gradreel.solver.evaluation import Evaluate
from gradreel.solver.step import Options, Step

OPTIMIZERS: dict[str, type[Optimizer]] = {
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


# What of an optimiser's state is recorded, by torch's name for it.
_CARRIED = {
    "acc_delta": "mean_square_step",
    "ax": "average",
    "d": "direction",
    "exp_avg": "first_moment",
    "exp_avg_sq": "second_moment",
    "exp_inf": "largest_gradient",
    "grad_avg": "mean_gradient",
    "max_exp_avg_sq": "largest_second_moment",
    "momentum_buffer": "velocity",
    "square_avg": "mean_square",
    "step_size": "step_size",
    "sum": "sum_of_squares",
    "t": "step_length",
}
# What of these Adam divides by 1 - β^k, since it began with 0 (Kingma & Ba, 2015, alg. 1).
_CORRECTED = {"first_moment": 0, "second_moment": 1}  # the place of its β in `betas`
_CORRECTING = (torch.optim.Adam, torch.optim.AdamW)


def torch_optim(
    kind: type[Optimizer],
    evaluate: Evaluate,
    start: Array,
    options: Options,
    rate: Callable[[], float],
) -> Iterator[Step]:
    """The steps of an optimiser of torch, with what it carries; see `step.Method`.

    Raises ValueError for options that torch does not accept.
    """
    point = torch.tensor(start, dtype=torch.float64)
    # torch takes no learning rate of 0 in every constructor; each step sets its own.
    optimizer = eager(kind)([point], **{**_settings(kind, options), **options})

    def closure() -> float:
        loss, grad, _ = evaluate(point.numpy())
        point.grad = torch.from_numpy(grad.copy())
        return loss

    return _steps(optimizer, closure, point, rate)


def eager(kind: type[Optimizer]) -> Callable[..., Optimizer]:
    """An optimiser without what torch wraps it in for its compiler.

    The wrappers do nothing here, but load the compiler: 800 modules, a second of CPU. They also
    switch autograd off, which does not watch our points anyway.
    """
    unwrapped = {name: inspect.unwrap(getattr(kind, name)) for name in ("add_param_group", "step")}
    return type(kind.__name__, (kind,), unwrapped)


def _steps(
    optimizer: Optimizer,
    closure: Callable[[], float],
    point: torch.Tensor,
    rate: Callable[[], float],
) -> Iterator[Step]:
    (group,) = optimizer.param_groups
    taken = 0
    while True:
        group["lr"] = rate()
        optimizer.step(closure)
        taken += 1
        carried = dict(_carried(optimizer.state[point]))
        if isinstance(optimizer, _CORRECTING):
            carried |= {
                f"{name}_corrected": carried[name] / (1 - group["betas"][place] ** taken)
                for name, place in _CORRECTED.items()
            }
        yield Step(point.numpy().copy(), carried)


def _carried(state: Mapping[str, Any]) -> Iterator[tuple[str, Array]]:
    for key, name in _CARRIED.items():
        if (value := state.get(key)) is not None:
            yield name, torch.as_tensor(value, dtype=torch.float64).numpy().copy()


def _settings(kind: type[Optimizer], options: Options) -> dict[str, Any]:
    """Settings beside the options of a run.

    With `foreach` unset, torch would check at each step whether it can update tensors together.
    """
    return _room_to_search(options) if kind is torch.optim.LBFGS else {"foreach": False}


def _room_to_search(options: Options) -> dict[str, int]:
    """A larger `max_eval` than torch's default if that leaves too few for a line search.

    The default is 5/4 of `max_iter`. With one iteration per step that is 1: the search would get no
    evaluation, and the run would not move. With 20 iterations, torch's default, it is 25.
    """
    iterations = options.get("max_iter", 20)
    if not options.get("line_search_fn") or not isinstance(iterations, int):
        return {}
    return {"max_eval": max(iterations * 5 // 4, _SEARCH)}
