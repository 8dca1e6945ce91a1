"""How runs end, and that the sentences about it are true."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from solver_cases import fit, formula, run, scenario

from gradreel.scenarios import Fit, Formula, load_scenario
from gradreel.scenarios.optimizers import has_rate
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.runs import goes_down, own_step
from gradreel.solver.descent import record
from gradreel.solver.ending import Outcome
from gradreel.solver.methods import METHODS
from gradreel.solver.numbers import rounded
from gradreel.solver.run_record import RunRecord
from gradreel.solver.scipy_optim import MINIMIZERS

CONVERGED, STEPS_SPENT = Outcome.CONVERGED, Outcome.STEPS_SPENT
OSCILLATING, DIVERGED = Outcome.OSCILLATING, Outcome.DIVERGED
BOWL = load_scenario("quadratic").objective
VALLEYS = load_scenario("two-valleys").objective
SQUARE = formula("x**2")
SADDLE = formula("x**2 - y**2", "x", "y")


@dataclass(frozen=True)
class Case:
    objective: Formula | Fit
    run: tuple[Any, ...]
    outcome: Outcome
    sentence: str


CASES = {
    "small steps": Case(
        BOWL,
        run(1, 1),
        STEPS_SPENT,
        "After 10 steps it is still on its way: the loss is -2.167 and getting lower.",
    ),
    "large steps": Case(
        BOWL,
        run(1, 1, lr=1),
        CONVERGED,
        "It has nearly reached the lowest point: after 10 steps the loss is -2.5.",
    ),
    "too large steps": Case(
        BOWL,
        run(1, 1, lr=2),
        OSCILLATING,
        "It keeps jumping between two places: the loss stays at -0.5.",
    ),
    "far too large steps": Case(
        BOWL,
        run(1, 1, lr=2.1),
        DIVERGED,
        "It diverged, overshooting more and more: after 10 steps the loss is 10.95.",
    ),
    "a single step": Case(
        SQUARE,
        run(1, steps=1),
        STEPS_SPENT,
        "After 1 step it is still on its way: the loss is 0.64 and getting lower.",
    ),
    "a single step too far": Case(
        SQUARE,
        run(1, steps=1, lr=1.5),
        STEPS_SPENT,
        "After 1 step it has not settled: the loss is 4, higher than at the start.",
    ),
    "a single step across": Case(
        SQUARE,
        run(1, steps=1, lr=1),
        STEPS_SPENT,
        "After 1 step it has not settled: the loss is 1, the same as at the start.",
    ),
    "growing for ever": Case(
        SQUARE,
        run(1, steps=5000, lr=1.05),
        DIVERGED,
        "It diverged, overshooting more and more: after 1811 steps the loss is 8.401e149.",
    ),
    "out of the domain": Case(
        formula("x - log(x)"),
        run(0.1, lr=0.01, steps=4, options={"momentum": 0.9}),
        STEPS_SPENT,
        "",
    ),
    "into an abyss": Case(
        formula("-x**4"),
        run(1, lr=0.1, steps=50),
        Outcome.UNBOUNDED,
        "It falls without end: step 7 leads beyond what can be computed, from -2.751e81.",
    ),
    "over the edge": Case(
        formula("log(x)**2"),
        run(2, lr=4, steps=10),
        Outcome.LEFT_DOMAIN,
        "Step 1 leads to x = -0.7726, where the formula has no value.",
    ),
    "a long way down after one leap up": Case(
        formula("x + 1/x**2 + sqrt(x)"),
        run(2, lr=1.6, steps=10),
        STEPS_SPENT,
        "After 10 steps it has not settled: the loss is 247.8, higher than at the start.",
    ),
    "towards an inflection": Case(
        formula("x**4/4 + x**3/3"),
        run(-1.4, lr=2.2, steps=60),
        STEPS_SPENT,
        "",
    ),
    "a start at the lowest point": Case(
        SQUARE,
        run(0),
        Outcome.AT_START,
        "The start is the lowest point already: the slope there is 0.",
    ),
    "a local minimum": Case(
        VALLEYS,
        run(1.3, 1, lr=0.3, steps=100),
        CONVERGED,
        "It has nearly reached a minimum: after 100 steps the loss is -0.1292.",
    ),
    "on a saddle": Case(
        SADDLE,
        run(1, 0, lr=0.4, steps=60),
        Outcome.SADDLE,
        "It reached a saddle after 18 steps, though the ground falls to some sides.",
    ),
    "on a maximum": Case(
        formula("cos(x)"),
        run(0),
        Outcome.STATIONARY,
        "The start is a maximum: the slope is 0, though the ground falls all around.",
    ),
    "not yet past a saddle": Case(
        SADDLE,
        run(1, 1e-9, steps=30),
        Outcome.SADDLE,
        "It has nearly reached a saddle after 30 steps, though the ground falls to some sides.",
    ),
    "on a plateau": Case(
        formula("tanh(x)**2"),
        run(400),
        Outcome.PLATEAU,
        "The ground is flat here: the slope is 0, and the loss stays at 1.",
    ),
    "two answers for one weight too many": Case(
        fit("X @ w", (1, 2, 5)),
        run(0, 0, lr=0.1, steps=60),
        CONVERGED,
        "It arrived on a flat valley floor with loss 0: every fit through this point is as good.",
    ),
    "a loss below": Case(
        SQUARE,
        run(1, steps=50, stop={"loss_below": 1e-6}),
        CONVERGED,
        "It arrived after 31 steps: the loss fell below 1e-6.",
    ),
    "a loss below at the start": Case(
        SQUARE,
        run(1, stop={"loss_below": 2}),
        CONVERGED,
        "There was nothing to do: the loss is below 2 at the start.",
    ),
    "a loss change below": Case(
        BOWL,
        run(1, 1, steps=500, stop={"loss_change_below": 1e-3}),
        CONVERGED,
        "It settled after 36 steps: the loss is -2.493, and hardly changes any more.",
    ),
    "a stop that is not met": Case(
        SQUARE,
        run(1, steps=5, stop={"loss_below": 1e-6, "loss_change_below": 1e-9}),
        STEPS_SPENT,
        "After 5 steps it is still on its way: the loss is 0.1074 and getting lower.",
    ),
    "between two places with different losses": Case(
        formula("exp(x) - x"),
        run(1, lr=2.2, steps=200),
        OSCILLATING,
        "It keeps jumping between two places: the loss goes from 1.096 to 1.196 and back.",
    ),
    "a chaotic bounce": Case(
        formula("x**4 - x**2"),
        run(0.3, lr=0.95, steps=200),
        OSCILLATING,
        "",
    ),
    "a zigzag uphill": Case(
        formula("y - x**2", "x", "y"),
        run(0.1, 0, lr=1, steps=20, options={"maximize": True}),
        STEPS_SPENT,
        "After 20 steps it has not settled: the loss is 19.99, higher than at the start.",
    ),
    "a slowly calming bounce": Case(SQUARE, run(1, lr=0.999, steps=40), STEPS_SPENT, ""),
    "a ball that keeps rolling": Case(
        SQUARE, run(1, lr=0.01, steps=400, options={"momentum": 1.0}), OSCILLATING, ""
    ),
    "a ball passing the lowest point": Case(
        SQUARE,
        run(1, lr=0.01, steps=13, options={"momentum": 0.99}),
        Outcome.RAN_PAST,
        "It was at a loss of 0.0005433 after 11 steps, ran past, and is at 0.08087.",
    ),
    "swings that widen": Case(
        SQUARE, run(1, lr=0.2, steps=60, options={"momentum": 1.08}), DIVERGED, ""
    ),
    "a weight that decay holds back": Case(
        SQUARE,
        run(1, lr=0.1, steps=400, optimizer="SGD", options={"weight_decay": 1.0}),
        CONVERGED,
        "",
    ),
    "held back from the minimum": Case(
        formula("(x - 1)**2"),
        run(0, lr=0.1, steps=400, options={"weight_decay": 1.0}),
        Outcome.HELD,
        "Weight decay holds it: it rests where the slope is 0.6667 and the loss 0.1111.",
    ),
    "a step too small to be taken": Case(
        SQUARE,
        run(1, lr=1e-30),
        STEPS_SPENT,
        "It stands still after 10 steps: the loss is 1, but the slope is 2.",
    ),
}


def recorded(case: Case) -> RunRecord:
    return record(scenario(case.objective, case.run)).runs[0]


@pytest.mark.parametrize("name", CASES)
def test_runs_end_as_they_should(name: str) -> None:
    case = CASES[name]
    ending = recorded(case).ending
    assert ending.outcome is case.outcome
    assert case.sentence in ("", worded(ending.message))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.5, "-0.5"),
        (-2.167225, "-2.167"),
        (12345.6, "12346"),
        (99999.9, "100000"),
        (1e6, "1e6"),
        (-1.23456e9, "-1.235e9"),
        (0.0001, "0.0001"),
        (0.00009, "9e-5"),
        (7.8734843e-97, "7.873e-97"),
        (120.0, "120"),
    ],
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert rounded(value) == text


@given(st.floats(-1e150, 1e150))
def test_numbers_are_right_to_four_digits(value: float) -> None:
    assert float(rounded(value)) == pytest.approx(value, rel=6e-4, abs=0)
    mantissa = rounded(value).split("e")[0].lstrip("-")
    digits = mantissa.replace(".", "").strip("0")
    assert len(digits) <= 4 or "." not in mantissa


def _true(one: RunRecord) -> bool:
    """Whether the parts of a sentence that can be checked alone fit the numbers."""
    sentence, loss = worded(one.ending.message), one.loss
    row = one.ending.step if one.ending.step is not None else one.steps
    lengths = np.linalg.norm(np.diff(one.parameters, axis=0), axis=1)
    promises = {
        "ran past": 0 < row < one.steps and loss[row] == loss.min() < loss[-1],
        "falls without end": (np.diff(loss)[-3:] < 0).all(),
        "leapt": one.steps > 0 and lengths.argmax() == row - 1,
        "start is": (one.steps > 0 or one.run.optimizer in MINIMIZERS)
        and np.ptp(one.parameters, axis=0).max() <= 1e-13,
        "has no value": len(one.beyond) == 1,
        "a kink": len(one.ending.slopes) == 2 and one.ending.slopes[0] != one.ending.slopes[1],
        "still falling": loss[-1] < loss[-2:].max() and loss[-1] < loss[0],
        "higher than at the start": loss[-1] > loss[0],
        "lower than at the start": loss[-1] < loss[0],
        "the same as at the start": loss[-1] == loss[0],
        "the lowest point": loss[-1] <= loss.min() + 1e-3 * np.ptp(loss),
        "two places": np.allclose(one.parameters[-1], one.parameters[-3:][0], rtol=1e-4),
    }
    counted = re.findall(r"fter (\d+ steps?)", sentence)
    named = [one.steps] if one.ending.step is None else [one.steps, one.ending.step]
    grammar = counted in ([], *([f"{n} step" + "s" * (n != 1)] for n in named))
    return grammar and all(kept for words, kept in promises.items() if words in sentence)


FORMULAS = (
    "x**2 + y**2/9",
    "x**4 - x**2 + y**2",
    "x*y",
    "sin(x)*cos(y)",
    "log(x) + y**2",
    "exp(x) + abs(y)",
    "-x**2 - y**2",
    "(1 - x)**2 + 10*(y - x**2)**2",
    "sqrt(x**2 + y**2 + 1)",
    "tanh(x) + y",
)


@settings(max_examples=300)
@given(
    st.sampled_from(FORMULAS),
    st.sampled_from(sorted(METHODS)),
    st.floats(-3, 3),
    st.floats(-3, 3),
    st.floats(-5, 2),
    st.integers(1, 40),
    st.sampled_from([None, 1e-3]),
)
@example("log(x) + y**2", "trust-exact", 0.0, 0.0, 0.0, 1, None)
def test_every_ending_is_one_short_true_sentence(
    text: str, optimizer: str, x: float, y: float, lr: float, steps: int, change: float | None
) -> None:
    plan = run(
        abs(x) + 0.1 if "log" in text else x,
        y,
        lr=10**lr if has_rate(optimizer, {}) else None,
        steps=steps,
        optimizer=optimizer,
        stop={"loss_change_below": change},
    )
    one = record(scenario(formula(text, "x", "y"), plan)).runs[0]
    sentence = worded(one.ending.message)
    assert re.fullmatch(r"[A-Z][^\n<>{}$_*]*\.", sentence)
    assert not re.search(r"nan|inf\b|None", sentence)
    assert len(sentence.split()) <= 17
    assert _true(one), one.ending
    if one.ending.outcome is DIVERGED:
        assert "It diverged" in sentence
    elif one.ending.outcome in (Outcome.LEFT_DOMAIN, Outcome.UNBOUNDED, Outcome.FAILED):
        assert "It diverged" not in sentence
    elif change is None:
        assert one.steps == steps or optimizer in MINIMIZERS  # which end when they are content


@pytest.mark.parametrize("factor", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize(
    "name", ["small steps", "large steps", "too large steps", "a local minimum"]
)
def test_the_outcome_does_not_depend_on_the_unit_of_the_loss(name: str, factor: float) -> None:
    case = CASES[name]
    start, others = case.run
    assert isinstance(case.objective, Formula)
    scaled = formula(f"{factor!r}*({case.objective.formula})", "x", "y")
    plan = start, others | {"lr": others["lr"] / factor}
    assert record(scenario(scaled, plan)).runs[0].ending.outcome is case.outcome


@pytest.mark.parametrize(
    ("name", "outcomes"),
    {
        "quadratic": [STEPS_SPENT, CONVERGED, OSCILLATING],
        "parabola": [CONVERGED, STEPS_SPENT, CONVERGED, DIVERGED],
        "noisy-line": [CONVERGED, CONVERGED],
        "one-weight": [CONVERGED, STEPS_SPENT, CONVERGED, DIVERGED],
        "two-weights": [STEPS_SPENT, STEPS_SPENT, DIVERGED, CONVERGED],
    }.items(),
)
def test_shipped_runs_end_as_their_lessons_say(name: str, outcomes: list[Outcome]) -> None:
    recording = record(load_scenario(name))
    assert [one.ending.outcome for one in recording.runs] == outcomes


@pytest.mark.parametrize("optimizer", sorted(METHODS))
def test_what_is_said_of_every_method_begins_with_a_capital(optimizer: str) -> None:
    plan = run(1.0, 0.5, lr=0.1 if has_rate(optimizer, {}) else None, steps=2, optimizer=optimizer)
    one = record(scenario(formula("x**2 + y**2/9", "x", "y"), plan)).runs[0]
    for said in (goes_down(one), own_step(one)):
        assert re.match(r"[A-Z]", worded(said))
