"""Every optimiser by name: its options are torch's, its updates are the published ones."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from solver_cases import fit, formula, run, scenario

from gradreel.scenarios import Fit, Formula, load_scenario
from gradreel.scenarios.optimizers import OPTIMIZERS as TABLE
from gradreel.scenarios.optimizers import UNSUITABLE
from gradreel.solver.descent import record
from gradreel.solver.methods import METHODS
from gradreel.solver.objective import objective_of
from gradreel.solver.torch_optim import OPTIMIZERS

# They change how fast torch computes, not what.
SPEED = {"foreach", "fused", "capturable", "differentiable"}


def test_scenarios_may_name_exactly_the_methods_there_are() -> None:
    assert set(METHODS) == set(TABLE)


def test_every_optimizer_of_torch_is_there_or_refused_with_a_reason() -> None:
    ours = {
        name
        for name, kind in vars(torch.optim).items()
        if inspect.isclass(kind) and issubclass(kind, torch.optim.Optimizer)
    } - {"Optimizer"}
    assert set(OPTIMIZERS) | set(UNSUITABLE) == ours


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_options_have_the_names_and_defaults_of_torch(name: str) -> None:
    signature = inspect.signature(OPTIMIZERS[name]).parameters
    theirs = {key: value.default for key, value in signature.items()}
    # Of which maximize is refused: it would show an ascent.
    for key in {"params", "lr", "maximize", *SPEED} & set(theirs):
        del theirs[key]
    ours = {key: option.default for key, option in TABLE[name].items()}
    assert set(ours) == set(theirs)
    assert {key: ours[key] for key in ours if ours[key] is not None} == {
        key: theirs[key] for key in theirs if ours[key] is not None
    }


PROBLEMS: dict[str, tuple[Formula | Fit, tuple[float, ...], tuple[float, ...], float]] = {
    # objective, start, answer, and how much of the way may be left
    "bowl": (load_scenario("quadratic").objective, (1, 1), (-1, 0), 0.01),
    "parabola": (formula("x**2"), (-10,), (0,), 0.01),
    "one weight": (load_scenario("one-weight").objective, (1,), (2,), 0.01),
    "line": (fit("a*x + b", (-1, 0), (0, 2), (1, 7)), (-1, 1), (3.5, 3), 0.02),
    "quartic": (formula("x**4/4 - 2*x**3/3 - x**2/2 + 2*x"), (3,), (2,), 0.01),
    "cosh": (formula("cosh(x - 1) + (y + 2)**2", "x", "y"), (3, 0), (1, -2), 0.01),
    "rosenbrock": (formula("(1 - x)**2 + 10*(y - x**2)**2", "x", "y"), (-1, 1), (1, 1), 0.15),
    "two weights": (load_scenario("two-weights").objective, (1, 2), (10, 20), 0.3),
}
# Learning rates in the order of the problems.
RATES: dict[str, tuple[float, ...]] = {
    "ASGD": (0.5, 0.3, 0.03, 0.3, 0.1, 0.1, 0.02, 0.05),
    "Adadelta": (5, 20, 5, 10, 5, 10, 5, 100),
    "Adafactor": (0.2, 1, 0.05, 0.03, 0.05, 0.2, 1, 0.5),
    "Adagrad": (5, 10, 1, 5, 1, 2, 0.5, 20),
    "Adam": (0.2, 1, 0.2, 0.2, 0.1, 0.2, 0.1, 20),
    "AdamW": (0.5, 5, 0.3, 0.5, 0.1, 0.5, 0.1, 20),
    "Adamax": (0.2, 1, 0.1, 0.3, 0.1, 0.3, 0.3, 20),
    "LBFGS": (1, 1, 1, 1, 1, 1, 0.5, 1),
    "NAdam": (0.3, 1, 0.2, 0.3, 0.2, 0.3, 0.02, 5),
    "RAdam": (0.3, 0.5, 0.1, 0.3, 0.05, 0.3, 0.1, 0.01),
    "RMSprop": (0.05, 0.5, 0.05, 0.1, 0.05, 0.2, 0.02, 2),
    "Rprop": (2, 0.5, 1, 0.2, 0.05, 2, 0.03, 10),
    "SGD": (0.5, 0.3, 0.03, 0.3, 0.1, 0.3, 0.02, 0.05),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("problem", PROBLEMS)
def test_every_optimizer_nears_every_known_answer(problem: str, name: str) -> None:
    objective, start, answer, left = PROBLEMS[problem]
    lr = RATES[name][list(PROBLEMS).index(problem)]
    one = record(scenario(objective, run(*start, lr=lr, steps=300, optimizer=name))).runs[0]
    way = np.linalg.norm(one.parameters - answer, axis=1)
    assert way[-1] <= left * way[0]
    assert one.loss[-1] < one.loss[0]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_is_shown_the_losses_that_are_recorded(name: str) -> None:
    problem = scenario(PROBLEMS["rosenbrock"][0], run(-1, 1, lr=0.01, steps=20, optimizer=name))
    one = record(problem).runs[0]
    objective = objective_of(problem)
    np.testing.assert_allclose(one.loss, objective.value(one.parameters), rtol=1e-12)
    np.testing.assert_allclose(one.grad, objective.gradient(one.parameters), rtol=1e-11, atol=1e-12)
    assert (one.lr == 0.01).all()
    assert (one.evaluations >= 1).all()
    assert (one.evaluations == 1).all() or name == "LBFGS"


def test_lbfgs_counts_every_question() -> None:
    problem = scenario(formula("(1 - x)**4"), run(5, lr=1, steps=2, optimizer="LBFGS"))
    assert record(problem).runs[0].evaluations[0] > 3
    few = run(5, lr=1, steps=2, optimizer="LBFGS", options={"max_iter": 1})
    assert record(scenario(formula("(1 - x)**4"), few)).runs[0].evaluations.tolist() == [1, 1]


Update = Iterator[np.ndarray]
Slope = Callable[[np.ndarray], np.ndarray]


def momentum(x: np.ndarray, slope: Slope, lr: float) -> Update:
    v = np.zeros_like(x)
    while True:
        yield x
        v = 0.9 * v + slope(x)
        x = x - lr * v


def nesterov(x: np.ndarray, slope: Slope, lr: float) -> Update:
    v = np.zeros_like(x)
    while True:
        yield x
        g = slope(x)
        v = 0.9 * v + g
        x = x - lr * (g + 0.9 * v)


def adagrad(x: np.ndarray, slope: Slope, lr: float) -> Update:
    s = np.zeros_like(x)
    while True:
        yield x
        g = slope(x)
        s = s + g**2
        x = x - lr * g / (np.sqrt(s) + 1e-10)


def rmsprop(x: np.ndarray, slope: Slope, lr: float) -> Update:
    s = np.zeros_like(x)
    while True:
        yield x
        g = slope(x)
        s = 0.99 * s + 0.01 * g**2
        x = x - lr * g / (np.sqrt(s) + 1e-8)


def adam(x: np.ndarray, slope: Slope, lr: float, decay: float = 0.0) -> Update:
    m, v, t = np.zeros_like(x), np.zeros_like(x), 0
    while True:
        yield x
        g, t = slope(x), t + 1
        x = x - lr * decay * x
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        x = x - lr * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)


def adamw(x: np.ndarray, slope: Slope, lr: float) -> Update:
    return adam(x, slope, lr, decay=0.01)


PUBLISHED: list[tuple[Callable[..., Update], str, dict[str, Any]]] = [
    (momentum, "SGD", {"momentum": 0.9}),
    (nesterov, "SGD", {"momentum": 0.9, "nesterov": True}),
    (adagrad, "Adagrad", {}),
    (rmsprop, "RMSprop", {}),
    (adam, "Adam", {}),
    (adamw, "AdamW", {}),
]


@pytest.mark.parametrize(("published", "name", "options"), PUBLISHED)
def test_updates_are_the_published_ones(
    published: Callable[..., Update], name: str, options: dict[str, Any]
) -> None:
    problem = scenario(
        formula("x**2 + 3*y**2 - x*y", "x", "y"),
        run(2, -1, lr=0.05, steps=40, optimizer=name, options=options),
    )

    def slope(p: np.ndarray) -> np.ndarray:
        return np.array([2 * p[0] - p[1], 6 * p[1] - p[0]])

    updates = published(np.array([2.0, -1.0]), slope, 0.05)
    expected = [next(updates) for _ in range(41)]
    np.testing.assert_allclose(record(problem).runs[0].parameters, expected, rtol=1e-11)
