"""Optimisers that give up, steps that are refused, and what of an ending is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from solver_cases import formula, run, scenario

from gradreel.scenarios import Formula
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from gradreel.solver.domain import missing_at
from gradreel.solver.ending import Outcome
from gradreel.solver.numbers import rounded
from gradreel.solver.objective import objective_of
from gradreel.solver.recording import Recording

SQUARE = formula("x**2")


def test_an_optimiser_that_gives_up_leaves_the_others_alone() -> None:
    far, near = {"alpha": 1e10}, {"alpha": 0.75}
    told = [
        run(1, optimizer="ASGD", options=far, steps=5, name="far"),
        run(1, optimizer="ASGD", options=near, steps=5),
        run(1, lr=0.3, optimizer="ASGD", options=far, steps=5),
    ]
    together = record(scenario(SQUARE, *told))
    outcomes = [one.ending.outcome for one in together.runs]
    assert outcomes == [Outcome.FAILED, Outcome.STEPS_SPENT, Outcome.FAILED]
    assert worded(together.runs[0].ending.message).startswith("ASGD (“far”) gave up at step 1: ")
    assert together.runs[0].parameters.tolist() == [[1.0]]
    assert together.runs[1].steps == 5
    for one, plan in zip(together.runs, told, strict=True):
        assert np.array_equal(one.loss, record(scenario(SQUARE, plan)).runs[0].loss)


def test_rows_before_an_optimiser_gave_up_are_kept() -> None:
    options = {"line_search_fn": "strong_wolfe", "tolerance_change": 1e-100}
    plan = run(1, lr=5e-324, steps=20, optimizer="LBFGS", options=options)
    one = record(scenario(SQUARE, plan)).runs[0]
    assert one.ending.outcome is Outcome.FAILED
    assert worded(one.ending.message).endswith("gave up at step 2: it divided by zero.")
    assert one.steps == 1


@pytest.mark.parametrize("start", [1e-12, 1e-9])
@pytest.mark.parametrize("rate", [0.1, 1.0, 1e30])
def test_a_line_search_that_loses_its_way_is_an_outcome(start: float, rate: float) -> None:
    options = {"line_search_fn": "strong_wolfe"}
    plan = run(start, lr=rate, steps=6, optimizer="LBFGS", options=options)
    one = record(scenario(formula("log(x)"), plan)).runs[0]
    assert one.ending.outcome is Outcome.FAILED
    sentence = "gave up at step 1: its line search found no step that it can take."
    assert worded(one.ending.message).endswith(sentence)


@pytest.mark.parametrize("iterations", [1, 2, 5])
def test_a_line_search_has_the_evaluations_that_it_needs(iterations: int) -> None:
    options = {"max_iter": iterations, "line_search_fn": "strong_wolfe"}
    bowl = formula("x**4 + (y - x)**2", "x", "y")
    one = record(scenario(bowl, run(2, 3, lr=1, steps=30, optimizer="LBFGS", options=options)))
    assert one.runs[0].loss[-1] < 1e-6
    assert one.runs[0].ending.outcome is Outcome.CONVERGED


def test_few_evaluations_are_few_where_they_were_asked_for() -> None:
    options = {"max_iter": 1, "max_eval": 1, "line_search_fn": "strong_wolfe"}
    one = record(scenario(SQUARE, run(2, lr=0.1, optimizer="LBFGS", options=options))).runs[0]
    assert (one.evaluations <= 2).all()


def test_two_dozen_evaluations_are_torchs_own_default() -> None:
    plain = {"line_search_fn": "strong_wolfe"}
    asked = plain | {"max_iter": 20, "max_eval": 25}
    steep = formula("(1 - x)**2 + 100*(y - x**2)**2", "x", "y")
    ends = [
        record(scenario(steep, run(-1, 1, lr=1, steps=3, optimizer="LBFGS", options=options)))
        for options in (plain, asked)
    ]
    assert np.array_equal(ends[0].runs[0].parameters, ends[1].runs[0].parameters)


@pytest.mark.parametrize(
    ("text", "x", "missing"),
    [
        ("log(x)", -1.0, "value"),
        ("log(x)", 0.0, "value"),
        ("1/x", 0.0, "value"),
        ("sqrt(x)", -1e-300, "value"),
        ("sqrt(x)", 0.0, "slope"),
        ("x**1.5", -2.0, "value"),
        ("asin(x)", 1.5, "value"),
        ("asin(x)", 1.0, "slope"),
        ("x + log(cos(x))", 2.0, "value"),
        ("log(x)", 2.0, None),
        ("x**4", -1e80, None),
        ("x**-3", 1e-120, None),
        ("exp(x)", 1e4, None),
        ("exp(x) - exp(2*x)", 1e4, None),
        ("-log(1/(1 + exp(x)))", 1e4, None),
        ("log(1 - tanh(x))", 1e2, None),
        ("log(exp(-x))", 1e4, None),
    ],
)
def test_a_formula_has_no_value_is_not_that_it_cannot_be_computed(
    text: str, x: float, missing: str | None
) -> None:
    objective = objective_of(scenario(formula(text), run(1)))
    assert missing_at(objective, np.array([x])) == missing


@pytest.mark.parametrize(
    ("text", "outcome", "words"),
    [
        ("cos(x) + 0*y", Outcome.STATIONARY, "the top of a ridge"),
        ("x**3 + 0*y", Outcome.STATIONARY, "an inflection"),
        ("x**3 - 3*x*y**2", Outcome.SADDLE, "a saddle"),
        ("x**3 + y**2", Outcome.STATIONARY, "an inflection"),
        ("-x**4 - y**2", Outcome.STATIONARY, "a maximum"),
        ("x**4 + y**4", Outcome.AT_START, "a minimum"),
        ("x**2 - y**4", Outcome.SADDLE, "a saddle"),
    ],
)
def test_a_start_without_a_slope_is_told_as_what_it_is(
    text: str, outcome: Outcome, words: str
) -> None:
    ending = record(scenario(formula(text, "x", "y"), run(0, 0))).runs[0].ending
    assert ending.outcome is outcome
    assert words in worded(ending.message)


def test_a_fall_towards_a_minimum_is_no_fall_without_end() -> None:
    one = record(scenario(formula("x**3 - 3*x"), run(-0.99, lr=0.1, steps=8))).runs[0]
    assert one.ending.outcome is Outcome.STEPS_SPENT
    other = record(scenario(formula("x**3 - 3*x"), run(-1.01, lr=0.1, steps=20))).runs[0]
    assert other.ending.outcome is Outcome.UNBOUNDED


def sentence_of(text: str, start: tuple[float, ...], **others: Any) -> str:
    names = ("x", "y")[: len(start)]
    plan = scenario(formula(text, *names), run(*start, **others))
    return worded(record(plan).runs[0].ending.message)


@pytest.mark.parametrize("decay", [1e-4, 1e-3])
def test_where_weight_decay_holds_it_off_the_lowest_point_a_run_has_not_reached_it(
    decay: float,
) -> None:
    told = sentence_of("(x - 2)**2", (-3,), steps=300, options={"weight_decay": decay})
    assert told.startswith("It has nearly reached the lowest point: after ")
    exact = 4 * (decay / (2 + decay)) ** 2
    assert float(told.split()[-1].rstrip(".")) == pytest.approx(exact, rel=1e-3)


@pytest.mark.parametrize("factor", [1e-14, 1.0, 1e9])
def test_the_loss_at_the_lowest_point_is_that_of_the_formula(factor: float) -> None:
    told = sentence_of(f"{factor}*x**2 + {3 * factor}", (1,), lr=0.1 / factor, steps=600)
    assert told.endswith(f", where the loss is {rounded(3 * factor)}.")
    told = sentence_of(f"{factor}*x**2", (1,), lr=0.1 / factor, steps=600)
    assert told.endswith(", where the loss is 0.")


def thrown(text: str, start: float, lr: float) -> str:
    (one,) = record(scenario(near(text), run(start, lr=lr, steps=100))).runs
    assert one.ending.outcome is Outcome.THROWN
    return worded(one.ending.message)


def near(text: str) -> Formula:
    return Formula(formula=text, domain={"x": (-2.0, 6.0)})


def test_a_run_that_comes_back_from_a_leap_is_told_to_move() -> None:
    assert thrown("log(x + 2)**2", -1.9, 0.9) == (
        "Step 1 leapt to x = 39.55; after 100 steps it is at x = 20.2."
    )
    assert thrown("log(x + 2)**2", -1.99, 0.9).endswith(" it hardly moves.")


def test_a_bounce_that_calms_down_slowly_is_not_told_to_come_back() -> None:
    told = sentence_of("(x**2 + y**2 - 1)**2", (1.2, 0.3), lr=0.25, steps=60)
    assert told.startswith("It keeps swinging to and fro, less each time: after 60 steps ")
    told = sentence_of("sin(x)*2 + abs(x)/10", (4,), lr=1.2, steps=100)
    assert told.endswith(": the loss goes from -0.649 to -0.5303 and back.")


def test_a_fall_is_told_to_quicken_only_where_it_does() -> None:
    one = record(scenario(formula("abs(x) + 2*x"), run(-1, lr=0.1, steps=8))).runs[0]
    assert worded(one.ending.message).startswith("It falls on and on: after 8 steps")
    other = record(scenario(formula("x - exp(x/9)"), run(30, lr=0.1, steps=8))).runs[0]
    assert worded(other.ending.message).startswith("It falls faster and faster: after 8 steps")


def test_a_refused_step_names_all_parameters() -> None:
    one = record(scenario(formula("log(x*y) + x", "x", "y"), run(1, 2, lr=1, steps=3))).runs[0]
    said = "Step 1 leads to x = -1, y = 1.5, where the formula has no value."
    assert worded(one.ending.message) == said
    assert one.beyond.tolist() == [[-1.0, 1.5]]


def test_what_an_ending_is_about_is_kept(tmp_path: Path) -> None:
    plans = [
        run(1, lr=0.3, steps=10),
        run(-10, lr=0.5, steps=40, optimizer="Adam"),
    ]
    recording = record(scenario(formula("abs(x) + x**2/50"), *plans))
    kink, past = (one.ending for one in recording.runs)
    assert kink.outcome is Outcome.KINK
    assert kink.slopes == pytest.approx((-1, 1), abs=1e-6)
    assert past.outcome is Outcome.STEPS_SPENT or past.step is not None
    recording.save(tmp_path / "it.npz")
    assert Recording.load(tmp_path / "it.npz") == recording
    assert [one.ending for one in Recording.load(tmp_path / "it.npz").runs] == [kink, past]
