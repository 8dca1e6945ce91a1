"""The recap answers the question of the title, and says how far from the answer a run is."""

from __future__ import annotations

import numpy as np
import pytest
from case_files import case
from spoken import sentences, written

from gradreel.scenarios import load_scenario
from gradreel.scenes.parts.answer import answer_of
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "quadratic",
            [
                "The lowest point is at (−1, 0), where the loss is −2.5.",
                "After 10 steps the run is 0.9191 away from it.",
            ],
        ),
        ("parabola", ["The lowest point is at x = 0, where the loss is 0."]),
        ("one-weight", ["No loss is smaller than that of w = 2: 0."]),
        (
            "noisy-line",
            [
                "It found b near 2.5, not 2: noise adds its mean.",
                "At x = 0.5 the line predicts y = 4.008.",
            ],
        ),
        (
            case("beale"),
            [
                "The lowest place found is at (3, 0.5), where the loss is 0.",
                "After 2000 steps the run is 0.8981 away from it.",
            ],
        ),
    ],
)
def test_the_recap_names_the_lowest_point(name: str, said: list[str]) -> None:
    assert sentences(record(load_scenario(name)), "recap") == said


@pytest.mark.parametrize("name", ["saddle", "no-minimum", "same-x"])
def test_where_no_place_is_known_to_be_the_lowest_none_is_named(name: str) -> None:
    recording = record(load_scenario(case(name)))
    assert answer_of(recording, objective_of(recording.scenario)) is None
    assert not any("lowest" in text for text in written(recording, "recap") if "(" in text)


def test_the_distance_is_that_from_the_end_of_the_run() -> None:
    recording = record(load_scenario("two-weights"))
    answer = answer_of(recording, objective_of(recording.scenario))
    assert answer is not None
    assert answer.place == pytest.approx([10, 20])
    away = float(np.linalg.norm(recording.runs[0].parameters[-1] - answer.place))
    assert f"{away:.4g} away" in sentences(recording, "recap")[-1]
