"""The programs on screen, typed in, give the numbers recorded, also where a formula overflows."""

from __future__ import annotations

import math
import random
import warnings
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
import torch
from generators.formulas import random_formula, random_point
from solver_cases import formula, run, scenario
from spoken import sentences, written

from gradreel.scenarios import ScenarioError
from gradreel.scenarios.syntax import FormulaError
from gradreel.scenes.parts.formulas.source_code import Program, by_autograd, by_hand, by_optimizer
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from gradreel.solver.message import message
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


# What torch multiplies, or the formula itself divides, is beyond float64 or rounded on the way.
LOST = [
    ("log(1/sinh(1/cosh(x)))", -505.0, "autograd"),
    ("(1 - tanh(x)**2)**(1/3) + x", 839.9, "autograd"),
    ("acos(cos(pi*x/2))", 4.827548105046884e-12, "autograd"),
    ("7*x/3 - 1/sinh(-x)", 860.65, "all"),
    ("cos(pi*(x - 3))", 4.65e-10, "all"),
]
# Forms that autograd would lose as they are written, and does not as they are typed.
KEPT = [
    ("exp(x)/(exp(x) + exp(x + 1))", 0.5),
    ("x*sin(pi)", 1.5),
    ("log(1/(1 + exp(-(x + 3))))", -416.25),
    ("log(cosh(x))", 2.3e-11),
    ("1/cosh(x) + x/3", 860.0),
    ("(x - 1)/cosh(x)", 750.5),
]


def programs(text: str, start: float) -> list[tuple[Program, list[float]]]:
    """The three programs of a run, and the places that each goes to by the recording."""
    told = scenario(formula(text), run(start, lr=RATE, steps=STEPS))
    objective, one = objective_of(told), record(told).runs[0]
    columns = (*one.ways[:, :, 0], one.parameters[:, 0])
    ways = zip((by_hand, by_autograd, by_optimizer), columns, strict=True)
    return [(way(objective, RATE, places), places.tolist()) for way, places in ways]


def ran(program: Program, start: Any, steps: int = STEPS) -> list[float]:
    """The places that a program goes to when it is run so many times."""
    source = "\n".join(line for line, _ in program.lines)
    names = {"np": np, "torch": torch, "math": math, "x": start, "lr": RATE}
    places = [start.item() if isinstance(start, torch.Tensor) else start]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numpy's, of an infinity that is divided by
        for _ in range(steps):
            exec(source, names)
            places.append(torch.as_tensor(names["x"], dtype=torch.float64).item())
    return places


def leaf(place: float) -> torch.Tensor:
    """The parameter at a place, as torch takes it."""
    return torch.tensor(place, dtype=torch.float64, requires_grad=True)


@pytest.mark.parametrize(("text", "start"), [*FAR, *KEPT, *((text, 0.75) for text in NEAR)])
def test_a_program_gives_the_places_recorded(text: str, start: float) -> None:
    (hand, places), *ways = programs(text, start)
    assert ran(hand, start) == pytest.approx(places, rel=1e-12, abs=0)
    for way, places in ways:
        assert ran(way, leaf(start)) == pytest.approx(places, rel=1e-12, abs=0)
    assert all(program.right.all() for program in (hand, *(way for way, _ in ways)))


@pytest.mark.parametrize(("text", "start", "lost"), LOST)
def test_a_program_that_loses_a_slope_says_so(text: str, start: float, lost: str) -> None:
    (hand, places), *ways = programs(text, start)
    kept = np.isclose(ran(hand, start, 1)[1], places[1], rtol=1e-12, atol=0)
    assert kept == hand.right[0] == (lost != "all")
    assert len(places) == STEPS + 1
    for way, _ in ways:
        assert not way.right[0]
        assert not np.isclose(ran(way, leaf(start), 1)[1], places[1], rtol=1e-12, atol=0)


def lessons(count: int) -> Iterator[list[tuple[Program, list[float]]]]:
    """The programs of runs on random formulas, usual ones and far-fetched ones."""
    rng = random.Random(1)
    while count:
        text = random_formula(rng, 3).replace("y", "x")
        with suppress(FormulaError, ScenarioError):
            yield programs(text, random_point(rng)["x"])
            count -= 1


def test_whether_a_program_holds_is_as_torch_has_it() -> None:
    for (hand, places), *ways in lessons(40):
        for way, begin in ((hand, float), *((way, leaf) for way, _ in ways)):
            if any("…" in line for line, _ in way.lines):
                continue  # there is no room for all of it
            for place, after, right in zip(places, places[1:], way.right, strict=False):
                off = abs(ran(way, begin(place), 1)[1] - after)
                largest = 1e-12 * max(abs(place), abs(after))
                assert off <= 2 * largest if right else not off < largest / 2


@pytest.mark.parametrize(("text", "start", "lost"), LOST)
def test_dashes_stand_for_what_a_program_has_lost(text: str, start: float, lost: str) -> None:
    recording = record(scenario(formula(text), run(start, lr=RATE, steps=STEPS)))
    *_, last = sentences(recording, "ways")
    assert last == worded(message("curve-numbers-lost"))
    assert "\N{EN DASH}" in written(recording, "ways")


@pytest.mark.parametrize("text", NEAR)
def test_a_formula_stays_as_it_was_written_where_that_will_do(text: str) -> None:
    lines = [line for way, _ in programs(text, 0.75) for line, _ in way.lines]
    assert not any(name in line for line in lines for name in ("logaddexp", "sigmoid", "hypot"))
