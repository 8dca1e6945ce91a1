"""Curvatures and the learning rates they allow: known values, and that the limits are limits."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from case_files import case
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from solver_cases import fit, formula, run, scenario

from gradreel.scenarios import load_scenario
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.curvature import curvature_signs
from gradreel.solver.descent import record
from gradreel.solver.diagnostics import Diagnosis, diagnose, scaling_helps
from gradreel.solver.ending import Outcome
from gradreel.solver.numbers import rounded
from gradreel.solver.objective import objective_of
from gradreel.solver.reasons import SCALING, explained
from gradreel.solver.recording import Recording
from gradreel.solver.shape import Shape, shape_of


def diagnosed(recording: Recording, index: int = 0) -> Diagnosis | None:
    return diagnose(objective_of(recording.scenario), recording.runs[index])


def said(recording: Recording, index: int = 0) -> list[str]:
    objective = objective_of(recording.scenario)
    return [*map(worded, explained(recording.scenario, objective, recording.runs[index]))]


def test_the_two_curvatures_of_the_two_weights() -> None:
    it = diagnosed(record(load_scenario("two-weights")))
    assert it is not None
    assert it.curvatures == pytest.approx((0.13392, 29.866), rel=1e-4)
    assert it.everywhere
    assert it.plain
    assert it.rule == "plain"
    assert it.largest_rate == pytest.approx(2 / 29.866, rel=1e-4)
    assert it.best_rate == pytest.approx(2 / (29.866 + 0.13392), rel=1e-4)
    assert it.closes == pytest.approx(0.0013392, rel=1e-4)
    assert it.steps_to(0.5) == 518
    assert it.steps_to(0.01) == 3437


def test_the_fastest_rate_of_the_bowl_is_4_3() -> None:
    it = diagnosed(record(load_scenario("quadratic")))
    assert it is not None
    assert (it.curvatures, it.largest_rate) == ((0.5, 1.0), 2.0)
    assert it.best_rate == pytest.approx(4 / 3)


@pytest.mark.parametrize(
    ("name", "index", "sentences"),
    [
        (
            "far-point",
            0,
            [
                "The learning rate 0.05 is above 2/λ = 0.003979, the largest that works: "
                "the curvature is λ = 502.6.",
                worded(SCALING),
            ],
        ),
        (
            "far-point",
            1,
            [
                "Curvatures 1.3528 and 502.65: a step closes 0.473 % of the distance in "
                "the slow direction; halving takes 147 steps.",
                worded(SCALING),
            ],
        ),
        (
            "slow-intercept",
            0,
            [
                "Curvatures 0.5074 and 6568: a step closes 0.000507 % of the distance in "
                "the slow direction; halving takes 136602 steps.",
                worded(SCALING),
            ],
        ),
        (
            "same-x",
            0,
            ["Curvatures 0 and 10: learning rates below 2/λ = 0.2 work; 0.1 is the fastest."],
        ),
        (
            "saddle",
            0,
            ["The curvature -2 bends down: what is off the ridge grows 1.2-fold a step."],
        ),
        ("same-rate-momentum", 2, []),
        (
            "same-rate-momentum",
            1,
            ["Curvatures 0.5 and 1: learning rates below 2(1 + 0.9)/λ = 3.8 work."],
        ),
    ],
)
def test_the_reason_is_told_in_numbers(name: str, index: int, sentences: list[str]) -> None:
    assert said(record(load_scenario(str(case(name)))), index) == sentences


def test_a_rate_at_the_limit_is_said_to_be_it() -> None:
    it = record(load_scenario("quadratic"))
    limit = "The rate 2 is 2/λ, the limit, for the curvature λ = 1: along it no step gains."
    assert said(it, 2) == [limit]


def test_a_rate_so_small_that_no_number_counts_the_steps_is_told_without_them() -> None:
    it = record(scenario(formula("x**2"), run(1, lr=5e-324, steps=3)))
    assert said(it) == ["Curvature 2: a step closes 9.88e-322 % of the distance."]


def test_a_rate_that_did_no_harm_is_no_reason() -> None:
    it = record(scenario(formula("x**2/2 + 10*y**2", "x", "y"), run(-5, 0, lr=0.5, steps=60)))
    assert it.runs[0].ending.outcome is Outcome.CONVERGED
    (sentence,) = said(it)
    assert sentence.startswith("Curvatures 1 and 20: learning rates below 2/λ = 0.1 work")


def test_a_rate_just_above_the_limit_is_told_apart_from_it() -> None:
    it = record(scenario(formula("x**2/2"), run(1, lr=2.00001, steps=30)))
    assert said(it)[0].startswith("The learning rate 2.00001 is above 2/λ = 2, the largest")


OPTIONS: list[dict[str, Any]] = [
    {},
    {"momentum": 0.9},
    {"momentum": 0.5, "dampening": 0.3},
    {"momentum": 0.9, "nesterov": True},
    {"momentum": 0.4, "weight_decay": 0.7},
    {"weight_decay": 3.0},
]


@settings(max_examples=12)
@given(st.sampled_from(OPTIONS), st.floats(0.1, 10), st.booleans())
def test_the_limit_of_the_learning_rate_is_its_limit(
    options: dict[str, Any], steep: float, above: bool
) -> None:
    objective = formula(f"{steep!r}*x**2/2 + {steep!r}*y**2/50", "x", "y")
    it = diagnosed(record(scenario(objective, run(1, 1, steps=2, options=options))))
    assert it is not None
    assert it.largest_rate is not None
    lr = it.largest_rate * (1.02 if above else 0.98)
    one = record(scenario(objective, run(1, 1, lr=lr, steps=400, options=options))).runs[0]
    assert (abs(one.parameters[-1, 0]) > 1) == above


@settings(max_examples=20)
@given(st.floats(1e-3, 1.0), st.floats(0.1, 0.95), st.floats(0.1, 0.9))
def test_a_step_closes_what_is_said(ratio: float, share: float, left: float) -> None:
    objective = formula(f"x**2/2 + {ratio!r}*y**2/2", "x", "y")
    recording = record(scenario(objective, run(0, 1, lr=share, steps=100)))
    it, way = diagnosed(recording), recording.runs[0].parameters[:, 1]
    assert it is not None
    assert it.closes == pytest.approx(1 - way[1], rel=1e-6)
    steps = it.steps_to(left)
    assert steps is not None
    assume(steps <= 100)
    assert way[steps] <= left * (1 + 1e-9) <= way[steps - 1] * (1 + 1e-6)


@pytest.mark.parametrize("flat", [1e-9, 1e-3, 1.0])
def test_a_slow_direction_is_told_however_slow_it_is(flat: float) -> None:
    steep = formula(f"1e9*y**2 + {flat!r}*x**2", "x", "y")
    recording = record(scenario(steep, run(1, 1, lr=5e-10, steps=20)))
    closed, steps = rounded(100 * flat * 1e-9, 3), rounded(math.log(2) / (flat * 1e-9))
    assert said(recording) == [
        f"Curvatures {rounded(2 * flat)} and 2e9: a step closes {closed} % of the distance in "
        f"the slow direction; halving takes {steps} steps."
    ]


def test_other_optimisers_have_no_diagnosis() -> None:
    square = formula("x**2")
    for plan in (run(1, optimizer="Adam"), run(1, optimizer="LBFGS")):
        assert diagnosed(record(scenario(square, plan))) is None


def test_elsewhere_the_curvature_is_that_of_one_place() -> None:
    it = diagnosed(record(scenario(formula("x**4"), run(30, lr=1, steps=60))))
    assert it is not None
    assert (it.everywhere, it.step, it.curvatures) == (False, 0, (12 * 30.0**2,))
    assert it.too_large
    banana = formula("(1 - x)**2 + 100*(y - x**2)**2", "x", "y")
    valley = record(scenario(banana, run(1.2, 1, lr=1e-3, steps=50)))
    assert valley.runs[0].ending.outcome is Outcome.STEPS_SPENT
    (sentence,) = said(valley)
    assert sentence.endswith("% of the distance in the slow direction at step 50.")


def test_columns_of_like_size_need_no_scaling() -> None:
    for points, helps in (
        (((-1, 2), (0, 3), (1, 5)), False),
        (((180, 70), (160, 60), (170, 68)), True),
    ):
        recording = record(scenario(fit("a*x + b", *points), run(0, 0, lr=1e-6)))
        it = diagnosed(recording)
        assert it is not None
        assert scaling_helps(recording.scenario, it) is helps
    weights = record(load_scenario("two-weights"))  # there is no constant to take up the means
    it = diagnosed(weights)
    assert it is not None
    assert not scaling_helps(weights.scenario, it)


SHAPES = {
    "x**2 + y**2": Shape.BOWL,
    "1e-20*x**2 + y**2": Shape.BOWL,
    "x**2 - y**2": Shape.BOTTOMLESS,
    "x*y": Shape.BOTTOMLESS,
    "x**2 - x*y": Shape.BOTTOMLESS,
    "x**2 + y": Shape.BOTTOMLESS,
    "x + 2*y": Shape.BOTTOMLESS,
    "x**2": Shape.VALLEY,
    "(x + 2*y)**2": Shape.VALLEY,
    "(x - 3*y + 1)**2": Shape.VALLEY,
    "(x + 2*y)**2 + x": Shape.BOTTOMLESS,
    "abs(x) + y**2": Shape.UNKNOWN,
    "exp(x) + y**2": Shape.UNKNOWN,
    "x**3 + y**2": Shape.BOTTOMLESS,
    "x**4 - y**3": Shape.BOTTOMLESS,
    "y**2 - x**4 + 5*x**2": Shape.BOTTOMLESS,
    "x**3 - 3*x*y**2": Shape.BOTTOMLESS,
    "(x*y)**2 - x**3*y": Shape.BOTTOMLESS,
    "(x + y)**3 - x**3 - y**3 - 3*x**2*y - 3*x*y**2 + x**4 + y**4": Shape.UNKNOWN,
    "(1 - x)**2 + 100*(y - x**2)**2": Shape.UNKNOWN,
    "(x**2 - 1)**2 + y**2": Shape.UNKNOWN,
    "(x**3 + y)**60": Shape.UNKNOWN,
    "x**3 + sin(y)": Shape.UNKNOWN,
}


@pytest.mark.parametrize("text", SHAPES)
def test_what_is_proven_of_a_loss_as_a_whole(text: str) -> None:
    objective = objective_of(scenario(formula(text, "x", "y"), run(0, 0)))
    assert shape_of(objective) is SHAPES[text]
    assert (objective.minimum is not None) == (SHAPES[text] is Shape.BOWL)


def test_points_above_one_another_make_a_valley() -> None:
    for points, shape in (
        (((2, 1), (2, 3)), Shape.VALLEY),
        (((2, 1), (3, 3)), Shape.BOWL),
    ):
        objective = objective_of(scenario(fit("a*x + b", *points), run(0, 0)))
        assert shape_of(objective) is shape


@given(st.integers(1, 4), st.integers(-6, 6), st.data())
def test_a_bend_does_not_depend_on_units(size: int, power: int, data: st.DataObject) -> None:
    numbers = data.draw(st.lists(st.floats(-1, 1), min_size=size**2, max_size=size**2))
    root = np.array(numbers).reshape(size, size) + 2 * size * np.eye(size)
    units = np.diag(10.0 ** (power * np.arange(size)))
    assert curvature_signs(units @ root.T @ root @ units) == (True, False)
    assert curvature_signs(-units @ root.T @ root @ units) == (False, True)
