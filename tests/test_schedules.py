"""Learning rates that change: known formulas, torch's own schedules, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from solver_cases import formula, run, scenario

from gradreel.scenarios import ScenarioError, load_scenario
from gradreel.scenarios.model import Schedule
from gradreel.scenarios.schedules import SCHEDULES, UNSUITABLE
from gradreel.solver.descent import record
from gradreel.solver.run_record import RunRecord
from gradreel.solver.schedules import SCHEDULERS

PARABOLA = formula("x**2")

KNOWN: dict[str, tuple[dict[str, Any], Callable[[int], float]]] = {
    "ConstantLR": ({"factor": 0.5, "total_iters": 3}, lambda k: 0.5 if k < 3 else 1.0),
    "CosineAnnealingLR": ({"T_max": 10}, lambda k: (1 + math.cos(math.pi * k / 10)) / 2),
    "CosineAnnealingWarmRestarts": (
        {"T_0": 4},
        lambda k: (1 + math.cos(math.pi * (k % 4) / 4)) / 2,
    ),
    "CyclicLR": (
        {"max_lr": 0.2, "step_size_up": 4},
        lambda k: 1.0 + (k if k < 4 else 8 - k) / 4 if k < 8 else 1.0 + (k - 8) / 4,
    ),
    "ExponentialLR": ({"gamma": 0.9}, lambda k: 0.9**k),
    "LinearLR": ({"start_factor": 0.2, "total_iters": 4}, lambda k: min(1.0, 0.2 + 0.2 * k)),
    "MultiStepLR": ({"milestones": (2, 5)}, lambda k: 0.1 ** ((k >= 2) + (k >= 5))),
    "PolynomialLR": ({"total_iters": 8, "power": 2.0}, lambda k: max(0.0, 1 - k / 8) ** 2),
    "StepLR": ({"step_size": 3, "gamma": 0.5}, lambda k: 0.5 ** (k // 3)),
}


def scheduled(name: str, options: dict[str, Any], **plan: Any) -> RunRecord:
    schedule = Schedule(name=name, options=options)
    return record(scenario(PARABOLA, run(1, schedule=schedule, **{"steps": 10, **plan}))).runs[0]


def test_every_schedule_of_torch_is_there_or_refused_with_a_reason() -> None:
    there = {
        name
        for name, kind in vars(torch.optim.lr_scheduler).items()
        if isinstance(kind, type) and name.endswith(("LR", "Restarts", "Plateau", "Scheduler"))
    } - {"LRScheduler"}
    assert {*SCHEDULES} == {*SCHEDULERS}
    assert there - {"_LRScheduler"} - {"SWALR"} == ({*SCHEDULES, *UNSUITABLE} - {"SWALR"})


@pytest.mark.parametrize("name", KNOWN)
def test_rates_follow_the_published_formula(name: str) -> None:
    options, share = KNOWN[name]
    found = scheduled(name, options, lr=0.1)
    known = [0.1 * share(k) for k in range(10)]
    np.testing.assert_allclose(found.lr, known, rtol=1e-12, atol=1e-15)


def test_one_cycle_rises_to_the_rate_of_the_run_and_ends_far_below() -> None:
    found = scheduled("OneCycleLR", {}, lr=0.5, steps=100)
    assert found.lr.max() == pytest.approx(0.5)
    assert found.lr[0] == pytest.approx(0.5 / 25)
    assert found.lr[-1] == pytest.approx(0.5 / 25 / 1e4)
    assert 28 <= found.lr.argmax() <= 30


def test_a_plateau_lowers_the_rate() -> None:
    found = scheduled("ReduceLROnPlateau", {"factor": 0.5, "patience": 2}, lr=1.0, steps=12)
    # A rate of 1 swings between 1 and -1 for ever, until the loss has not fallen for 3 steps.
    assert found.lr.tolist()[:5] == [1.0, 1.0, 1.0, 1.0, 0.5]
    assert found.loss[-1] == 0


@pytest.mark.parametrize("optimizer", ["SGD", "GD", "Adam", "RMSprop"])
def test_each_step_takes_its_own_rate(optimizer: str) -> None:
    found = scheduled("ExponentialLR", {"gamma": 0.5}, lr=0.4, steps=6, optimizer=optimizer)
    point = torch.tensor([1.0], dtype=torch.float64)
    kind = torch.optim.SGD if optimizer == "GD" else getattr(torch.optim, optimizer)
    method = kind([point], lr=0.4)
    schedule = torch.optim.lr_scheduler.ExponentialLR(method, 0.5)
    places = [1.0]
    for _ in range(6):
        point.grad = 2 * point
        method.step()
        schedule.step()
        places.append(point.item())
    np.testing.assert_allclose(found.parameters[:, 0], places, rtol=1e-14)


FILE = """title = "A"
lesson = "curve"
[objective]
formula = "x**2"
domain = {{ x = [-2, 2] }}
[start]
x = 1
[[runs]]
steps = 5
{line}
"""


def loaded(tmp_path: Path, line: str) -> Any:
    path = tmp_path / "case.toml"
    path.write_text(FILE.format(line=line))
    return load_scenario(path)


def test_a_rate_may_be_a_formula_in_the_step(tmp_path: Path) -> None:
    (found,) = record(loaded(tmp_path, 'lr = "0.4 / (1 + k)"')).runs
    np.testing.assert_allclose(found.lr, [0.4, 0.2, 0.4 / 3, 0.1, 0.08], rtol=1e-15)
    np.testing.assert_allclose(found.parameters[1:3, 0], [0.2, 0.2 * 0.6], rtol=1e-14)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("", "runs[0].lr: is missing: add a learning rate, as in lr = 0.1"),
        ('lr = "0.1"', 'runs[0].lr: must be a number, got "0.1": write 0.1'),
        ('lr = "0.1*t"', "(the step is called k, and is 0 at the first)"),
        ('lr = "0.1 - 0.04*k"', "must be 0 or more at every step, and is -0.02 at k = 3"),
        ('lr = "1/k"', "must be 0 or more at every step, and is inf at k = 0"),
        ('lr = "0*k"', "the step is called k"),
        (
            'lr = 0.1\nschedule = { name = "StepLR" }',
            "runs[0].schedule.step_size: is missing: StepLR needs it",
        ),
        (
            'lr = 0.1\nschedule = { name = "StepLR", step_size = 0 }',
            "runs[0].schedule.step_size: must be a whole number from 1 up to 100000, got 0",
        ),
        (
            'lr = 0.1\nschedule = { name = "MultiStepLR", milestones = 3 }',
            "runs[0].schedule.milestones: must be a list of whole numbers from 1",
        ),
        (
            'lr = 0.1\nschedule = { name = "StepRL", step_size = 3 }',
            '"StepRL" is not a schedule that can be used: did you mean "StepLR"?',
        ),
        (
            'lr = 0.1\nschedule = { name = "LambdaLR" }',
            "it takes a Python function: write a formula in k",
        ),
        (
            'lr = 0.1\nschedule = { name = "ExponentialLR", gamma = 0.9, last_epoch = 3 }',
            "runs[0].schedule.last_epoch: is not an option of ExponentialLR",
        ),
        (
            'lr = "0.5**k"\nschedule = { name = "ExponentialLR", gamma = 0.9 }',
            "runs[0].schedule: is a formula already",
        ),
        ('optimizer = "Newton"\nlr = 1', "runs[0].lr: has no meaning here, since Newton finds"),
        (
            'optimizer = "GD"\nlr = 1\noptions = { line_search = "exact" }',
            "runs[0].lr: has no meaning here, since the line search finds the length",
        ),
        (
            'optimizer = "BFGS"\nschedule = { name = "StepLR", step_size = 3 }',
            "runs[0].schedule: has no meaning here",
        ),
        ('optimizer = "GD"\nlr = 1\noptions = { shrink = 0.3 }', "is for backtracking"),
        ('optimizer = "BFGS"\noptions = { c1 = 0.95 }', "runs[0].options.c1: must be less than c2"),
        ("lr = 0.1\nnoise = 0.3", "runs[0].seed: is missing: add seed = 1"),
        ("lr = 0.1\nseed = 3", "runs[0].seed: is for mini-batches and noise"),
        ("lr = 0.1\nbatch_size = 3\nseed = 1", "needs data, and a formula has none"),
        ('optimizer = "GD"\nlr = 0.1\nnoise = 0.3\nseed = 1', "GD needs the whole loss: write SGD"),
    ],
)
def test_a_fault_is_one_sentence(line: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        loaded(tmp_path, line)
    (sentence,) = caught.value.problems
    assert fault in sentence
