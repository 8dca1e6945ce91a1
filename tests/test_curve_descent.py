"""The descent of a curve lesson: arrows before moves, a chart that changes, the lowest place."""

from __future__ import annotations

import numpy as np
import pytest
from case_files import case
from last_pictures import last_pictures
from solver_cases import run
from spoken import played, recorded, sentences, written
from test_holdouts import told

from gradreel.scenarios import Formula, load_scenario
from gradreel.scenes import timing
from gradreel.scenes.curve.axis_step import AxisStep
from gradreel.scenes.curve.constant_factor import constant_factor
from gradreel.scenes.curve.descent import CurveDescent
from gradreel.scenes.curve.lowest_mark import LowestMark, lowest_on_curve
from gradreel.scenes.curve.zoomed_curve import ZoomedCurve
from gradreel.scenes.drawing.rehearsal import Unseen
from gradreel.scenes.parts.descents.arrival_mark import arrival_mark
from gradreel.scenes.parts.descents.changing_loss import ChangingLoss
from gradreel.scenes.parts.formulas.figures import Figures
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.plots.curve_axes import CurveAxes
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of

BOX = Box((0.0, 0.0), (4.0, 2.0))


@pytest.mark.parametrize(
    ("overrides", "count"),
    [
        (["runs.0.steps=12"], 12),
        (["runs.0.steps=13"], 5),
        (["runs.0.lr=1.1", "runs.0.steps=7"], 7),
        (["runs.0.steps=3", "runs.0.optimizer=Adam"], 3),
    ],
)
def test_each_explained_step_has_its_arrow_before_its_move(
    overrides: list[str], count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrows: list[tuple[float, float]] = []
    tips: list[float] = []
    put, playing = AxisStep.put, CurveDescent._step
    scenes: list[CurveDescent] = []

    def remembered(scene: CurveDescent, step: int, seconds: float) -> None:
        scenes.append(scene)
        playing(scene, step, seconds)

    def watched(
        step: AxisStep, curve: CurveAxes, here: float, target: float, share: float = 1.0
    ) -> None:
        put(step, curve, here, target, share)
        there, scene = here + share * (target - here), scenes[-1]
        x = step.submobjects[0].points[:, 0]
        if here != there and len(x):
            assert curve.box.left - 1e-6 <= x.min() <= x.max() <= curve.box.right + 1e-6
            tip = x.max() if there > here else x.min()
            assert tip == pytest.approx(float(curve.foot(there)[0]), abs=1e-6)
            assert scene.stage.dot.get_center()[0] == pytest.approx(float(curve.foot(here)[0]))
            arrows.append((here, there))
            tips.append(there)

    monkeypatch.setattr(CurveDescent, "_step", remembered)
    monkeypatch.setattr(AxisStep, "put", watched)
    recording = record(load_scenario("parabola", overrides))
    sentences(recording, "descent")
    places = recording.runs[0].parameters[:, 0]
    last = dict(arrows)
    assert [*last] == places[:count].tolist()
    assert [*last.values()] == pytest.approx(places[1 : count + 1].tolist())


def test_each_step_is_quicker_than_the_one_before() -> None:
    seconds = [timing.explained_time(step) for step in range(12)]
    assert seconds == sorted(seconds, reverse=True)
    assert seconds[0] > 2 * seconds[-1] > 0.0


def test_the_losses_of_explained_steps_stand_on_a_linear_axis() -> None:
    loss = 100 * 0.64 ** np.arange(1003)
    chart = ChangingLoss(loss, BOX, ("k", "f"), 5)
    assert chart.changes
    chart.draw_to(5.0)
    heights = chart._points[:6, 1]
    assert np.diff(heights) / np.diff(loss[:6]) == pytest.approx(
        [(heights[0] - heights[1]) / 36] * 5
    )
    for reach, (_, changing) in zip((5.0, 1002.0), chart.change(), strict=True):
        changing[-1].interpolate(1.0)
        assert chart._shown.x == (0.0, reach)
        assert np.ptp(np.diff(chart._points[:6, 1])) == pytest.approx(0.0, abs=1e-9)
    assert not chart.changes
    assert np.ptp(np.diff(chart._points[:, 1])) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("loss", "first", "reaches"),
    [
        (10.0 ** -np.arange(8.0), 5, [5.0, 7.0]),
        (10.0 ** -np.arange(8.0), 7, [7.0]),  # the first steps are all steps
        (np.append(np.full(6, 3.0), 10.0 ** -np.arange(8.0)), 5, [13.0]),  # all at one height
        (np.append(np.full(5, 3.0), 10.0 ** -np.arange(8.0)), 5, [5.0, 12.0]),
        (np.append(np.full(5, 3.0), np.nextafter(3.0, 0.0) * 10.0 ** -np.arange(8.0)), 5, [12.0]),
    ],
)
def test_each_axes_of_a_loss_show_something_new(
    loss: np.ndarray, first: int, reaches: list[float]
) -> None:
    chart = ChangingLoss(loss, BOX, ("k", "f"), first)
    seen = []
    for _, changing in chart.change():
        for share in (0.0, 0.5, 1.0):
            changing[-1].interpolate(share)
            assert np.isfinite(chart._points).all()
        seen.append(chart._shown.x[1])
    assert seen == reaches
    assert not chart.changes


@pytest.mark.parametrize("loss", [np.array([4.0, 2.0, 1.0]), np.array([1.0]), np.zeros(20)])
def test_axes_that_hold_all_losses_do_not_change(loss: np.ndarray) -> None:
    assert not ChangingLoss(loss, BOX, ("k", "f"), 5).changes


def test_what_a_step_leaves_is_told_of_distance_and_loss() -> None:
    said = sentences(record(load_scenario("parabola")), "descent")
    assert said[-3:] == [
        "Each step multiplies the distance to the lowest point by 0.8, the loss by 0.8² = 0.64.",
        "On a logarithmic axis, equal factors look like equal distances.",
        "After 124 steps the run has practically reached the lowest point, where the loss is 0.",
    ]


@pytest.mark.parametrize(
    ("overrides", "message", "products"),
    [
        ([], "the loss by 0.8² = 0.64.", True),
        (["runs.0.lr=0.9"], "by 0.8, the loss by 0.8² = 0.64.", True),
        (
            ["objective.formula='(x-3)**2'", "runs.0.lr=0.3"],
            "by 0.4, the loss by 0.4² = 0.16.",
            True,
        ),
        (["runs.0.lr=0.12345"], "by 0.7531, the loss by 0.5672.", True),
        (["start.x=-9.87654", "runs.0.lr=0.12345"], "the loss by 0.5672.", False),
    ],
)
def test_factors_are_those_of_the_first_step_as_printed(
    overrides: list[str], message: str, products: bool
) -> None:
    recording = record(load_scenario("parabola", [*overrides, "runs.0.steps=20"]))
    found = constant_factor(recording.objective, recording.runs[0], float)
    assert found is not None
    assert worded(found.message).endswith(message)
    assert bool(len(found.products)) == products


@pytest.mark.parametrize(("steps", "marked"), [(1002, True), (124, False), (130, False)])
def test_the_step_at_which_a_run_arrived_is_marked_if_it_went_on(steps: int, marked: bool) -> None:
    run = record(load_scenario("parabola", [f"runs.0.steps={steps}"])).runs[0]
    chart = ChangingLoss(run.loss, BOX, ("k", "f"), 5)
    for _, changing in chart.change():
        changing[-1].interpolate(1.0)
    mark = arrival_mark(chart, run, epochs=False)
    assert bool(len(mark)) == marked
    if marked:
        assert mark[0].get_center()[0] == pytest.approx(BOX.left + BOX.width * 124 / 1002)


@pytest.mark.parametrize("name", ["noisy-line", "one-weight"])
def test_the_sign_before_the_loss_does_not_come_and_go(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs: list[bool] = []
    monkeypatch.setattr(Figures, "write", lambda _, *values, about: signs.append(about))
    played(record(load_scenario(name)), "descent", Unseen())
    assert signs[0] is False
    first = signs.index(True)
    assert all(signs[first:])


@pytest.mark.parametrize("first", [(-2.0, 2.0), (2.0, 6.0)])
def test_the_word_at_the_lowest_point_comes_and_goes_with_it(first: tuple[float, float]) -> None:
    objective = objective_of(load_scenario("parabola"))
    limits = [first, (-2.0, 2.0), (2.0, 6.0), (-1.0, 6.0), (-6.0, -2.0), (-3.0, 3.0)]
    held = [np.array([4.0, 36.0])] * len(limits)
    box = Box((-5.0, -2.0), (6.0, 4.5))
    curve = ZoomedCurve(objective, limits, box, ("x", "f"), held)
    curve.zoom_to(first)
    mark = LowestMark(curve, lowest_on_curve(objective, {"x": (-11.0, 11.0)}))
    word = mark.word
    for low, high in limits:
        curve.zoom_to((low, high))
        mark.put()
        assert mark.word is word  # which is in the scene
        assert mark.has_points() == bool(len(word)) == (low < 0.0 < high)
        if len(word):
            assert abs(word.get_center() - mark.get_center())[:2] == pytest.approx(
                [0, 0.4], abs=0.2
            )


@pytest.mark.parametrize(
    ("formula", "place", "word"),
    [
        ("(x - 1)**2", 1.0, "label-lowest-point"),
        ("x**4 - 3*x**2 + x/2", -1.265, "label-lowest-found"),
        ("x**4 - 3*x**2", None, None),
        ("x**3", None, None),
        ("1/x", None, None),
    ],
)
def test_the_lowest_place_is_marked_where_there_is_one(
    formula: str, place: float | None, word: str | None
) -> None:
    scenario = told("curve", Formula(formula=formula, domain={"x": (-2, 2)}), run(1.5))
    found = lowest_on_curve(objective_of(scenario), {"x": (-2.0, 2.0)})
    assert (found and found.word) == word
    if place is not None:
        assert found is not None
        assert found.place == pytest.approx(place, abs=1e-3)


@pytest.mark.parametrize("name", ["parabola", "one-weight"])
def test_the_cross_stands_at_the_minimum_and_has_its_word(name: str) -> None:
    scenario = load_scenario(name)
    (scene,) = last_pictures(scenario, ["descent"])
    assert isinstance(scene, CurveDescent)
    assert scene.objective.minimum is not None
    lowest = scene.stage.curve.at(float(scene.objective.minimum[0]))
    assert scene.cross.get_center() == pytest.approx(lowest, abs=1e-6)
    assert "lowest point" in written(record(scenario), "descent")


def test_a_run_that_has_left_the_picture_is_seen_at_the_end_of_its_losses() -> None:
    recording = recorded(case("hostile/leap"))
    assert recording.runs[0].parameters[-1, 0] < -1e9
    scene = played(recording, "descent", Unseen())
    assert isinstance(scene, CurveDescent)
    assert scene.end_seen() == pytest.approx(scene.loss.head)
