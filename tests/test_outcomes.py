"""Many descents of many kinds, each with the outcome that it has to have."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import pytest
from case_files import case
from solver_cases import fit, run, scenario

from gradreel.scenarios import Fit, Formula, Scenario, load_scenario
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from gradreel.solver.ending import Outcome
from gradreel.solver.recording import Recording

Box = tuple[float, float]

CONVERGED, AT_START, SADDLE = Outcome.CONVERGED, Outcome.AT_START, Outcome.SADDLE
STATIONARY, PLATEAU, KINK = Outcome.STATIONARY, Outcome.PLATEAU, Outcome.KINK
UNBOUNDED, LEFT_DOMAIN, RAN_PAST = Outcome.UNBOUNDED, Outcome.LEFT_DOMAIN, Outcome.RAN_PAST
OSCILLATING, STEPS_SPENT, HELD = Outcome.OSCILLATING, Outcome.STEPS_SPENT, Outcome.HELD
THROWN, DIVERGED, FAILED = Outcome.THROWN, Outcome.DIVERGED, Outcome.FAILED

ROSENBROCK = "(1 - x)**2 + 100*(y - x**2)**2"
HIMMELBLAU = "(x**2 + y - 11)**2 + (x + y**2 - 7)**2"
WELLS = "(x**2 - 1)**2 + y**2"
MONKEY = "x**3 - 3*x*y**2"
HEAVY = {"momentum": 0.9}


class Descent(NamedTuple):
    """A formula in x, or in x and y, over a square domain; where from, how, and how it ends."""

    formula: str
    domain: Box
    start: tuple[float, ...]
    lr: float
    steps: int
    outcome: Outcome
    others: dict[str, Any] = {}  # noqa: RUF012  (never changed)

    @property
    def scenario(self) -> Scenario:
        names = ("x", "y")[: len(self.start)]
        objective = Formula(formula=self.formula, domain=dict.fromkeys(names, self.domain))
        return scenario(objective, run(*self.start, lr=self.lr, steps=self.steps, **self.others))


def by(optimizer: str, **others: Any) -> dict[str, Any]:
    return {"optimizer": optimizer, **others}


def rising(side: str) -> str:
    """The larger one of a side and 0."""
    return f"(({side} + abs({side}))/2)"


DISC = rising("(sqrt(x**2 + y**2) - 1)")

DESCENTS = [
    # Long valleys: on the way, arrived, and thrown out of them
    Descent(ROSENBROCK, (-2, 2), (-1, 1), 1e-3, 1000, STEPS_SPENT),
    Descent(ROSENBROCK, (-2, 2), (-1, 1), 0.1, 50, DIVERGED),
    Descent(ROSENBROCK, (-2, 2), (1, 1), 0.1, 10, AT_START),
    Descent(ROSENBROCK, (-2, 2), (-1, 1), 1, 20, CONVERGED, by("LBFGS")),
    Descent(ROSENBROCK, (-2, 2), (-1, 1), 0.05, 100, STEPS_SPENT, by("Adam")),
    Descent(HIMMELBLAU, (-5, 5), (0, 0), 0.01, 200, CONVERGED),
    Descent(HIMMELBLAU, (-5, 5), (0, 0), 0.03, 100, OSCILLATING),
    Descent(HIMMELBLAU, (-5, 5), (3, 2), 0.01, 10, AT_START),
    # Kinks
    Descent("abs(x)", (-2, 2), (0,), 0.3, 10, KINK),
    Descent("abs(x)", (-2, 2), (1,), 0.3, 10, KINK),
    Descent("abs(x)", (-2, 2), (-1.7,), 0.3, 40, KINK),
    Descent("abs(x)", (-2, 2), (1,), 0.25, 10, CONVERGED),
    Descent("abs(x)", (-2, 2), (1,), 0.25, 4, CONVERGED),
    Descent("abs(x)", (-2, 2), (1,), 0.01, 200, CONVERGED),
    Descent("abs(x)", (-2, 2), (1,), 0.1, 5, STEPS_SPENT),
    Descent("sqrt(abs(x))", (-2, 2), (1,), 0.1, 200, KINK, by("Adam")),
    Descent("abs(x)", (-2, 2), (1,), 0.1, 100, KINK, by("Adam")),
    Descent("abs(x)", (-2, 2), (1,), 0.01, 500, CONVERGED, by("Adam")),
    Descent("abs(x)", (-2, 2), (1,), 0.1, 60, CONVERGED, by("Rprop")),
    Descent("-abs(x)", (-2, 2), (0,), 0.3, 10, KINK),
    Descent("sqrt(x**2)", (-2, 2), (1,), 0.3, 40, KINK),
    Descent("(x + 2 + abs(x - 2))/2 + x**2/9", (-4, 4), (2,), 0.3, 4, STEPS_SPENT),
    Descent("abs(x) + y**2", (-2, 2), (1, 1), 0.15, 40, KINK),
    Descent("abs(x - y) + x**2/4", (-2, 2), (1, 0.3), 0.15, 40, KINK),
    Descent("sqrt(x**2 + y**2)", (-2, 2), (1, 1), 0.3, 40, KINK),
    Descent("sqrt(x**2 + y**2 + 1)", (-2, 2), (1, 1), 0.5, 60, CONVERGED),
    # Minima that are flatter than a parabola, or not isolated
    Descent("x**4", (-2, 2), (1,), 0.1, 500, STEPS_SPENT),
    Descent("x**4", (-2, 2), (1,), 0.1, 2500, CONVERGED, {"options": HEAVY}),
    Descent("x**4", (-2, 2), (0,), 0.1, 10, AT_START),
    Descent("(x*y - 1)**2", (-3, 3), (2, 2), 0.05, 200, CONVERGED),
    Descent("(x*y - 1)**2", (-3, 3), (2, 2), 0.01, 300, CONVERGED),
    Descent("(x*y - 1)**2", (-3, 3), (1.342, 2.616), 0.013, 50, CONVERGED),
    Descent("(x**2 + y**2 - 1)**2", (-2, 2), (1.5, 0.5), 0.05, 200, CONVERGED),
    Descent("1e9*y**2 + 1e-9*x**2", (-2, 2), (1, 1), 5e-10, 50, STEPS_SPENT),
    Descent("1e9*y**2 + 1e-9*x**2", (-2, 2), (0, 1), 5e-10, 50, CONVERGED),
    Descent("(x + 2*y)**2", (-2, 2), (1, 1), 0.05, 60, CONVERGED),
    # Floors that end where the ground begins to rise
    Descent(f"{rising('x')}**2 + y**2", (-3, 3), (2, 2), 0.1, 25, CONVERGED),
    Descent(f"{rising('x')}**2 + y**2", (-3, 3), (2, 2), 0.1, 15, STEPS_SPENT),
    Descent(f"{rising('(abs(x) - 1)')}**2", (-3, 3), (2,), 0.1, 40, CONVERGED),
    Descent(f"{rising('(abs(x) - 1)')}**2 + y**2", (-3, 3), (2.5, 1), 0.1, 50, CONVERGED),
    Descent(f"{DISC}**2", (-3, 3), (1.4, 1.383686), 0.1, 50, CONVERGED),
    Descent(f"{DISC}**2", (-3, 3), (2.6, 1.810828), 0.05, 100, CONVERGED),
    Descent(f"{DISC}**2", (-3, 3), (2.6, 1.810828), 0.05, 20, STEPS_SPENT),
    Descent("(x + 2*y)**2", (-2, 2), (2, -1), 0.05, 60, AT_START),
    Descent("(x + 2*y)**2", (-2, 2), (1, 1), 0.001, 20, STEPS_SPENT),
    # Where the slope vanishes, but not at a minimum
    Descent("x**2 - y**2", (-2, 2), (1, 0), 0.1, 60, SADDLE),
    Descent("x**2 - y**2", (-2, 2), (0, 0), 0.1, 10, SADDLE),
    Descent("x**2 - y**2", (-2, 2), (1, 1e-9), 0.1, 40, SADDLE),
    Descent("x**2 - y**2", (-2, 2), (1, 0.001), 0.1, 40, UNBOUNDED),
    Descent("x**2 - y**2 + y**4", (-2, 2), (1, 1e-7), 0.1, 40, STEPS_SPENT, {"options": HEAVY}),
    Descent("x**2 - y**2 + y**4", (-2, 2), (1, 1e-7), 0.1, 400, CONVERGED, {"options": HEAVY}),
    Descent("x*y", (-2, 2), (1, 1), 0.1, 60, SADDLE),
    Descent(MONKEY, (-2, 2), (0, 0), 0.1, 10, SADDLE),
    Descent(WELLS, (-2, 2), (0, 1), 0.1, 60, SADDLE),
    Descent(WELLS, (-2, 2), (1e-4, 1), 0.05, 40, STEPS_SPENT),
    Descent(WELLS, (-2, 2), (1e-4, 1), 0.05, 200, CONVERGED),
    Descent("cos(x)", (-4, 4), (0,), 0.1, 10, STATIONARY),
    Descent("-x**2 - y**2", (-2, 2), (0, 0), 0.1, 10, STATIONARY),
    Descent("(x**2 + y**2 - 1)**2", (-2, 2), (0, 0), 0.05, 20, STATIONARY),
    Descent("x**3", (-2, 2), (0,), 0.1, 10, STATIONARY),
    # Plateaus
    Descent("tanh(x)**2", (-5, 5), (4,), 0.1, 50, PLATEAU),
    Descent("tanh(x)**2", (-5, 5), (1,), 0.1, 5, STEPS_SPENT),
    Descent("tanh(x)**2", (-5, 5), (3,), 1, 1000, CONVERGED),
    Descent("tanh(x)**2", (-500, 500), (400,), 0.1, 10, PLATEAU),
    Descent("1/(1 + exp(-x))", (-9, 9), (8,), 0.1, 50, PLATEAU),
    Descent("-exp(-x**2 - y**2)", (-4, 4), (3, 2), 0.1, 50, PLATEAU),
    Descent("exp(-x)", (-1, 9), (5,), 0.1, 20, STEPS_SPENT),
    # No lowest point
    Descent("x**2 - x*y", (-9, 9), (0, 5), 0.01, 1000, UNBOUNDED),
    Descent("-x**2", (-2, 2), (1,), 0.1, 5, UNBOUNDED),
    Descent("-x**4", (-2, 2), (1,), 0.1, 50, UNBOUNDED),
    Descent("x**3", (-2, 2), (-1,), 0.1, 6, UNBOUNDED),
    Descent("x*y", (-2, 2), (1, 0.9), 0.1, 40, UNBOUNDED),
    Descent("x**2/10 - x - 2*y", (-3, 3), (3, 3), 0.1, 20, UNBOUNDED),
    Descent("(x - y)**2 + x/9 + y/9", (-3, 3), (3, 1), 0.1, 20, UNBOUNDED),
    Descent("(x - y)**2 + x/9 + y/9", (-3, 3), (3, 1), 0.6, 20, DIVERGED),
    Descent("-cosh(x)", (-2, 2), (1,), 0.1, 12, UNBOUNDED),
    Descent("x**4 - x**2", (-2, 2), (0.01,), 0.1, 8, STEPS_SPENT),
    Descent("sin(x)", (-9, 9), (1.6,), 0.1, 8, STEPS_SPENT),
    # The domain of the formula, and the bounds of float64
    Descent("x - log(x)", (0.05, 4), (3,), 5, 20, LEFT_DOMAIN),
    Descent("x - log(x)", (0.05, 4), (3,), 0.5, 20, CONVERGED),
    Descent("exp(x) - log(x)", (0.001, 2.5), (1.6,), 0.5, 25, LEFT_DOMAIN),
    Descent("sqrt(x) + x/9", (0, 5), (2,), 0.5, 30, LEFT_DOMAIN),
    Descent("asin(x) + x", (-1, 1), (0,), 0.6, 5, LEFT_DOMAIN),
    Descent("x**1.5", (0, 5), (1,), 1, 5, LEFT_DOMAIN),
    Descent("x**4", (-50, 50), (30,), 1, 60, DIVERGED),
    Descent("exp(x**2)", (-3, 3), (2,), 1, 60, DIVERGED),
    # Leaps
    Descent("exp(x) - x", (-5, 30), (25,), 0.1, 20, THROWN),
    Descent("exp(x) - x", (-5, 30), (25,), 0.1, 1, THROWN),
    Descent("exp(x) + sqrt(sqrt(x**2 + 1))", (-9, 30), (20,), 0.1, 50, THROWN),
    Descent("exp(x) + exp(-x/50)", (-9, 30), (20,), 0.1, 50, DIVERGED),
    # Overshooting, bouncing, running past
    Descent("x**2", (-2, 2), (1,), 1, 10, OSCILLATING),
    Descent("x**2", (-2, 2), (1,), 0.99, 10, STEPS_SPENT),
    Descent("x**2", (-2, 2), (1,), 1.01, 90, DIVERGED),
    Descent("x**2", (-2, 2), (1,), 1.9, 100, OSCILLATING, {"options": HEAVY}),
    Descent("x**2", (-2, 2), (1,), 1.91, 200, DIVERGED, {"options": HEAVY}),
    Descent("1 - cos(x)", (-4, 4), (0.01,), 2.2, 60, OSCILLATING),
    Descent("1000*(x - y)**2 + (x + y - 2)**2/1000", (-4, 4), (-3, 3), 5e-4, 99, OSCILLATING),
    Descent("1000*(x - y)**2 + (x + y - 2)**2/1000", (-4, 4), (-3, 3), 4e-4, 99, STEPS_SPENT),
    Descent("(x**2 + y**2 - 1)**2", (-2, 2), (1.2, 0.3), 0.25, 60, OSCILLATING),
    Descent("x**2", (-11, 11), (-10,), 0.5, 40, RAN_PAST, by("Adam")),
    Descent("x**2", (-11, 11), (-10,), 0.02, 20, RAN_PAST, {"options": HEAVY}),
    Descent("x**2", (-11, 11), (-10,), 0.02, 300, CONVERGED, {"options": HEAVY}),
    Descent("x**2 + y**2", (-11, 11), (-10, 9), 0.02, 20, RAN_PAST, {"options": HEAVY}),
    # Far out, where a wave is finer than the digits of a place
    Descent("-x*x*(1 + tanh(sin(x)))", (-600, 600), (506.6006,), 0.25, 4, STEPS_SPENT),
    Descent("x*sin(x)", (-1000, 1000), (1000,), 4, 80, OSCILLATING),
    Descent("x*cos(x)", (-300, 300), (300,), 4, 40, OSCILLATING),
    # Beside a jump, which is no kink
    Descent("1 - 1/(1 + exp(-2/x))", (-1, 1), (1.5389e-07,), 0.25, 4, AT_START),
    # Arrived with one step, and on the way with one
    Descent("x**2", (-2, 2), (1,), 0.5, 1, CONVERGED),
    Descent("x**2", (-2, 2), (1,), 0.5, 10, CONVERGED),
    Descent("x**2", (-2, 2), (1,), 0.49, 1, STEPS_SPENT),
    Descent("x**2", (-2, 2), (1,), 1, 1, CONVERGED, by("LBFGS")),
    Descent("x**2", (-2, 2), (0,), 1, 10, AT_START, by("Adam")),
    Descent("x**2", (-2, 2), (0,), 1, 10, AT_START, {"options": HEAVY}),
    # Held by an option, or by a rate too small
    Descent("(x - 1)**2", (-3, 3), (0,), 0.1, 400, HELD, {"options": {"weight_decay": 1.0}}),
    Descent("(x - 1)**2", (-3, 3), (0,), 0.1, 60, HELD, {"options": {"weight_decay": 0.5}}),
    Descent("(x - 1)**2", (-3, 3), (0,), 0.1, 4, STEPS_SPENT, {"options": {"weight_decay": 0.5}}),
    Descent("(x - 1)**2", (-3, 3), (0,), 0.1, 60, CONVERGED, {"options": {"weight_decay": 1e-4}}),
    Descent(
        "x**2 + (y - 2)**2",
        (-3, 3),
        (1, 0),
        0.05,
        400,
        HELD,
        by("Adam", options={"weight_decay": 1}),
    ),
    Descent("x**2", (-2, 2), (1,), 1e-30, 10, STEPS_SPENT),
    # Told to stop
    Descent("x**2", (-2, 2), (1,), 0.1, 99, CONVERGED, {"stop": {"loss_below": 1e-3}}),
    Descent("x**2", (-2, 2), (1,), 0.1, 99, CONVERGED, {"stop": {"loss_change_below": 1e-6}}),
    Descent("x**2", (-2, 2), (1,), 1e-9, 99, STEPS_SPENT, {"stop": {"loss_change_below": 1e-6}}),
    Descent("x**2", (-2, 2), (1,), 1, 99, STEPS_SPENT, {"stop": {"loss_change_below": 1e-6}}),
    Descent("tanh(x)**2", (-9, 9), (8,), 0.1, 9, PLATEAU, {"stop": {"loss_change_below": 1e-3}}),
    # Optimisers of every kind on a parabola
    Descent("x**2", (-11, 11), (-10,), 0.5, 40, CONVERGED, by("Rprop")),
    Descent("x**2", (-11, 11), (-10,), 1, 40, CONVERGED, by("LBFGS")),
    Descent("x**2", (-11, 11), (-10,), 0.1, 40, STEPS_SPENT, by("RMSprop")),
    Descent("x**2", (-11, 11), (-10,), 1, 40, STEPS_SPENT, by("Adagrad")),
]


@pytest.mark.parametrize("descent", DESCENTS, ids=lambda it: f"{it.formula} {it.start} {it.lr}")
def test_a_descent_ends_as_it_should(descent: Descent) -> None:
    ending = record(descent.scenario).runs[0].ending
    assert ending.outcome is descent.outcome, worded(ending.message)
    assert len(worded(ending.message)) <= 110
    assert ("lowest point" in worded(ending.message)) <= (
        descent.outcome in (CONVERGED, AT_START, UNBOUNDED)
    )


LINE: Fit = fit("a*x + b", (0, 1), (1, 3), (2, 5))


@pytest.mark.parametrize(
    ("data", "start", "lr", "outcome", "words"),
    [
        (LINE, (2, 1), 0.1, AT_START, "The guess is already the best line"),
        (LINE, (0, 0), 0.3, CONVERGED, "the lowest point"),
        (LINE, (0, 0), 3, DIVERGED, "overshooting"),
        (
            fit("a*x + b", (2, 1), (2, 3), (2, 5)),
            (0, 0),
            0.05,
            CONVERGED,
            "every line through this",
        ),
        (fit("a*x + b", (2, 1), (2, 3)), (1, 0), 0.05, AT_START, "many are as good"),
        (
            fit("a*x + b*x", (1, 1), (2, 3)),
            (0, 0),
            0.05,
            CONVERGED,
            "many other settings are",
        ),
        (fit("X @ w", (1, 2, 5)), (0, 0), 0.1, CONVERGED, "flat valley floor"),
        (fit("a*x**2 + b", (1, 2), (-1, 5)), (0, 0), 0.1, CONVERGED, "every fit through"),
    ],
)
def test_a_fit_ends_as_it_should(
    data: Fit, start: tuple[float, float], lr: float, outcome: Outcome, words: str
) -> None:
    ending = record(scenario(data, run(*start, lr=lr, steps=100))).runs[0].ending
    assert ending.outcome is outcome
    assert words in worded(ending.message)


@lru_cache
def recorded(name: str) -> Recording:
    return record(load_scenario(str(case(name))))


@pytest.mark.parametrize(
    ("name", "index", "outcome", "sentence"),
    [
        (
            "adam-overshoots",
            0,
            RAN_PAST,
            "It was at a loss of 6.119e-5 after 24 steps, ran past, and is at 1.366.",
        ),
        (
            "saddle",
            0,
            UNBOUNDED,
            "Past a saddle at step 17 it falls without end: the loss is -2.16",
        ),
        ("saddle-ridge", 0, SADDLE, "It has nearly reached a saddle after 40 steps, though the "),
        ("no-minimum", 0, UNBOUNDED, "It falls without end: the loss is -17209 after 1000 steps; "),
        ("plateau", 0, PLATEAU, "The ground is nearly flat here, so steps are small, and "),
        (
            "kink-start",
            0,
            KINK,
            "It stays on a kink, which has no single slope but -1 and 1; torch ",
        ),
        (
            "leaves-the-domain",
            0,
            LEFT_DOMAIN,
            "Step 1 leads to x = -0.3333, where the formula has no value.",
        ),
        ("leaves-the-domain", 1, CONVERGED, "It has nearly reached a minimum: after 20 steps"),
        ("wall", 0, CONVERGED, "It has nearly reached a minimum: after 25 steps the loss is 2.33"),
        ("wall", 1, LEFT_DOMAIN, "Step 1 leads to x = -0.564, where the formula has no value."),
        ("overflow", 0, OSCILLATING, "It keeps swinging to and fro: the loss goes from "),
        (
            "starts-at-solution",
            0,
            AT_START,
            "The guess is already the best line: its slopes are 0.",
        ),
        (
            "same-x",
            0,
            CONVERGED,
            "It arrived on a flat valley floor with loss 2.188: every line through ",
        ),
        ("far-point", 0, DIVERGED, "It diverged, overshooting more and more: after 53 steps "),
        (
            "far-point",
            1,
            STEPS_SPENT,
            "After 500 steps it is still on its way: the loss is 0.01064",
        ),
        ("slow-intercept", 0, STEPS_SPENT, "After 100 steps it is still on its way: the loss is "),
        ("lbfgs-line-search", 0, OSCILLATING, "It keeps swinging to and fro, less each "),
        ("lbfgs-line-search", 1, DIVERGED, "It diverged, overshooting more and more: after 15 "),
        (
            "lbfgs-line-search",
            2,
            CONVERGED,
            "It has nearly reached a minimum: after 7 steps the loss is -20.41.",
        ),
        ("tiny-step", 0, STEPS_SPENT, "After 20 steps it is still on its way: the loss is 2.949 "),
        ("beale", 0, STEPS_SPENT, "After 2000 steps it is still on its way: the loss is 2.479 "),
        ("beale", 1, STEPS_SPENT, "After 500 steps it is still on its way: the loss is 14.37 "),
        ("beale", 2, STEPS_SPENT, "After 2000 steps it is still on its way: the loss is 6.963 "),
        (
            "rastrigin",
            1,
            CONVERGED,
            "After 56 steps the run has practically reached a minimum, where the loss is 49.75.",
        ),
        (
            "hostile/leap",
            0,
            THROWN,
            "Step 1 leapt to x = -7.2e9; with the slope -1 it hardly moves.",
        ),
        ("hostile/asgd", 0, FAILED, "ASGD with alpha 1e10 gave up at step 1: a number became "),
        (
            "hostile/lbfgs",
            0,
            FAILED,
            "LBFGS with line search fn strong_wolfe and tolerance change ",
        ),
        (
            "hostile/dust",
            0,
            STEPS_SPENT,
            "After 20 steps it is still on its way: the loss is 0.1146",
        ),
    ],
)
def test_a_case_is_told_as_what_it_is(
    name: str, index: int, outcome: Outcome, sentence: str
) -> None:
    ending = recorded(name).runs[index].ending
    assert ending.outcome is outcome
    assert worded(ending.message).startswith(sentence)
