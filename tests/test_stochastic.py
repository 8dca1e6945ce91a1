"""Mini-batches and noise: the recorded steps are those of a plain loop in numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from solver_cases import fit, formula, run, scenario

from gradreel.scenarios import Fit, ScenarioError, load_scenario
from gradreel.solver.descent import record
from gradreel.solver.objective import FitObjective, objective_of
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import NO_ROW

X = np.linspace(-1, 1, 10)
Y = 3 * X + 2 + np.sin(9 * X)
LINE = fit("a*x + b", *zip(X.tolist(), Y.tolist(), strict=True))


def gradient(point: np.ndarray, rows: np.ndarray) -> np.ndarray:
    residual = point[0] * X[rows] + point[1] - Y[rows]
    return 2 * np.array([np.mean(residual * X[rows]), np.mean(residual)])


@pytest.mark.parametrize("size", [1, 3, 10])
def test_shuffled_batches_equal_a_plain_loop(size: int) -> None:
    plan = {"lr": 0.1, "steps": 25, "batch_size": size, "seed": 7}
    found = record(scenario(LINE, run(-1, 1, **plan))).runs[0]
    random, point, order = np.random.default_rng(7), np.array([-1.0, 1.0]), np.array([], dtype=int)
    for step in range(25):
        if not len(order):
            order = random.permutation(10)
        rows, order = order[:size], order[size:]
        assert found.batch[step][: len(rows)].tolist() == rows.tolist()
        assert (found.batch[step][len(rows) :] == NO_ROW).all()
        np.testing.assert_allclose(found.seen_grad[step], gradient(point, rows), rtol=1e-12)
        np.testing.assert_allclose(
            found.grad[step], gradient(point, np.arange(10)), rtol=1e-12, atol=1e-14
        )
        point = point - 0.1 * gradient(point, rows)
        np.testing.assert_allclose(found.parameters[step + 1], point, rtol=1e-12)


def test_batches_with_replacement_equal_a_plain_loop() -> None:
    plan = {"lr": 0.05, "steps": 9, "batch_size": 16, "replacement": True, "seed": 3}
    found = record(scenario(LINE, run(0, 0, **plan))).runs[0]
    random, point = np.random.default_rng(3), np.zeros(2)
    for step in range(9):
        rows = random.integers(10, size=16)
        assert found.batch[step].tolist() == rows.tolist()
        point = point - 0.05 * gradient(point, rows)
        np.testing.assert_allclose(found.parameters[step + 1], point, rtol=1e-12)


def test_an_epoch_uses_each_point_once() -> None:
    found = record(scenario(LINE, run(0, 0, steps=8, batch_size=3, seed=1))).runs[0]
    first, second = (found.batch[k : k + 4].ravel() for k in (0, 4))
    for epoch in (first, second):
        assert sorted(epoch[epoch != NO_ROW].tolist()) == list(range(10))
    assert first.tolist() != second.tolist()


def test_the_mean_of_a_batch_is_its_loss() -> None:
    found = record(scenario(LINE, run(0, 0, steps=5, batch_size=4, seed=1))).runs[0]
    known = objective_of(scenario(LINE))
    assert isinstance(known, FitObjective)
    for step, rows in enumerate(found.batch):
        residual = known.residual(found.parameters[step])[rows[rows != NO_ROW]]
        assert found.seen_loss[step] == pytest.approx(float(np.mean(residual**2)), rel=1e-13)


def test_noise_is_added_to_the_gradient() -> None:
    bowl = formula("x**2 + y**2/2", "x", "y")
    plan = {"lr": 0.1, "steps": 12, "noise": 0.3, "seed": 5}
    found = record(scenario(bowl, run(2, 1, **plan))).runs[0]
    random, point = np.random.default_rng(5), np.array([2.0, 1.0])
    for step in range(12):
        grad = np.array([2 * point[0], point[1]])
        seen = grad + random.normal(0, 0.3, size=2)
        np.testing.assert_allclose(found.grad[step], grad, rtol=1e-13)
        np.testing.assert_allclose(found.seen_grad[step], seen, rtol=1e-13)
        point = point - 0.1 * seen
        np.testing.assert_allclose(found.parameters[step + 1], point, rtol=1e-13)
    assert found.batch.shape == (12, 0)


def test_batches_work_with_every_optimiser_of_torch_that_takes_them(tmp_path: Path) -> None:
    for name in ("SGD", "Adam", "Rprop", "Adagrad"):
        found = record(scenario(LINE, run(0, 0, optimizer=name, batch_size=4, seed=1)))
        assert found.runs[0].steps == 10
        found.save(tmp_path / "case.npz")
        assert Recording.load(tmp_path / "case.npz") == found


def test_the_seed_decides_and_the_same_seed_repeats() -> None:
    runs = [run(0, 0, batch_size=2, seed=seed) for seed in (1, 1, 2)]
    one, again, other = record(scenario(LINE, *runs)).runs
    assert one == again
    assert one != other


POINTS = ", ".join(f"[{x}, {2 * x}]" for x in range(6))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("batch_size = 3", "runs[0].seed: is missing: add seed = 1"),
        ("batch_size = 7\nseed = 1", "must be at most the number of data, 6 points: got 7"),
        ("noise = 0.1\nseed = 1", "is for formulas: with data, write batch_size = 8 instead"),
        ("batch_size = 2\nnoise = 0.1\nseed = 1", "runs[0].noise: is for formulas"),
        ("replacement = true", "is for mini-batches and noise: add batch_size = 8"),
        ("batch_size = 0\nseed = 1", "runs[0].batch_size: must be positive, got 0"),
        ('batch_size = 2\nseed = 1\noptimizer = "LBFGS"', "LBFGS needs the whole loss"),
    ],
)
def test_a_fault_is_one_sentence(line: str, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(
        f'title = "A"\nlesson = "fit"\n[objective]\nmodel = "a*x + b"\npoints = [{POINTS}]\n'
        f"[start]\na = 0\nb = 0\n[[runs]]\nlr = 0.01\nsteps = 5\n{line}\n"
    )
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    (sentence,) = caught.value.problems
    assert fault in sentence


def test_more_draws_than_points_are_allowed_with_replacement(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(
        f'title = "A"\nlesson = "fit"\n[objective]\nmodel = "a*x + b"\npoints = [{POINTS}]\n'
        "[start]\na = 0\nb = 0\n[[runs]]\nlr = 0.01\nsteps = 5\n"
        "batch_size = 12\nreplacement = true\nseed = 1\n"
    )
    loaded = load_scenario(path)
    assert isinstance(loaded.objective, Fit)
    assert record(loaded).runs[0].batch.shape == (5, 12)
