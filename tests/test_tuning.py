"""The best of several learning rates: known ones, how they are chosen, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from solver_cases import formula, run, scenario

from gradreel.pipeline.video.runs import tried_text
from gradreel.scenarios import ScenarioError, load_scenario
from gradreel.scenarios.budget import work_of
from gradreel.scenes.lesson import chapters_of
from gradreel.solver.descent import record
from gradreel.solver.recording import Recording

FILE = """
title = "Tuned"
lesson = "curve"
objective = { formula = "x**2", domain = { x = [-2, 2] } }
start = { x = 1 }
"""


def tuned(
    text: str, *rates: float, start: tuple[float, ...] = (1.0, 1.0), **plan: Any
) -> Recording:
    names = ("x", "y")[: len(start)]
    plan = {"steps": 30, **plan}
    return record(scenario(formula(text, *names), run(*start, lr=None, tune=rates, **plan)))


@pytest.mark.parametrize(
    ("low", "high", "rates", "best"),
    [
        (1.0, 1.0, (0.1, 0.5, 1.0, 1.9), 1.0),
        (0.5, 1.0, (0.5, 1.0, 1.3, 1.8), 1.3),  # 4/3
        (0.1, 2.0, (0.01, 0.1, 0.5, 0.95, 1.5), 0.95),  # 2/2.1
        (0.02, 10.0, (0.001, 0.01, 0.19, 0.3), 0.19),
    ],
)
def test_on_a_bowl_the_best_is_nearest_to_two_over_the_sum_of_its_curvatures(
    low: float, high: float, rates: tuple[float, ...], best: float
) -> None:
    assert best == min(rates, key=lambda rate: abs(rate - 2 / (low + high)))
    found = tuned(f"{low / 2}*x**2 + {high / 2}*y**2", *rates)
    assert found.runs[0].run.lr == found.scenario.runs[0].lr == best


def test_how_each_rate_did_is_kept() -> None:
    found = tuned("x**2", 0.25, 0.4, 0.6, 5e200, start=(1.0,), steps=3)
    left = [(1 - 2 * rate) ** 6 for rate in (0.25, 0.4, 0.6)]
    (kept,) = found.scenario.runs
    assert [trial.rate for trial in kept.tried] == [0.25, 0.4, 0.6, 5e200]
    assert [trial.loss for trial in kept.tried[:3]] == pytest.approx(left, rel=1e-12)
    assert kept.tried[3].loss is None
    assert kept.lr == 0.4
    assert found.runs[0].loss[-1] == kept.tried[1].loss


def test_of_equally_low_ends_the_one_that_came_there_first_is_best() -> None:
    # Each of these is at the lowest point to rounding after 300 steps, the middle one after one.
    assert tuned("x**2", 0.3, 0.5, 0.7, start=(1.0,), steps=300).scenario.runs[0].lr == 0.5


def test_if_none_stays_the_first_is_shown() -> None:
    found = tuned("x**2", 1e200, 1e250, start=(1.0,), steps=5)
    assert found.scenario.runs[0].lr == 1e200
    assert {trial.loss for trial in found.scenario.runs[0].tried} == {None}


def test_the_best_run_is_what_it_is_with_that_rate_alone() -> None:
    found = tuned("x**2 + y**2/4", 0.1, 0.3, options={"momentum": 0.5}).runs[0]
    alone = record(
        scenario(
            formula("x**2 + y**2/4", "x", "y"),
            run(1.0, 1.0, lr=found.run.rate, steps=30, options={"momentum": 0.5}),
        )
    ).runs[0]
    np.testing.assert_array_equal(found.parameters, alone.parameters)
    np.testing.assert_array_equal(found.counts, alone.counts)


def test_a_recording_with_tried_rates_loads_back_equal(tmp_path: Path) -> None:
    found = tuned("x**2", 0.1, 0.3, 1e200, start=(1.0,))
    found.save(tmp_path / "recording.npz")
    assert Recording.load(tmp_path / "recording.npz") == found


def test_the_terminal_says_what_was_tried() -> None:
    found = tuned("x**2", 0.25, 0.5, 1e200, start=(1.0,), steps=2).scenario.runs[0]
    said = "lr 0.5 is the best of 3 tried (loss at the end): 0.25 (0.0625), 0.5 (0), 1e+200 (none)"
    assert tried_text(found) == said


def load(path: Path, run_table: str) -> Any:
    path.write_text(FILE + run_table, encoding="utf-8")
    return load_scenario(path)


def test_a_file_may_ask_for_the_best_rate(tmp_path: Path) -> None:
    (one,) = load(tmp_path / "f.toml", "runs = [{ steps = 5, tune = [0.3, 0.1] }]").runs
    assert (one.lr, one.tune, one.tried, one.plain) == (None, (0.1, 0.3), (), True)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("tune = []", "runs[0].lr: is missing"),
        ("tune = [0.1]", "runs[0].tune: has one learning rate, and nothing to choose"),
        ("tune = [0.1, 0.1]", "runs[0].tune: has 0.1 more than once"),
        ("tune = [0.1, -1]", "runs[0].tune[1]: must be positive, got -1"),
        ("tune = 0.1", "runs[0].tune: must be a list, as in [0.01, 0.03, 0.1], got 0.1"),
        ("tune = [0.1, 0.2], lr = 0.1", "runs[0].lr: stands beside tune, which finds it"),
        ('tune = [0.1, 0.2], optimizer = "BFGS"', "runs[0].tune: has no meaning here"),
        (f"tune = {[k / 100 for k in range(1, 26)]}", "at most 24 are allowed"),
    ],
)
def test_a_faulty_list_is_refused_with_a_sentence(tmp_path: Path, table: str, problem: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        load(tmp_path / "f.toml", f"runs = [{{ steps = 5, {table} }}]")
    assert problem in "\n".join(raised.value.problems)
    assert len(raised.value.problems) == 1


def test_each_rate_that_is_tried_counts_as_work() -> None:
    once = scenario(formula("x**2"), run(1.0, lr=0.1))
    thrice = scenario(formula("x**2"), run(1.0, lr=None, tune=(0.1, 0.2, 0.3)))
    assert work_of(thrice).evaluations == 3 * work_of(once).evaluations


def test_finding_the_rate_changes_no_chapter_of_a_lesson() -> None:
    before = scenario(formula("x**2"), run(1.0, lr=None, tune=(0.1, 0.2)), run(1.0))
    after = record(before).scenario
    assert after.runs[0].tried
    assert chapters_of(after) == chapters_of(before)
