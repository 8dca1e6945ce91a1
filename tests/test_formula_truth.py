"""Values and slopes of random formulas are the true ones, and nothing is valid that is not so."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from generators.formulas import NAMES, differences, random_formula, random_point
from solver_cases import fit, formula, run, scenario

from gradreel.scenarios import Fit, Formula, ScenarioError, load_scenario
from gradreel.scenarios.bounds import LIMIT, no_start, values_of
from gradreel.scenarios.syntax import FormulaError
from gradreel.solver.descent import record


def test_random_formulas_have_their_true_values_and_slopes() -> None:
    rng, tried, unexplained = random.Random(20), Counter[str](), []
    while sum(tried.values()) < 6 * 150:
        text, point = random_formula(rng), random_point(rng)
        try:
            unexplained += [one for one in differences(text, point, tried) if not one.reason]
        except FormulaError:
            continue
    assert not unexplained


def is_recorded(objective: Formula | Fit, start: dict[str, float]) -> bool:
    try:
        record(scenario(objective, run(*start.values(), steps=1)))
    except ScenarioError:
        return False
    return True


def test_what_is_valid_is_recorded_and_nothing_else() -> None:
    rng = random.Random(21)
    for _ in range(120):
        kind = formula(random_formula(rng), *NAMES)
        start = {
            name: x * rng.choice([0.0, 1.0, 1.0, 1e80]) for name, x in random_point(rng).items()
        }
        try:
            values = values_of(kind)
        except FormulaError:
            continue
        assert (no_start(values, start) == "") == is_recorded(kind, start), (kind, start)


@pytest.mark.parametrize(
    ("kind", "start", "reason"),
    [
        (formula("x**2"), {"x": 1e76}, "a value beyond 1e+150"),
        (formula("x**2"), {"x": 1e74}, ""),
        (formula("1e99*sqrt(x)"), {"x": 1e-110}, "a slope beyond 1e+150"),
        (formula("sqrt(x)"), {"x": 0.0}, "no finite slope"),
        (formula("log(x)"), {"x": -1.0}, "no finite value"),
        (formula("log(1 + exp(x))"), {"x": 1e9}, ""),
        (formula("abs(x)"), {"x": 0.0}, ""),
        (fit("w*x", (1e30, 1)), {"w": 1e46}, "a value beyond 1e+150"),
        (fit("w*x", (1e30, 1)), {"w": 1e44}, ""),
        (fit("w*x", (1e30, 1), (-1e30, 1)), {"w": 1e20}, ""),
        (fit("w*x**5", (1e30, 1)), {"w": 0.0}, "a slope beyond 1e+150"),
    ],
)
def test_a_start_that_cannot_be_gone_on_from_is_refused_with_its_reason(
    kind: Formula | Fit, start: dict[str, float], reason: str
) -> None:
    assert no_start(values_of(kind), start) == reason
    assert is_recorded(kind, start) == (not reason)


def test_a_file_says_so(tmp_path: Path) -> None:
    file = tmp_path / "far.toml"
    file.write_text(
        'title = "T"\nlesson = "curve"\n[objective]\nformula = "exp(x)"\n'
        "domain = { x = [-2, 500] }\n[start]\nx = 400\n[[runs]]\nlr = 0.1\nsteps = 5\n"
    )
    with pytest.raises(ScenarioError, match=r"has a value beyond 1e\+150 at x = 400: start else"):
        load_scenario(file)


def test_the_limit_leaves_room_for_squares() -> None:
    assert np.isfinite(np.float64(LIMIT) ** 2)
