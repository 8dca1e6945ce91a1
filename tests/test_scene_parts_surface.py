"""Parts of the surface lesson, and what lessons of every kind share."""

from __future__ import annotations

import numpy as np
import pytest

from scenarios import Run, load_scenario
from scenes.parts.ticks import fading_ticks
from scenes.parts.walk import walked
from scenes.sentences.runs import in_common


def test_between_two_steps_a_run_is_between_their_places() -> None:
    rows = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, -1.0]])
    assert walked(rows, 1.25).tolist() == [[0.0, 1.0], [2.0, 3.0], [2.5, 2.0]]
    assert walked(rows, 0.0).tolist() == [[0.0, 1.0], [0.0, 1.0]]
    assert walked(rows[:, 1], 0.5).tolist() == [1.0, 2.0]


@pytest.mark.parametrize("step", [2.0, 2.5, 1000.0])
def test_after_its_last_step_a_run_stays_there(step: float) -> None:
    rows = np.array([[0.0], [2.0], [4.0]])
    assert walked(rows, step).ravel().tolist() == [0.0, 2.0, 4.0, 4.0]
    assert walked(rows[:1], step).ravel().tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(0.0, 4.0, [0, 1, 2, 3, 4]), (-2.5, 2.5, [-2, 0, 2]), (0.0, 0.3, [0, 0.1, 0.2, 0.3])],
)
def test_ticks_are_round_and_reach_both_ends(low: float, high: float, ticks: list[float]) -> None:
    shown = fading_ticks(low, high, 4)
    assert sorted(tick for tick, _ in shown) == pytest.approx(ticks)
    assert {opacity for _, opacity in shown} == {1.0}


def test_ticks_fade_while_their_axis_is_rescaled() -> None:
    before, now, after = (dict(fading_ticks(-w, w, 4)) for w in (2.0, 2.08, 2.2))
    assert before[1.0] == 1.0
    assert 0.0 < now[1.0] < 1.0
    assert now[2.0] == 1.0
    assert 1.0 not in after


SAME = {"start": {"x": 1.0}, "lr": 0.1, "steps": 10}


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ([{"lr": 0.2}, {"lr": 0.3, "steps": 5}], "only the learning rate differs"),
        ([{"lr": 0.2}, {"steps": 5}], "with other learning rates"),
        ([{"steps": 5}], "told to end in other ways"),
        ([{"lr": 0.2, "options": {"momentum": 0.9}}], "same optimiser, with other settings"),
        ([{"lr": 0.2, "optimizer": "Adam"}], "with other optimisers"),
        ([{"start": {"x": 2.0}}], "from other starts"),
        ([{"start": {"x": 2.0}, "lr": 0.2}], "differ in their starts and their settings"),
    ],
)
def test_what_runs_have_in_common_is_true(others: list[dict[str, object]], words: str) -> None:
    runs = [Run.model_validate({**SAME, **changes}) for changes in ({}, *others)]
    assert words in in_common(runs)


def test_the_shipped_runs_differ_in_learning_rate_or_start() -> None:
    said = {name: in_common(load_scenario(name).runs) for name in ("quadratic", "two-valleys")}
    assert "only the learning rate" in said["quadratic"]
    assert "other starts" in said["two-valleys"]
