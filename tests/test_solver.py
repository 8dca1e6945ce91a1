"""The loop: known numbers, several runs, bounds, and the same numbers every time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from solver_cases import fit, formula, run, scenario

from gradreel.scenarios import Scenario, ScenarioError, load_scenario, shipped
from gradreel.scenarios.bounds import LIMIT
from gradreel.solver.descent import record
from gradreel.solver.ending import Outcome
from gradreel.solver.methods import METHODS
from gradreel.solver.objective import objective_of
from gradreel.solver.recording import Recording
from gradreel.solver.reference import by_autograd, by_hand
from gradreel.solver.torch_objective import torch_objective


def test_quadratic_small_steps_do_not_arrive() -> None:
    one = record(load_scenario("quadratic")).runs[0]
    assert one.loss[0] == -0.25
    assert [*one.parameters[1], one.loss[1]] == pytest.approx([0.8, 0.95, -0.654375], rel=1e-12)
    end = [*one.parameters[10], one.loss[10]]
    assert end == pytest.approx([-0.302643, 0.598737, -2.167225], abs=1e-6)
    assert one.ending.outcome is Outcome.STEPS_SPENT


def test_quadratic_large_steps_take_x_to_the_minimum_and_halve_y() -> None:
    one = record(load_scenario("quadratic")).runs[1]
    assert (one.parameters[1:, 0] == -1).all()
    assert one.parameters[:, 1].tolist() == [0.5**k for k in range(11)]


def test_quadratic_too_large_steps_jump_for_ever_at_the_same_loss() -> None:
    one = record(load_scenario("quadratic")).runs[2]
    assert one.parameters[:, 0].tolist() == [1, -3] * 5 + [1]
    assert one.parameters[:, 1].tolist() == [1] + [0] * 10
    assert (one.loss[1:] == -0.5).all()
    assert one.ending.outcome is Outcome.OSCILLATING


@pytest.mark.parametrize(("lr", "grows"), [(1.9, False), (1.99, False), (2.01, True), (2.1, True)])
def test_quadratic_grows_only_above_lr_2(lr: float, grows: bool) -> None:
    one = record(load_scenario("quadratic", [f"runs.0.lr={lr}"])).runs[0]
    assert (one.loss[-1] > one.loss[1]) == grows
    assert (one.ending.outcome is Outcome.DIVERGED) == grows


def test_quadratic_is_fastest_at_lr_4_3() -> None:
    rates = [0.5, 1, 1.2, 4 / 3, 1.4, 1.6, 1.9]
    problem = load_scenario("quadratic")
    runs = [run(1, 1, lr=lr, steps=20) for lr in rates]
    ends = [one.parameters[-1] for one in record(scenario(problem.objective, *runs)).runs]
    left = np.linalg.norm(np.array(ends) - [-1, 0], axis=1)
    assert rates[int(np.argmin(left))] == 4 / 3


def test_parabola_shrinks_by_0_8_a_step() -> None:
    one = record(load_scenario("parabola")).runs[0]
    np.testing.assert_allclose(one.parameters[:, 0], -10 * 0.8 ** np.arange(1003), rtol=1e-12)
    assert one.parameters[1002, 0] == pytest.approx(-7.8734843e-97, rel=1e-8)
    assert one.grad[0, 0] == -20
    assert one.ending.outcome is Outcome.CONVERGED


@pytest.mark.parametrize("lr", [0.01, 0.5, 0.9, 1.0, 1.05])
def test_parabola_shrinks_by_1_minus_2_lr(lr: float) -> None:
    one = record(scenario(formula("x**2"), run(-10, lr=lr, steps=30))).runs[0]
    expected = -10 * (1 - 2 * lr) ** np.arange(31)
    np.testing.assert_allclose(one.parameters[:, 0], expected, rtol=1e-12)


def test_three_ways_to_descend_a_parabola_agree() -> None:
    recorded = record(load_scenario("parabola")).runs[0].parameters
    by_numpy = by_hand(lambda x: 2 * x, [-10], 0.1, 1002)
    by_torch = by_autograd(lambda x: (x**2).sum(), [-10], 0.1, 1002)
    assert recorded.shape == by_numpy.shape == by_torch.shape == (1003, 1)
    np.testing.assert_allclose(by_numpy, recorded, rtol=1e-13)
    np.testing.assert_allclose(by_torch, recorded, rtol=1e-13)


@pytest.mark.parametrize("name", shipped())
def test_plain_sgd_agrees_with_both_references(name: str) -> None:
    problem = load_scenario(name)
    objective = objective_of(problem)
    loss = torch_objective(objective)
    for one in (each for each in record(problem).runs if each.run.plain):
        start, lr, steps = one.parameters[0], one.run.lr, min(one.steps, 5)
        rows_up_to = one.parameters[: steps + 1]
        by_numpy = by_hand(objective.gradient, start, lr, steps)
        by_torch = by_autograd(lambda point: loss(point[None, :])[0], start, lr, steps)
        np.testing.assert_allclose(by_numpy, rows_up_to, rtol=1e-13, atol=1e-15)
        np.testing.assert_allclose(by_torch, rows_up_to, rtol=1e-14, atol=1e-15)


def test_noisy_line_tends_to_the_least_squares_fit() -> None:
    problem = load_scenario("noisy-line")
    objective = objective_of(problem)
    recording = record(problem)
    x, y = np.array(problem.objective.data.inputs)[:, 0], np.array(problem.objective.data.outputs)
    best, *_ = np.linalg.lstsq(np.column_stack([x, np.ones(100)]), y)
    np.testing.assert_allclose(objective.minimum, best, rtol=1e-12)
    for one, first_loss in zip(recording.runs, (8, 4), strict=True):
        assert one.loss[0] == pytest.approx(first_loss, abs=1.5)
        assert one.parameters[-1] == pytest.approx(best, abs=0.02)
        assert one.parameters[-1] == pytest.approx([3, 2.5], abs=0.1)
        assert one.loss[-1] == pytest.approx(1 / 12, abs=0.02)
        assert one.ending.outcome is Outcome.CONVERGED
    longer = record(load_scenario("noisy-line", ["runs.0.steps=1000"])).runs[0]
    np.testing.assert_allclose(longer.parameters[-1], best, rtol=1e-12)


def test_one_weight_has_its_known_epochs() -> None:
    problem = load_scenario("one-weight")
    objective, one = objective_of(problem), record(problem).runs[0]
    assert one.loss[0] == pytest.approx(11, rel=1e-15)
    weights = one.parameters[:, 0]
    assert [round(weights[epoch], 3) for epoch in (1, 11, 31)] == [1.22, 1.935, 2.0]
    np.testing.assert_allclose(weights, 2 - 0.78 ** np.arange(101), rtol=1e-13)
    assert objective.predict(one.parameters[-1], [[5.0]]) == pytest.approx(10, abs=5e-4)
    assert objective.hessian([1.0]) == pytest.approx(22)


def test_two_weights_crawl_along_their_valley() -> None:
    problem = load_scenario("two-weights")
    objective, one = objective_of(problem), record(problem).runs[0]
    curvatures = np.linalg.eigvalsh(objective.hessian([1.0, 2.0]))
    assert curvatures == pytest.approx([0.134, 29.87], abs=0.005)
    assert objective.predict([1, 2], [[1, 2], [3, 4]]).tolist() == [5, 11]
    assert one.parameters[1000] == pytest.approx([10.645, 19.546], abs=5e-4)
    assert one.ending.outcome is Outcome.STEPS_SPENT


def test_two_valleys_hold_what_comes_from_their_side() -> None:
    for one in record(load_scenario("two-valleys")).runs:
        assert one.ending.outcome is Outcome.CONVERGED
        low = -1.057 if one.parameters[0, 0] < 0.127 else 0.930
        assert one.parameters[-1] == pytest.approx([low, 0], abs=0.005)


def _each_alone(together: Scenario) -> list[Any]:
    alone = [together.model_copy(update={"runs": (one,)}) for one in together.runs]
    return [record(one).runs[0] for one in alone]


KINDS = {
    "formula": formula("cosh(x - 1) + (y + 2)**2 + sin(x*y)/5", "x", "y"),
    "data": fit("a*x + b", *((k / 7, (k * k % 5) / 3) for k in range(23))),
}


@pytest.mark.parametrize("optimizer", METHODS)
@pytest.mark.parametrize("kind", KINDS)
def test_runs_of_a_scenario_have_the_numbers_of_each_alone(kind: str, optimizer: str) -> None:
    together = scenario(
        KINDS[kind],
        run(0.5, 0.3, lr=0.01, steps=25, optimizer=optimizer),
        run(2, -1, lr=0.02, steps=40, optimizer=optimizer),
        run(1.5, 0.1, lr=0.03, steps=40, optimizer=optimizer, stop={"loss_change_below": 0.01}),
        run(-1, 1, lr=0.04, steps=7, optimizer=optimizer),
    )
    assert record(together).runs == tuple(_each_alone(together))


def test_runs_of_any_mixture_come_back_in_their_order() -> None:
    mixed = scenario(
        formula("x**2"),
        run(1, optimizer="Adam"),
        run(2),
        run(3, options={"momentum": 0.9}),
        run(4, optimizer="LBFGS"),
        run(5),
        run(6, optimizer="LBFGS"),
        run(7, options={"momentum": 0.5}),
    )
    recording = record(mixed)
    assert tuple(one.run for one in recording.runs) == mixed.runs
    assert [one.parameters[0, 0] for one in recording.runs] == [1, 2, 3, 4, 5, 6, 7]
    assert recording.runs == tuple(_each_alone(mixed))


def test_a_run_that_diverges_leaves_the_others_alone() -> None:
    both = scenario(formula("x**4"), run(1, lr=0.01, steps=60), run(30, lr=1, steps=60))
    calm, wild = record(both).runs
    assert wild.ending.outcome is Outcome.DIVERGED
    assert wild.steps < 10
    assert calm == _each_alone(both)[0]
    assert calm.steps == 60


@pytest.mark.parametrize(
    ("text", "start", "lr"),
    [
        ("x**2", 1.0, 1e3),
        ("x**4", 30.0, 1.0),
        ("exp(x**2)", 3.0, 1.0),
        ("log(x) + x", 0.5, 5.0),
        ("-x**4", 1.0, 0.5),
        ("sqrt(x)", 1.0, 3.0),
        ("1/x", 0.1, 1e60),
        ("x**2", 1e20, 1e140),
    ],
)
@pytest.mark.parametrize("optimizer", ["SGD", "Adam", "RMSprop", "Rprop", "LBFGS"])
def test_no_infinity_reaches_a_recording(
    text: str, start: float, lr: float, optimizer: str
) -> None:
    options = {"step_sizes": (1e-6, 1e200)} if optimizer == "Rprop" else {}
    plan = run(start, lr=lr, steps=500, optimizer=optimizer, options=options)
    one = record(scenario(formula(text), plan)).runs[0]
    for array in (one.parameters, one.loss, one.grad):
        assert (abs(array) <= LIMIT).all()
    assert one.steps == 500 or one.ending.outcome.flees


def test_a_step_out_of_the_domain_ends_a_run_at_the_last_point_inside() -> None:
    one = record(scenario(formula("log(x) + x"), run(0.5, lr=0.4, steps=9))).runs[0]
    assert one.ending.outcome is Outcome.LEFT_DOMAIN
    assert one.beyond == pytest.approx(np.array([[0.5 - 0.4 * (1 / 0.5 + 1)]]))
    assert one.steps == 0
    assert one.parameters.tolist() == [[0.5]]
    assert len(one.lr) == len(one.evaluations) == 0


def test_a_start_without_a_loss_or_a_gradient_is_refused() -> None:
    starts = scenario(formula("sqrt(x)"), run(1), run(-1), run(0))
    with pytest.raises(ScenarioError) as caught:
        record(starts)
    assert [problem.split(":")[1] for problem in caught.value.problems] == [
        " runs[1].start",
        " runs[2].start",
    ]


@pytest.mark.parametrize("stop", [{"loss_below": 1e-3}, {"loss_change_below": 1e-3}])
def test_a_stop_condition_ends_a_run_at_the_first_row_that_meets_it(stop: dict[str, float]) -> None:
    one = record(scenario(formula("x**2"), run(1, steps=100, stop=stop))).runs[0]
    free = record(scenario(formula("x**2"), run(1, steps=100))).runs[0]
    met = free.loss < 1e-3 if "loss_below" in stop else abs(np.diff(free.loss, prepend=9)) < 1e-3
    assert one.steps == int(np.argmax(met))
    assert 0 < one.steps < 100
    assert (one.loss == free.loss[: one.steps + 1]).all()
    assert one.ending.outcome is Outcome.CONVERGED


def test_a_start_that_meets_its_stop_condition_takes_no_step() -> None:
    one = record(scenario(formula("x**2"), run(1, stop={"loss_below": 2}))).runs[0]
    assert one.steps == 0
    assert one.ending.outcome is Outcome.CONVERGED


def test_the_order_of_the_start_values_is_that_of_the_parameters() -> None:
    problem = load_scenario("quadratic")
    first = problem.runs[0].model_copy(update={"start": {"y": 0.5, "x": 2.0}})
    one = record(problem.model_copy(update={"runs": (first,)})).runs[0]
    assert one.parameters[0].tolist() == [2, 0.5]


@pytest.mark.parametrize("name", shipped())
def test_the_same_file_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    for copy in ("a", "b"):
        recording = record(load_scenario(name))
        recording.save(tmp_path / f"{copy}.npz")
        recording.write_csv(tmp_path / f"{copy}.csv")
        assert Recording.load(tmp_path / f"{copy}.npz") == recording
    for kind in ("npz", "csv"):
        first, second = ((tmp_path / f"{copy}.{kind}").read_bytes() for copy in ("a", "b"))
        assert first == second


def test_neither_threads_nor_types_of_torch_change_a_number() -> None:
    rng = np.random.default_rng(1)
    x = rng.uniform(-1, 1, 100_000)
    data = fit("w*x", *zip(x.tolist(), (2 * x + rng.normal(size=x.size)).tolist(), strict=True))
    plan = [run(0.3, steps=3, optimizer=name) for name in ("SGD", "ASGD", "Adam")]
    before = torch.get_num_threads(), torch.get_default_dtype()
    recordings = []
    try:
        for threads, dtype in ((1, torch.float64), (3, torch.float32)):
            torch.set_num_threads(threads)
            torch.set_default_dtype(dtype)
            recordings.append(record(scenario(data, *plan)))
            assert (torch.get_num_threads(), torch.get_default_dtype()) == (threads, dtype)
    finally:
        torch.set_num_threads(before[0])
        torch.set_default_dtype(before[1])
    assert recordings[0] == recordings[1]
