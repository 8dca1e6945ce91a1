"""The programs on screen, typed in, give the numbers recorded, also where a formula overflows."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pytest
import torch
from solver_cases import formula, run, scenario

from gradreel.scenes.parts.source_code import Line, by_autograd, by_hand, by_optimizer
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of

STEPS, RATE = 4, 0.25
FAR = [
    ("log(1 + exp(x))", 800.0),
    ("log(exp(2*x) + 3*exp(-x))", 500.0),
    ("3*log(1 + exp(-x)) + x**2/9", -900.0),
    ("x/(1 + exp(x))", 750.0),
    ("x/(1 + exp(-x)) + x**2", -800.0),
    ("exp(x)/(1 + exp(x)) + x**2/3", 720.0),
    ("x**2/(1 + exp(x))**2 + x", 400.0),
    ("log(cosh(x))", -900.0),
    ("exp(tanh(x)) - tanh(x)", 25.0),
    ("sqrt(x**2 + 1) - 1", 1e-9),
    ("1 - cos(x)", 1e-9),
    ("exp(x) - x", 1e-10),
    ("log(exp(x)**2 + exp(-x)**2)", 380.0),
    ("1/cosh(x)**2 + x", 400.0),
]
NEAR = ["log(1 + exp(x))", "x/(1 + exp(x))", "tanh(x)", "1 - cos(x)", "sqrt(x**2 + 1) - 1"]


def programs(text: str, start: float) -> list[tuple[list[Line], list[float]]]:
    """The three programs of a run, and the places that each goes to by the recording."""
    told = scenario(formula(text), run(start, lr=RATE, steps=STEPS))
    objective, one = objective_of(told), record(told).runs[0]
    places, (hand, autograd) = one.parameters[:, 0], one.ways[:, :, 0]
    return [
        (by_hand(objective, RATE, places), hand.tolist()),
        (by_autograd(objective, places), autograd.tolist()),
        (by_optimizer(objective, RATE, places), places.tolist()),
    ]


def ran(lines: list[Line], start: Any) -> list[float]:
    """The places that a program goes to when it is run so many times."""
    source = "\n".join(line for line, _ in lines)
    names = {"np": np, "torch": torch, "math": math, "x": start, "lr": RATE}
    places = [start.item() if isinstance(start, torch.Tensor) else start]
    for _ in range(STEPS):
        exec(source, names)
        places.append(torch.as_tensor(names["x"], dtype=torch.float64).item())
    return places


@pytest.mark.parametrize(("text", "start"), [*FAR, *((text, 0.75) for text in NEAR)])
def test_a_program_gives_the_places_recorded(text: str, start: float) -> None:
    (hand, places), *ways = programs(text, start)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numpy's, of an infinity that is divided by
        assert ran(hand, start) == pytest.approx(places, rel=1e-12, abs=0)
    for way, places in ways:
        tensor = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        assert ran(way, tensor) == pytest.approx(places, rel=1e-12, abs=0)


@pytest.mark.parametrize("text", NEAR)
def test_a_formula_stays_as_it_was_written_where_that_will_do(text: str) -> None:
    lines = [line for way, _ in programs(text, 0.75) for line, _ in way]
    assert not any(name in line for line in lines for name in ("logaddexp", "sigmoid", "hypot"))
