"""The seam for a method that is not torch's: a function, by its name in a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from solver_cases import fit, formula, run, scenario

from gradreel.scenarios import Fit, Formula, ScenarioError, load_scenario
from gradreel.scenarios.calculus import Array
from gradreel.scenarios.optimizers import OPTIMIZERS, Option
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from gradreel.solver.ending import Outcome
from gradreel.solver.evaluation import Evaluate
from gradreel.solver.methods import METHODS
from gradreel.solver.objective import objective_of
from gradreel.solver.run_record import RunRecord
from gradreel.solver.step import Options, Step
from gradreel.solver.torch_objective import loss_and_gradient

Rate = Callable[[], float]

BOWL = formula("x**2 + 3*y**2 - x*y + exp(x/4)", "x", "y")
LINE = fit("a*x + b", (-1, 0), (0, 2), (1, 7))


def newton(evaluate: Evaluate, start: Array, options: Options, rate: Rate) -> Iterator[Step]:
    point = start
    while True:
        step = np.linalg.solve(evaluate.hessian(point), evaluate(point).grad)
        point = point - rate() * step
        yield Step(point)


def backtracking(evaluate: Evaluate, start: Array, options: Options, rate: Rate) -> Iterator[Step]:
    """Halves the step until the loss falls."""
    point = start
    while True:
        here, step = evaluate(point), rate()
        while evaluate(point - step * here.grad).loss >= here.loss:
            step /= 2
        point = point - step * here.grad
        yield Step(point)


def recorded(
    monkeypatch: pytest.MonkeyPatch,
    method: Any,
    objective: Formula | Fit,
    *start: float,
    **plan: Any,
) -> RunRecord:
    """What a method that is not in the table of its own accord records."""
    monkeypatch.setitem(METHODS, "Own", method)
    return record(scenario(objective, run(*start, optimizer="Own", **plan))).runs[0]


def test_a_method_is_added_by_one_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    one = recorded(monkeypatch, newton, formula("x**2 + 3*y**2", "x", "y"), 4, -2, lr=0.5, steps=6)
    np.testing.assert_allclose(one.parameters, np.outer(0.5 ** np.arange(7), [4, -2]), rtol=1e-15)
    assert one.evaluations.tolist() == [1] * 6
    full = recorded(monkeypatch, newton, BOWL, 4, -2, lr=1.0, steps=6)
    assert full.ending.outcome is Outcome.CONVERGED
    assert objective_of(scenario(BOWL)).gradient(full.parameters[-1]) == pytest.approx(0, abs=1e-9)


def test_a_method_that_a_file_may_name_goes_from_the_file_to_the_recording(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        'title = "A bowl"\nlesson = "curve"\n[objective]\nformula = "x**4"\n'
        "domain = { x = [-2, 2] }\n[start]\nx = 1.5\n"
        '[[runs]]\noptimizer = "Own"\nlr = 1\nsteps = 9\noptions = { shrink = 0.25 }\n'
    )
    with pytest.raises(ScenarioError, match='"Own" is not a method that can be used'):
        load_scenario(path)
    shrink = Option("number", 0.5, 0.0, 1.0, "both")
    monkeypatch.setitem(OPTIMIZERS, "Own", {"shrink": shrink})
    told: list[Options] = []

    def method(evaluate: Evaluate, start: Array, options: Options, rate: Rate) -> Iterator[Step]:
        told.append(options)
        return newton(evaluate, start, options, rate)

    monkeypatch.setitem(METHODS, "Own", method)
    one = record(load_scenario(path)).runs[0]
    assert told == [{"shrink": 0.25}]
    np.testing.assert_allclose(one.parameters[:, 0], 1.5 * (2 / 3) ** np.arange(10), rtol=1e-14)


def test_plain_descent_written_as_a_method_is_torchs_but_for_rounding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def plain(evaluate: Evaluate, start: Array, options: Options, rate: Rate) -> Iterator[Step]:
        point = start
        while True:
            point = point - rate() * evaluate(point).grad
            yield Step(point)

    for objective in (BOWL, LINE):
        own = recorded(monkeypatch, plain, objective, 1.25, -2, lr=0.1, steps=30)
        (theirs,) = record(scenario(objective, run(1.25, -2, lr=0.1, steps=30))).runs
        for name in ("parameters", "loss", "grad"):
            np.testing.assert_allclose(getattr(own, name), getattr(theirs, name), rtol=1e-13)
        assert (own.evaluations == theirs.evaluations).all()
        assert own.ending.outcome is theirs.ending.outcome


def test_every_question_of_a_step_is_counted_and_none_of_the_loops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # From 1 steps of 8, 4, 2 and 1 overshoot x**2, or keep its loss; 0.5 leads to 0.
    one = recorded(monkeypatch, backtracking, formula("x**2"), 1, lr=8.0, steps=1)
    assert one.parameters[:, 0].tolist() == [1, 0]
    assert one.evaluations.tolist() == [1 + 5]


def test_what_was_just_recorded_is_not_computed_again() -> None:
    objective, places = objective_of(scenario(BOWL)), []
    compute = loss_and_gradient(objective)

    def counted(point: Array) -> tuple[float, Array]:
        places.append(point.tolist())
        return compute(point)

    evaluate = Evaluate(objective, counted)
    first = evaluate.uncounted([1, 2])
    assert evaluate(np.array([1.0, 2.0])) is first
    assert (evaluate.count.losses, places) == (1, [[1, 2]])
    evaluate([0.0, 2])
    evaluate([-0.0, 2])  # another number to 1/x
    assert (evaluate.count.losses, places[1:]) == (3, [[0, 2], [0, 2]])


@pytest.mark.parametrize(("objective", "data"), [(BOWL, range(0)), (LINE, range(3))])
def test_an_evaluation_has_the_loss_its_slopes_and_its_data(
    objective: Formula | Fit, data: range
) -> None:
    known = objective_of(scenario(objective))
    evaluate = Evaluate(known, loss_and_gradient(known))
    found = evaluate([0.5, -1.5])
    assert found.loss == pytest.approx(float(known.value([0.5, -1.5])), rel=1e-14)
    assert found.grad == pytest.approx(known.gradient([0.5, -1.5]), rel=1e-13)
    assert found.data == data
    assert (evaluate.hessian([0.5, -1.5]) == known.hessian([0.5, -1.5])).all()
    with pytest.raises(ValueError, match="read-only"):
        found.grad[0] = 0


def test_a_method_may_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def two(evaluate: Evaluate, start: Array, options: Options, rate: Rate) -> Iterator[Step]:
        yield Step(start / 2)
        yield Step(start / 4)

    one = recorded(monkeypatch, two, formula("x**2"), 1, steps=50)
    assert one.parameters[:, 0].tolist() == [1, 0.5, 0.25]
    assert one.evaluations.tolist() == [0, 0]
    assert one.ending.outcome is Outcome.STEPS_SPENT


@pytest.mark.parametrize(
    ("start", "outcome", "sentence"),
    [
        (1.0, Outcome.FAILED, "Own gave up at step 1: it found no step that it can take."),
        (0.0, Outcome.AT_START, "The start is the lowest point already: the slope there is 0."),
    ],
)
def test_a_method_may_end_before_its_first_step(
    monkeypatch: pytest.MonkeyPatch, start: float, outcome: Outcome, sentence: str
) -> None:
    one = recorded(monkeypatch, lambda *_: iter(()), formula("x**2"), start, steps=50)
    assert one.parameters.tolist() == [[start]]
    assert (one.ending.outcome, worded(one.ending.message)) == (outcome, sentence)


def test_what_a_method_raises_in_a_step_is_its_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    # The second derivative of x**3/6 + x is x, and at 0 there is none to divide by.
    one = recorded(monkeypatch, newton, formula("x**3/6 + x**2/2 + x"), -1, lr=1.0, steps=5)
    assert one.ending.outcome is Outcome.FAILED
    assert worded(one.ending.message).startswith("Own gave up at step 1: ")
    assert one.parameters.tolist() == [[-1]]


@pytest.mark.parametrize("steps", [1, 5])
def test_a_step_beyond_bounds_is_refused_from_any_method(
    monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    def away(evaluate: Evaluate, start: Array, options: Options, rate: Rate) -> Iterator[Step]:
        yield Step(start - 1)
        yield Step(start - 3)

    one = recorded(monkeypatch, away, formula("log(x) + x"), 2, steps=steps)
    if steps == 1:
        assert one.ending.outcome is not Outcome.LEFT_DOMAIN
    else:
        assert one.ending.outcome is Outcome.LEFT_DOMAIN
        assert one.beyond.tolist() == [[-1]]
    assert one.parameters[:, 0].tolist() == [2, 1]
