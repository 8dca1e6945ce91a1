"""The data of a surface that is made of some: in columns, in a table, and what is said of them."""

from __future__ import annotations

import numpy as np
import pytest
from solver_cases import fit, run, scenario
from spoken import sentences, written

from gradreel.scenarios import load_scenario
from gradreel.scenes.lesson import chapters_of
from gradreel.scenes.parts.descents.point_columns import PointColumns
from gradreel.scenes.parts.descents.point_table import MOST_ROWS, PointTable
from gradreel.scenes.parts.geometry.box import Box
from gradreel.solver.descent import record
from gradreel.solver.recording import Recording

BOX = Box((-5.0, -2.0), (5.0, 4.0))
MANY = [(float(k), 2.0 * k) for k in range(60)]


def of(model: str, *points: tuple[float, ...], start: tuple[float, float] = (1, 2)) -> Recording:
    return record(scenario(fit(model, *points), run(*start, lr=1e-4, steps=3)))


@pytest.mark.parametrize(
    ("recording", "told"),
    [
        (
            of("X @ w", (1, 2, 50), (3, 4, 110)),
            [
                "From x₁ and x₂ the model predicts y, with two weights.",
                "With w₁ = 1 and w₂ = 2 it predicts 5 and 11, where y is 50 and 110.",
                "The gaps are called residuals.",
                "The mean of their squares is the loss: J = 5913.",
            ],
        ),
        (
            of("X @ w", (1, 2, 8)),
            [
                "From x₁ and x₂ the model predicts y, with two weights.",
                "With w₁ = 1 and w₂ = 2 it predicts 5, where y is 8.",
                "The gap is called the residual.",
                "Its square is the loss: J = 9.",
            ],
        ),
        (
            of("a*x + b", *MANY),
            [
                "From x the model predicts y, with two weights.",
                "With a = 1 and b = 2 its predictions are off.",
                "The gaps are called residuals.",
                "The mean of their squares is the loss: J = 1056.",
            ],
        ),
        (
            of("a*x + b", *MANY, start=(2, 0)),
            [
                "From x the model predicts y, with two weights.",
                "With a = 2 and b = 0 it predicts y of every point.",
            ],
        ),
    ],
)
def test_a_surface_made_of_data_says_what_its_loss_is_made_of(
    recording: Recording, told: list[str]
) -> None:
    assert sentences(recording, "data") == told


def test_only_a_loss_that_is_made_of_data_has_a_chapter_about_them() -> None:
    names = {
        name: [chapter.name for chapter in chapters_of(load_scenario(name))]
        for name in ("two-weights", "quadratic")
    }
    assert names["two-weights"][:3] == ["title", "data", "landscape"]
    assert "data" not in names["quadratic"]


def test_predictions_are_worked_out_where_their_numbers_are_short() -> None:
    two = written(of("X @ w", (1, 2, 50), (3, 4, 110)), "data")
    assert {"50", "110", "prediction"} <= two
    for model, points in [("X @ w", [(1 / 3, 2.0, 50.0)]), ("a*x + b + 1", MANY)]:
        recording = of(model, *points)
        predicted = recording.objective.predict(
            recording.runs[0].parameters[0], np.array([point[:-1] for point in points])
        )
        table = PointTable(recording.scenario, predicted, recording.runs[0].parameters[0], BOX)
        assert len(table.found) == 1 + min(len(points), MOST_ROWS) + (len(points) > MOST_ROWS)
        assert table.width <= BOX.width + 1e-6


@pytest.mark.parametrize("count", [1, 2, 5, 40])
@pytest.mark.parametrize("size", [1e-9, 1.0, 1e9])
def test_gaps_lead_from_points_to_predictions(count: int, size: float) -> None:
    rng = np.random.default_rng(count)
    outputs, predicted = size * rng.normal(size=(2, count))
    predicted[0] *= 1e6  # far beyond the axis
    columns = PointColumns(np.arange(1.0, count + 1.0), outputs, predicted, BOX, ("", "y"))
    columns.predict(1.0)
    columns.miss(1.0)
    np.testing.assert_allclose(columns.tops[:, 1], columns.place(1.0, outputs)[:, 1])
    assert columns.within(columns.tops).all()
    assert columns.within(columns.ends).all()
    near = columns.place(1.0, predicted)[:, 1]
    np.testing.assert_allclose(columns.ends[1:, 1], near[1:])
    across = columns.ticks.across if columns.ticks.across in columns.ticks.submobjects else ()
    numbers = [float(label.note.says) for label in across]
    assert all(number == round(number) for number in numbers)
    assert (len(numbers) >= 2) is (count > 1)
