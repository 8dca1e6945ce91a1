"""The chapters of a fit lesson, played without drawing: what they say and what they show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from manim import tempconfig
from test_chapters import SETTINGS, Blind

from gradreel.pipeline.inspect import inspect_chapter
from gradreel.scenarios import Data, Fit, Run, Scenario, load_scenario
from gradreel.scenarios.linear_model import parse_model
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.fit.descent import FitDescent
from gradreel.scenes.fit.guess import FitGuess
from gradreel.scenes.fit.overview import FitRecap
from gradreel.scenes.fit.result import FitResult
from gradreel.scenes.fit.starts import FitStarts
from gradreel.scenes.fit.step import FitStep
from gradreel.scenes.fit.views import FitViews
from gradreel.scenes.lesson import chapters_of
from gradreel.scenes.parts.formulas.fit_about import fitted_formula
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of
from gradreel.solver.recording import Recording

POINTS = ((0.0, 1.0), (1.0, 3.0), (2.0, 2.0), (4.0, 6.0))


def test_the_lesson_has_the_chapters_of_its_storyboard() -> None:
    names = [chapter.name for chapter in chapters_of(load_scenario("noisy-line"))]
    assert names == ["title", "guess", "views", "step", "descent", "result", "starts", "recap"]


@pytest.mark.parametrize(
    ("model", "run", "sentence"),
    [
        ("a*x + b", {"lr": 0.1, "steps": 400}, "At x = 3 the line predicts y = "),
        ("w*x", {"lr": 0.1, "steps": 400}, "At x = 3 the line predicts y = "),
        ("a*x**2 + b", {"lr": 0.01, "steps": 900}, "At x = 3 the curve predicts y = "),
        ("a*x + b", {"lr": 0.01, "steps": 3}, "At x = 3 it predicts y = "),
    ],
)
def test_every_fit_that_stays_predicts(model: str, run: dict[str, Any], sentence: str) -> None:
    recording = record(fit(model, run))
    found = played(FitRecap, recording).sentences[-1].text
    assert found.startswith(sentence)
    predicted = objective_of(recording.scenario).predict(
        recording.runs[0].parameters[-1], np.array([[3.0]])
    )
    shown = found.removeprefix(sentence).rstrip(".").split(",")[0]
    assert float(shown.replace("−", "-")) == pytest.approx(float(predicted[0]), rel=1e-3)


def test_the_steps_of_a_single_parameter_are_drawn_along_its_axis() -> None:
    adam = {"optimizer": "Adam", "lr": 0.3, "steps": 3}
    found = inspect_chapter(FitDescent, record(fit("w*x", adam)))
    assert [one for one in found if one.fault.kind == "untrue arrow"] == []


def test_what_is_said_of_a_single_epoch_stays_until_it_is_read() -> None:
    found = inspect_chapter(FitDescent, record(fit("a*x + b", {"lr": 0.1, "steps": 1})))
    assert [str(one) for one in found] == []


def test_the_noisy_line_predicts_after_it_has_explained_its_noise() -> None:
    recording = record(load_scenario("noisy-line"))
    assert "is the noise" in played(FitResult, recording).sentences[-1].text
    *_, found, predicted = played(FitRecap, recording).sentences
    assert found.text == "The run found b near 2.5, not 2."
    assert predicted.text == "At x = 0.5 the line predicts y = 4.008."


@pytest.mark.parametrize(
    ("model", "printed", "formula"),
    [
        ("a*x + b", ["2.996", "2.51"], '"2.996" x + "2.51"'),
        ("a*x + b", ["−2.996", "−2.51"], '- "2.996" x - "2.51"'),
        ("b + a*x", ["0.5", "−3×10⁻⁵"], '"0.5" - "3×10⁻⁵" x'),
        ("a*x**2 + b", ["1", "2"], 'x^(2) + "2"'),
        ("a*x + b", ["3", "−1"], '"3" x - "1"'),
        ("a*(x + 1)", ["3"], ""),
        ("a*2*x + b", ["3", "1"], ""),
        ("a*x + 1", ["3"], ""),
    ],
)
def test_the_line_found_is_a_formula_with_its_numbers(
    model: str, printed: list[str], formula: str
) -> None:
    assert " ".join(fitted_formula(parse_model(model, 1), printed).split()) == formula


def test_a_run_that_left_predicts_nothing() -> None:
    told = played(FitRecap, record(fit("a*x + b", {"lr": 50, "steps": 30}))).sentences
    assert not any("predicts" in sentence.text for sentence in told)


def test_a_residual_has_the_sign_of_the_formula_of_the_slopes() -> None:
    recording = record(load_scenario("noisy-line"))
    scene = played(FitGuess, recording)
    assert isinstance(scene, FitGuess)
    assert scene.sentences[1].text == "Each gap is a residual: line minus point."
    # A point above the line: what is squared is the line there minus the point.
    assert scene.number[0].note.says.replace(" ", "") == "(−3.387)^2=11.47"
    missed = scene.objective.predict(scene.start, scene.scatter.inputs[:, None])
    missed -= scene.scatter.outputs
    assert np.abs(missed + 3.387).min() < 5e-4
    slope = 2 * missed.mean()
    assert slope == pytest.approx(float(recording.runs[0].grad[0, 1]))


def test_two_parameters_have_a_surface_and_one_has_a_curve() -> None:
    run = {"lr": 0.1, "steps": 3}
    two = [s.text for s in played(FitViews, record(fit("a*x + b", run))).sentences]
    assert two[0].startswith("Every line is a place (a, b)")
    assert two[1] == text("fit-from-above")
    one = [s.text for s in played(FitViews, record(fit("w*x", run))).sentences]
    assert one[0] == "On the left is the line, on the right the loss for every w."
    assert text("fit-from-above") not in one


def test_the_guesses_lead_back_to_the_start() -> None:
    scene = played(FitViews, record(fit("a*x + b", {"lr": 0.1, "steps": 3})))
    assert isinstance(scene, FitViews)
    start = scene.stage.scatter.stroke(scene.here).points
    np.testing.assert_allclose(scene.stage.line.points, start, atol=1e-9)


@pytest.mark.parametrize("rate", [0.1, 30.0, 1e6])
def test_numbers_of_guesses_do_not_overlap_however_wide_the_map(rate: float) -> None:
    found = inspect_chapter(FitViews, record(fit("a*x + b", {"lr": rate, "steps": 1})))
    assert [str(one) for one in found if one.fault.kind == "text over text"] == []


def test_the_gaps_of_guesses_end_on_their_line_and_not_at_the_border() -> None:
    scene = played(FitViews, record(load_scenario("noisy-line")))
    assert isinstance(scene, FitViews)
    scatter, far = scene.stage.scatter, np.array([4.5, -0.9])

    def beyond(parameters: np.ndarray) -> float:
        heights = scene.objective.predict(parameters, scatter.inputs[:, None])
        return max(float(heights.max()) - scatter.y[1], scatter.y[0] - float(heights.min()))

    assert beyond(far) > 1.0
    seen = scatter.seen_toward(far, scene.here)
    assert beyond(seen) == pytest.approx(0.0, abs=1e-9)
    np.testing.assert_allclose(scatter.seen_toward(seen, scene.here), seen)
    assert [sentence.text for sentence in scene.sentences[-2:]] == [
        "From the first guess, which way is steepest down?",
        "Steepest down starts at a right angle to the contour line.",
    ]


def test_a_run_that_leaves_does_not_sweep_across_the_others() -> None:
    leaving, staying = {"lr": 0.3, "steps": 40}, {"lr": 0.05, "steps": 40}
    scene = played(FitStarts, record(fit("a*x + b", leaving, staying)))
    assert isinstance(scene, FitStarts)
    (trail, marks, *_), (other, *_) = scene.together.parts
    assert scene.together.view.x[1] < 10
    assert 0 < len(trail.points) < len(other.points)
    assert len(marks.points) > 0


@pytest.mark.parametrize("chapter", [FitGuess, FitDescent])
def test_large_numbers_and_long_names_find_room(chapter: type[Chapter]) -> None:
    told = fit("a*x + b", {"lr": 0.05, "steps": 60}, scale=4321.0)
    assert isinstance(told.objective, Fit)
    long = {
        "input_names": ("age of the plant in weeks",),
        "output_name": "height of the plant in centimetres",
    }
    data = told.objective.data.model_copy(update=long)
    told = told.model_copy(update={"objective": Fit(model="a*x + b", data=data)})
    assert inspect_chapter(chapter, record(told)) == []


@pytest.mark.parametrize("chapter", [FitGuess, FitStep, FitResult])
def test_long_names_of_parameters_find_room(chapter: type[Chapter]) -> None:
    told = fit("slope*x + offset_total", {"lr": 0.05, "steps": 60})
    assert inspect_chapter(chapter, record(told)) == []


def fit(model: str, *runs: dict[str, Any], scale: float = 1.0) -> Scenario:
    """A fit of four points, their outputs multiplied by `scale`."""
    data = Data(
        inputs=tuple((x,) for x, _ in POINTS),
        outputs=tuple(scale * y for _, y in POINTS),
        input_names=("x",),
        output_name="y",
    )
    start = dict.fromkeys(parse_model(model, 1).parameters, 0.5)
    return Scenario(
        name="fit",
        title="A fit",
        lesson="fit",
        objective=Fit(model=model, data=data),
        runs=tuple(Run(**{"start": start} | run) for run in runs),
    )


def played(chapter: type[Chapter], recording: Recording) -> Chapter:
    """A chapter after it was played, each of its animations skipped to its end."""
    with tempconfig({**SETTINGS, "frame_rate": 15}):
        scene = chapter(recording, Blind(skip_animations=True))
        scene.render()
    return scene
