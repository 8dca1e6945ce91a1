"""What lessons of every kind say of a recording is true of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from solver_cases import formula, run, scenario

from gradreel.scenarios import load_scenario
from gradreel.scenarios.optimizers import OPTIMIZERS, has_rate
from gradreel.scenes.parts.maps.window import MOST
from gradreel.scenes.sentences import runs as texts
from gradreel.scenes.sentences import surface
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.summary import summary
from gradreel.solver.descent import record
from gradreel.solver.diagnostics import counts_epochs
from gradreel.solver.message import Message, message
from gradreel.solver.recording import Recording


def recorded(text: str, *runs: dict[str, Any]) -> Recording:
    """A formula of x descended by some runs from x = 4, 10 steps each, as far as they say."""
    told = [
        run(one.get("start", 4.0), **{k: v for k, v in one.items() if k != "start"}) for one in runs
    ]
    return record(scenario(formula(text), *told))


@pytest.mark.parametrize(
    ("start", "lr", "sentence"),
    [
        (-10.0, 0.1, "One step: the loss falls, from 100 to 64."),
        (-10.0, 2.0, "One step, which is too long: the loss rises, from 100 to 900."),
        (-10.0, 1.0, "One step: the loss stays at 100."),
        (0.0, 0.1, "One step: the loss stays at 0."),
    ],
)
def test_a_step_is_told_as_it_was(start: float, lr: float, sentence: str) -> None:
    recording = recorded("x**2", {"start": start, "lr": lr})
    assert worded(texts.step_taken(recording.runs[0])) == sentence


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("Adam", "Adam: a running mean of each slope, "),
        ("Rprop", "Rprop: only the sign of each slope counts; "),
        ("LBFGS", "LBFGS: it learns how the loss bends from its last few steps."),
    ],
)
def test_a_step_of_its_own_says_what_kind_of_method_makes_it(method: str, said: str) -> None:
    recording = recorded("x**2", {"optimizer": method, "lr": 0.5})
    assert worded(texts.own_step(recording.runs[0])).startswith(said)


@pytest.mark.parametrize("method", OPTIMIZERS)
def test_every_method_is_said_to_be_of_some_kind(method: str) -> None:
    rate = 0.1 if has_rate(method, {}) else None
    recording = recorded("x**2 + exp(x)", {"optimizer": method, "lr": rate})
    said = worded(texts.own_step(recording.runs[0]))
    assert ("makes its own step" in said) is (method in ("GD", "SGD"))


def test_a_step_that_sees_all_data_once_is_an_epoch() -> None:
    recording = record(load_scenario("noisy-line"))
    assert counts_epochs(recording.scenario, recording.runs[0])
    assert (
        worded(texts.epoch(recording.scenario))
        == "Each step sees all 100 points: that is one epoch."
    )
    many = record(load_scenario("noisy-line", ["runs.0.optimizer=LBFGS", "runs.0.steps=3"]))
    assert not counts_epochs(many.scenario, many.runs[0])
    surface = record(load_scenario("two-weights"))  # all of its sentences speak of steps
    assert not counts_epochs(surface.scenario, surface.runs[0])
    formulas = recorded("x**2", {})
    assert not counts_epochs(formulas.scenario, formulas.runs[0])


ARRIVES, CRAWLS, LEAVES = {"lr": 0.4}, {"lr": 0.01}, {"lr": 1.5}


@pytest.mark.parametrize(
    ("runs", "sentence"),
    [
        ([ARRIVES, {"lr": 0.45}], "Both end in the same place: one valley, one lowest point."),
        (
            [LEAVES, {"lr": 2.0}],
            "Every run diverged.",
        ),
        ([LEAVES, ARRIVES], "“η = 1.5” diverged; “η = 0.4” settled at the loss 1.678×10⁻¹³."),
        ([ARRIVES, LEAVES, {"lr": 0.45}], "“η = 1.5” diverged; the others end in the same place."),
        (
            [CRAWLS, LEAVES, {"lr": 0.02}],
            "“η = 1.5” diverged; “η = 0.01” and “η = 0.02” are still on their way; "
            "“η = 0.02” ends lowest, with the loss 7.072.",
        ),
        (
            [CRAWLS, ARRIVES, {"lr": 0.45}],
            "“η = 0.01” is still on its way; the others end in the same place.",
        ),
        (
            [CRAWLS, {"lr": 0.02}],
            "Every run is still on its way; “η = 0.02” ends lowest, with the loss 7.072.",
        ),
        (
            [CRAWLS | {"name": "a name that is longer than others"}, LEAVES | {"name": "x-1"}],
            "“x-1” diverged; “a name that is longer than…” is still on its way; "
            "it ends with the loss 10.68.",
        ),
    ],
)
def test_runs_are_summed_up_by_name(runs: list[dict[str, Any]], sentence: str) -> None:
    assert worded(summary(recorded("x**2", *runs), np.zeros(1), np.array([10.0]))) == sentence


def test_runs_in_different_valleys_do_not_end_together() -> None:
    one, other = {"start": 2.0, "lr": 0.1, "steps": 80}, {"start": -2.0, "lr": 0.1, "steps": 80}
    tilted = recorded("x**4/4 - x**2/2 + x/8", one, other)
    said = worded(summary(tilted, None, np.array([4.0])))
    assert said.startswith(
        "They end in different places; “from −2” ends lowest, with the loss −0.3"
    )
    level = worded(summary(recorded("x**4/4 - x**2/2", one, other), None, np.array([4.0])))
    assert level == "They end in different places with nearly the same loss."


def test_axes_that_were_widened_are_noted() -> None:
    assert texts.zoomed(1.0, None) is None
    assert worded(texts.zoomed(MOST, 2)) == "zoomed out ×40, step 2 is beyond"


def test_a_panel_counts_steps_and_tells_whether_its_axes_hold_the_run() -> None:
    def count(steps: int) -> Message:
        return message("steps-counted", steps=steps)

    assert worded(texts.panel_note(count(1), 1.04, False)) == "1 step"
    assert worded(texts.panel_note(count(1000), 2.5, False)) == "1000 steps, axes ×2.5"
    assert worded(texts.panel_note(count(7), 2.5, False, "w")) == "7 steps, w ×2.5"
    assert worded(texts.panel_note(count(7), MOST, True)) == "7 steps, outside"


def test_one_end_and_several_are_counted() -> None:
    assert worded(surface.ended(1, 6, [3.0, 2.0])) == "1 of 6 ends near (3, 2)"
    assert worded(surface.ended(2, 6, [3.0, 2.0])) == "2 of 6 end near (3, 2)"


def test_an_option_that_is_off_is_no_part_of_how_a_run_goes_down() -> None:
    off = recorded("x**2", {"steps": 1, "optimizer": "RMSprop", "options": {"centered": False}})
    assert worded(texts.goes_down(off.runs[0])) == "RMSprop with learning rate 0.1."
