"""Learning rates that change from step to step: by a formula, or by a schedule of torch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch.optim import lr_scheduler

from gradreel.scenarios import Run
from gradreel.scenarios.schedules import rates_by_formula
from gradreel.solver.torch_optim import eager

# The learning rate of the next step, from the loss where it starts; asked once a step.
Rates = Callable[[float], float]

SCHEDULERS: dict[str, Callable[..., Any]] = {
    name: getattr(lr_scheduler, name)
    for name in (
        "ConstantLR",
        "CosineAnnealingLR",
        "CosineAnnealingWarmRestarts",
        "CyclicLR",
        "ExponentialLR",
        "LinearLR",
        "MultiStepLR",
        "OneCycleLR",
        "PolynomialLR",
        "ReduceLROnPlateau",
        "StepLR",
    )
}


def rates_of(run: Run) -> Rates | None:
    """The learning rates of a run; None if its method has none."""
    if run.lr is None:
        return None
    if run.schedule is None:
        fixed = run.lr
        return lambda _: fixed
    if run.schedule.formula is not None:
        rates = iter(rates_by_formula(run.schedule.formula, run.steps).tolist())
        return lambda _: next(rates)
    return _by_torch(run.schedule.name, run.lr, run.steps, dict(run.schedule.options))


def _by_torch(name: str, lr: float, steps: int, options: dict[str, Any]) -> Rates:
    """The rates of a scheduler, which wants an optimiser to set them in: one that never moves."""
    optimizer = eager(torch.optim.SGD)([torch.zeros(1)], lr=lr)
    scheduler = SCHEDULERS[name](optimizer, **_settings(name, lr, steps), **options)
    first = True

    def rate(loss: float) -> float:
        nonlocal first
        if not first:
            optimizer.step()  # torch warns if a scheduler goes on before its optimiser
            scheduler.step(*([loss] if name == "ReduceLROnPlateau" else []))
        first = False
        return float(optimizer.param_groups[0]["lr"])

    return rate


def _settings(name: str, lr: float, steps: int) -> dict[str, Any]:
    """Settings that follow from the run: its rate is the largest of one cycle, the least of many.

    They may cycle a momentum too; here only the learning rate is scheduled.
    """
    match name:
        case "OneCycleLR":
            return {"max_lr": lr, "total_steps": steps, "cycle_momentum": False}
        case "CyclicLR":
            return {"base_lr": lr, "cycle_momentum": False}
    return {}
