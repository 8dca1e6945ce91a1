"""Known answers for the methods that are not torch's, and for what any method carries."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize
from solver_cases import fit, formula, run, scenario

from gradreel.scenarios import Formula
from gradreel.solver.descent import record
from gradreel.solver.ending import Outcome
from gradreel.solver.objective import objective_of
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord
from gradreel.solver.scipy_optim import MINIMIZERS
from gradreel.solver.steps_file import read_steps

BOWL = formula("x**2/2 + x + y**2/4 - 2", "x", "y")
BOOTH = formula("(x + 2*y - 7)**2 + (2*x + y - 5)**2", "x", "y")
BEALE = formula("(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2", "x", "y")
ROSENBROCK = formula("(1 - x)**2 + 100*(y - x**2)**2", "x", "y")
ZIGZAG = formula("(x**2 + 10*y**2)/2", "x", "y")


def one(objective: Formula, *start: float, optimizer: str, **plan: object) -> RunRecord:
    """The record of one run, by default of a method without a learning rate."""
    return record(
        scenario(objective, run(*start, **{"lr": None, "optimizer": optimizer, **plan}))
    ).runs[0]


def test_plain_descent_is_sgd_without_options_to_the_last_bit() -> None:
    ours = one(BEALE, 1, 1, optimizer="GD", lr=0.01, steps=50)
    theirs = one(BEALE, 1, 1, optimizer="SGD", lr=0.01, steps=50)
    assert (ours.parameters == theirs.parameters).all()
    assert ours.ending == theirs.ending


def test_exact_line_search_zigzags_as_the_textbook_says() -> None:
    # Boyd & Vandenberghe, Convex Optimization, section 9.3.2, with gamma = 10.
    found = one(ZIGZAG, 10, 1, optimizer="GD", options={"line_search": "exact"}, steps=12)
    share = (9 / 11) ** np.arange(13)
    np.testing.assert_allclose(found.parameters[:, 0], 10 * share, rtol=1e-12)
    np.testing.assert_allclose(found.parameters[:, 1], share * (-1.0) ** np.arange(13), rtol=1e-12)
    np.testing.assert_allclose(found.carried["step_length"], 2 / 11, rtol=1e-12)
    assert (found.carried["direction"] == -found.grad[:-1]).all()


def test_backtracking_halves_the_step_until_the_loss_falls_enough() -> None:
    found = one(formula("x**2"), 1, optimizer="GD", options={"line_search": "armijo"}, steps=1)
    assert found.parameters[:, 0].tolist() == [1, 0]  # a step of 2 leads to -1, which is no lower
    assert found.carried["step_length"].tolist() == [0.5]
    assert found.counts.tolist() == [[3, 1, 0]]


@pytest.mark.parametrize(("shrink", "length"), [(0.5, 0.25), (0.3, 0.3)])
def test_backtracking_shortens_by_its_factor(shrink: float, length: float) -> None:
    options = {"line_search": "armijo", "shrink": shrink, "c1": 0.3}
    found = one(formula("2*x**2"), 1, optimizer="GD", options=options, steps=1)
    assert found.carried["step_length"].tolist() == [length]


def test_a_line_search_down_a_slope_without_end_leaves_all_bounds() -> None:
    found = one(formula("-x"), 0, optimizer="GD", options={"line_search": "exact"}, steps=5)
    assert found.ending.outcome is Outcome.UNBOUNDED


@pytest.mark.parametrize("objective", [BOWL, BOOTH, ZIGZAG])
def test_newton_lands_on_the_minimum_of_a_quadratic_in_one_step(objective: Formula) -> None:
    found = one(objective, 8, -3, optimizer="Newton", steps=3)
    minimum = objective_of(scenario(objective)).minimum
    np.testing.assert_allclose(found.parameters[1], minimum, atol=1e-12)
    assert found.ending.outcome is Outcome.CONVERGED
    assert found.counts.tolist() == [[0, 1, 1]] * 3


def test_newton_lands_on_the_line_of_least_squares_in_one_step() -> None:
    found = one(fit("a*x + b", (-1, 0), (0, 2), (1, 7)), 9, 9, optimizer="Newton", steps=2)
    np.testing.assert_allclose(found.parameters[1], [3.5, 3], rtol=1e-13)


def test_newton_keeps_two_thirds_of_the_way_on_a_quartic() -> None:
    found = one(formula("x**4"), 3, optimizer="Newton", steps=6)
    np.testing.assert_allclose(found.parameters[:, 0], 3 * (2 / 3) ** np.arange(7), rtol=1e-13)
    bends = found.carried["hessian"][:, 0, 0]
    np.testing.assert_allclose(bends, 12 * found.parameters[:-1, 0] ** 2)


def test_damped_newton_goes_a_share_of_the_way() -> None:
    found = one(BOWL, 3, 2, optimizer="Newton", options={"damping": 0.25}, steps=4)
    left = found.parameters - [-1, 0]
    np.testing.assert_allclose(left, np.outer(0.75 ** np.arange(5), [4, 2]), rtol=1e-13)


@pytest.mark.parametrize(("start", "climbs"), [((0.125, 0.5), True), ((-0.5, 0.25), False)])
def test_newton_goes_to_a_saddle_even_uphill(start: tuple[float, float], climbs: bool) -> None:
    found = one(formula("x**2 - y**2 + y**4/8", "x", "y"), *start, optimizer="Newton", steps=30)
    assert found.ending.outcome is Outcome.SADDLE
    np.testing.assert_allclose(found.parameters[-1], 0, atol=1e-12)
    assert bool(found.loss[-1] > found.loss[0]) is climbs


def test_newton_gives_up_where_the_loss_does_not_bend() -> None:
    found = one(formula("x**3 + x"), 0, optimizer="Newton", steps=3)
    assert found.ending.outcome is Outcome.FAILED


@pytest.mark.parametrize("objective", [BEALE, BOOTH, ROSENBROCK, BOWL])
def test_the_hessian_by_torch_is_that_of_the_derivatives(objective: Formula) -> None:
    found = one(objective, 0.5, -0.25, optimizer="Newton", steps=1)
    known = objective_of(scenario(objective)).hessian([0.5, -0.25])
    np.testing.assert_allclose(found.carried["hessian"][0], known, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", MINIMIZERS)
@pytest.mark.parametrize(
    ("objective", "start", "minimum"),
    [
        (BOOTH, (-5, 8), (1, 3)),
        (BEALE, (1, 1), (3, 0.5)),
        (ROSENBROCK, (-1.2, 1), (1, 1)),
    ],
)
def test_methods_of_scipy_find_the_known_minima(
    name: str, objective: Formula, start: tuple[float, ...], minimum: tuple[float, ...]
) -> None:
    found = one(objective, *start, optimizer=name, steps=400)
    np.testing.assert_allclose(found.parameters[-1], minimum, atol=2e-3)
    assert found.ending.outcome is Outcome.CONVERGED


@pytest.mark.parametrize("name", MINIMIZERS)
def test_every_iterate_of_scipy_is_recorded_with_its_evaluations(name: str) -> None:
    known = objective_of(scenario(ROSENBROCK))
    places = [np.array([-1.2, 1.0])]

    def keep(intermediate_result: object) -> None:
        place = np.array(intermediate_result.x)  # type: ignore[attr-defined]
        if (place != places[-1]).any():
            places.append(place)

    theirs = minimize(
        lambda at: float(known.value(at)),
        places[0],
        method=name,
        jac=lambda at: known.gradient(at),
        hess=known.hessian if MINIMIZERS[name] else None,
        callback=keep,
    )
    found = one(ROSENBROCK, -1.2, 1, optimizer=name, steps=400)
    assert found.steps == len(places) - 1
    np.testing.assert_allclose(found.parameters[:10], places[:10], rtol=1e-9)
    np.testing.assert_allclose(found.parameters[-1], theirs.x, atol=1e-6)
    # What comes after the last iterate, to see that it is one, is no part of a step.
    assert 0 <= theirs.nfev - found.counts[:, 0].sum() <= 2
    assert 0 <= theirs.njev - found.counts[:, 1].sum() <= 2


def test_bfgs_carries_scipys_estimate_of_the_inverse_hessian() -> None:
    known = objective_of(scenario(BEALE))
    for steps in (1, 3, 6):
        theirs = minimize(
            lambda at: float(known.value(at)),
            [1.0, 1.0],
            method="BFGS",
            jac=lambda at: known.gradient(at),
            options={"maxiter": steps},
        )
        found = one(BEALE, 1, 1, optimizer="BFGS", steps=steps + 1)
        np.testing.assert_allclose(
            found.carried["inverse_hessian"][steps], theirs.hess_inv, rtol=1e-7
        )


def test_momentum_carries_its_velocity() -> None:
    found = one(formula("x**2"), 1, optimizer="SGD", lr=0.1, options={"momentum": 0.5}, steps=2)
    # v1 = 2, x1 = 0.8; v2 = 0.5 · 2 + 1.6 = 2.6, x2 = 0.54
    np.testing.assert_allclose(found.carried["velocity"][:, 0], [2, 2.6], rtol=1e-15)
    np.testing.assert_allclose(found.parameters[:, 0], [1, 0.8, 0.54], rtol=1e-15)


def test_adams_first_step_is_the_learning_rate_in_every_direction() -> None:
    found = one(formula("100*x**2 + y**2/100", "x", "y"), 1, 1, optimizer="Adam", lr=0.25, steps=2)
    np.testing.assert_allclose(found.parameters[1], [0.75, 0.75], rtol=1e-6)
    slopes = found.grad[0]
    carried = {name: rows[0] for name, rows in found.carried.items()}
    np.testing.assert_allclose(carried["first_moment"], 0.1 * slopes, rtol=1e-12)
    np.testing.assert_allclose(carried["second_moment"], 0.001 * slopes**2, rtol=1e-12)
    np.testing.assert_allclose(carried["first_moment_corrected"], slopes, rtol=1e-12)
    np.testing.assert_allclose(carried["second_moment_corrected"], slopes**2, rtol=1e-12)


@pytest.mark.parametrize("name", ["Adam", "AdamW"])
def test_corrected_moments_give_the_recorded_steps(name: str) -> None:
    options = {"weight_decay": 0.0, "eps": 1e-8}
    found = one(BEALE, 1, 1, optimizer=name, lr=0.05, options=options, steps=20)
    first, second = (found.carried[f"{each}_moment_corrected"] for each in ("first", "second"))
    np.testing.assert_allclose(
        np.diff(found.parameters, axis=0), -0.05 * first / (np.sqrt(second) + 1e-8), rtol=1e-9
    )


@pytest.mark.parametrize(
    ("name", "carried", "sizes"),
    [
        ("Adagrad", "sum_of_squares", [4, 4 + 1.8**2]),
        ("RMSprop", "mean_square", [0.01 * 4, 0.99 * 0.04 + 0.01 * 0.2**2]),
    ],
)
def test_accumulated_squares_are_recorded(name: str, carried: str, sizes: list[float]) -> None:
    found = one(formula("x**2"), 1, optimizer=name, lr=0.1, steps=2)
    squares = found.carried[carried][:, 0]
    assert squares[0] == pytest.approx(sizes[0], rel=1e-12)
    before = squares[0] if name == "Adagrad" else 0.99 * squares[0]
    share = 1.0 if name == "Adagrad" else 0.01
    assert squares[1] == pytest.approx(before + share * found.grad[1, 0] ** 2, rel=1e-12)


def test_what_a_method_carries_survives_the_file_and_heads_columns(tmp_path: Path) -> None:
    runs = [
        run(3, 2, lr=None, optimizer="Newton", steps=2),
        run(3, 2, lr=0.1, optimizer="SGD", options={"momentum": 0.9}, steps=3),
    ]
    recording = record(scenario(BOWL, *runs))
    recording.save(tmp_path / "case.npz")
    assert Recording.load(tmp_path / "case.npz") == recording
    recording.write_csv(tmp_path / "steps.csv")
    head, *rows = (tmp_path / "steps.csv").read_text().splitlines()
    columns = head.split(",")
    assert columns[7:] == [
        *("losses", "gradients", "hessians"),
        *(f"hessian_{a}_{b}" for a in "xy" for b in "xy"),
        *("lr", "velocity_x", "velocity_y"),
    ]
    cells = [dict(zip(columns, row.split(","), strict=True)) for row in rows]
    assert [cell["lr"] for cell in cells] == ["", "", "", "", "0.1", "0.1", "0.1"]
    assert [cell["hessian_x_x"] for cell in cells[:4]] == ["", "1.0", "1.0", ""]
    assert float(cells[5]["velocity_x"]) == recording.runs[1].carried["velocity"][1, 0]
    for rows_read, known in zip(read_steps(tmp_path / "steps.csv"), recording.runs, strict=True):
        assert (rows_read.parameters == known.parameters).all()
        assert (rows_read.grad == known.grad).all()


@pytest.mark.parametrize("name", ["Newton", "GD", *MINIMIZERS])
def test_the_same_run_has_the_same_bytes(name: str, tmp_path: Path) -> None:
    options = {"line_search": "exact"} if name == "GD" else {}
    case = scenario(BEALE, run(1, 1, lr=None, optimizer=name, options=options, steps=30))
    for copy in "ab":
        record(case).save(tmp_path / copy)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_no_run_without_a_learning_rate_records_one() -> None:
    found = one(BOWL, 3, 2, optimizer="Newton", steps=2)
    assert found.lr.shape == found.rates.shape == (0,)
    with pytest.raises(ValueError, match="Newton has no learning rate"):
        assert found.first_rate


def test_a_run_that_is_stopped_leaves_no_thread_behind() -> None:
    import threading

    before = threading.active_count()
    one(ROSENBROCK, -1.2, 1, optimizer="BFGS", steps=3)
    assert threading.active_count() == before
