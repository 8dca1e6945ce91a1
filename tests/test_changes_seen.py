"""A change that is told of can be seen in the numbers that tell of it."""

from __future__ import annotations

import numpy as np
import pytest
from solver_cases import fit, formula, run, scenario

from gradreel.scenarios import Scenario
from gradreel.scenes.parts.descents.runs import labels_of
from gradreel.scenes.parts.formulas.fit_about import place_to_predict
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.runs import step_taken
from gradreel.scenes.sentences.summary import summary
from gradreel.scenes.together import Together
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of

HIGH = "0.5*x**2 + 5.832e12"


def test_a_fall_that_digits_would_hide_is_told_as_one() -> None:
    told = scenario(formula(HIGH), run(60.0, lr=0.1, steps=9))
    one = record(told).runs[0]
    assert worded(step_taken(one)) == "One step: the loss falls by 342, from 5.832×10¹²."
    assert worded(one.ending.message) == (
        "After 9 steps it is still falling: the loss is 5.832e12, 1530 below the start."
    )


def test_a_rise_that_digits_would_hide_is_told_as_one() -> None:
    told = scenario(formula(HIGH), run(60.0, lr=2.5, steps=1))
    assert worded(step_taken(record(told).runs[0])) == (
        "One step, which is too long: the loss rises by 2250, from 5.832×10¹²."
    )


def exact_and_crawling() -> Scenario:
    line = fit("a*x", (1.37, 52.3))
    return scenario(line, run(1.23, lr=0.26, steps=9), run(1.23, lr=0.01, steps=9))


def test_a_loss_that_rounding_left_is_0_in_a_summary_and_in_a_legend() -> None:
    told = exact_and_crawling()
    whole = record(told)
    assert 0.0 < whole.runs[0].loss[-1] < 1e-20
    said = worded(summary(whole, objective_of(told).minimum, np.array([50.0])))
    assert said.startswith("“η = 0.01” is still on its way; “η = 0.26” settled at the loss 0")


@pytest.mark.parametrize(
    ("inputs", "place"), [([-2.5, 1.5], 1.0), ([0.0], 0.0), ([-1.0, 0.25], -0.5)]
)
def test_a_line_is_not_asked_where_it_has_nothing_to_tell(
    inputs: list[float], place: float
) -> None:
    assert place_to_predict(np.array(inputs)) == place


def test_no_name_is_cut_within_a_number() -> None:
    momentum = {"momentum": 0.9}
    told = scenario(
        formula("x**2"),
        run(1.0, lr=0.000204705, options=momentum),
        run(1.0, lr=2.0),
    )
    assert labels_of(told) == ("momentum 0.9…", "η = 2")
    whole = told.model_copy(
        update={"runs": tuple(r.model_copy(update={"name": "a" * 40}) for r in told.runs[:1])}
    )
    assert labels_of(whole) == ("a" * 27 + "…",)


def test_a_legend_shows_no_rounding_noise() -> None:
    told = exact_and_crawling().model_copy(update={"lesson": "fit"})
    shown = Together(record(told), objective_of(told)).legend.ends
    assert not any("×10⁻¹" in part.note.says for part in shown)
