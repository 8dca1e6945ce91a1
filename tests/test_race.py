"""Races: who gets one, who arrives when and at what cost, what is said, and names at heads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from case_files import case
from solver_cases import fit, formula, run, scenario

from gradreel.pipeline.inspect import inspect_chapter
from gradreel.scenarios import load_scenario
from gradreel.scenes import theme
from gradreel.scenes.lesson import chapter_named, chapters_of
from gradreel.scenes.parts.descents.head_names import HeadNames
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.race_together import RaceTogether
from gradreel.scenes.sentences import race as texts
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from gradreel.solver.finish import arrivals, finish_line
from gradreel.solver.looks import looks
from gradreel.solver.recording import Recording

RAVINE = formula("x**2/100 + y**2", "x", "y")
PLAIN: dict[str, Any] = {"optimizer": "GD"}
MOMENTUM: dict[str, Any] = {"options": {"momentum": 0.9}}
ADAM: dict[str, Any] = {"optimizer": "Adam"}
NEWTON: dict[str, Any] = {"optimizer": "Newton", "lr": None}
BFGS: dict[str, Any] = {"optimizer": "BFGS", "lr": None}


def raced(*plans: dict[str, Any], objective: Any = RAVINE) -> Recording:
    return record(scenario(objective, *(run(-10.0, 3.0, **{"steps": 40, **p}) for p in plans)))


# Who gets one


@pytest.mark.parametrize(
    ("plans", "chapter"),
    [
        (({}, MOMENTUM), "race"),
        ((PLAIN, ADAM), "race"),
        (({}, {"lr": 0.2}, ADAM), "race"),
        (({}, MOMENTUM, {"options": {"momentum": 0.5}}), "race"),
        (({}, {"lr": 0.2}), "rates"),
        (({}, {"lr": 0.2}, MOMENTUM), "rates"),
        ((MOMENTUM, {**MOMENTUM, "lr": 0.2}), "rates"),
    ],
)
def test_runs_race_if_each_has_a_method_of_its_own_or_some_another_one(
    plans: tuple[dict[str, Any], ...], chapter: str
) -> None:
    of = scenario(RAVINE, *(run(-10.0, 3.0, **plan) for plan in plans))
    names = [plan.name for plan in chapters_of(of)]
    assert [name for name in names if name in ("race", "rates")] == [chapter]


@pytest.mark.parametrize(
    ("name", "chapter"),
    [("two-weights", "rates"), ("quadratic", "rates"), ("momentum", "race"), ("race", "race")],
)
def test_shipped_lessons_have_the_chapter_that_suits_them(name: str, chapter: str) -> None:
    names = [plan.name for plan in chapters_of(load_scenario(name))]
    assert [each for each in names if each in ("race", "rates")] == [chapter]


def test_starts_alone_make_no_race() -> None:
    of = scenario(RAVINE, run(1.0, 1.0), run(2.0, 2.0))
    assert "race" not in [plan.name for plan in chapters_of(of)]


# What it costs


@pytest.mark.parametrize(
    ("plan", "each"),
    [
        (PLAIN, 1),
        ({}, 1),
        (MOMENTUM, 1),
        (ADAM, 1),
        (NEWTON, 1 + 2),  # a gradient, and two more for the second derivatives of two parameters
    ],
)
def test_a_step_costs_its_places_and_its_second_derivatives(
    plan: dict[str, Any], each: int
) -> None:
    recording = raced(plan)
    (one,) = recording.runs
    assert looks(recording.scenario, one).tolist() == [each * k for k in range(one.steps + 1)]


def test_a_search_along_a_line_costs_a_look_for_each_length_it_tries() -> None:
    plan = {"optimizer": "GD", "lr": None, "options": {"line_search": "armijo"}, "steps": 3}
    recording = raced(plan)
    (one,) = recording.runs
    tried = 1 + np.round(-np.log2(one.carried["step_length"])).astype(int)
    assert np.diff(looks(recording.scenario, one)).tolist() == (1 + tried).tolist()


def test_a_look_at_a_batch_is_its_share_of_one() -> None:
    data = fit("X @ w", *((k, k % 3, 2.0 * k) for k in range(8)))
    batches = {"lr": 0.01, "batch_size": 2, "seed": 1, "steps": 8}
    recording = record(scenario(data, run(0.0, 0.0, **batches)))
    assert looks(recording.scenario, recording.runs[0])[-1] == 8 * 2 / 8


# Who arrives


def test_the_finish_is_all_but_a_thousandth_of_the_way_down() -> None:
    recording = raced(PLAIN, MOMENTUM)
    assert finish_line(recording.runs, 0.0) == pytest.approx(10.0 / 1000)  # the loss at the start
    assert finish_line(recording.runs, 5.0) == pytest.approx(5.0 + 5.0 / 1000)


@pytest.mark.parametrize("name", ["momentum", "race"])
def test_the_table_is_the_recording(name: str) -> None:
    recording = record(load_scenario(name))
    with theme.use("dark"):
        together = RaceTogether(recording, recording.objective)
    assert together.lowest == pytest.approx(0.0, abs=1e-12)
    start = recording.runs[0].loss[0]
    assert together.line == pytest.approx(start / 1000)
    places = []
    for result in together.results:
        one = recording.runs[result.run]
        if result.step is None:
            assert one.loss.min() > together.line
            continue
        assert one.loss[result.step] <= together.line
        assert (one.loss[: result.step] > together.line).all()
        assert result.looks == looks(recording.scenario, one)[result.step]
        places.append(result.looks)
    assert places == sorted(places) != []


def test_runs_that_never_arrive_are_last_the_lowest_of_them_first() -> None:
    recording = raced({"lr": 1.5}, {"lr": 0.01, **ADAM}, NEWTON, PLAIN)
    found = arrivals(recording.scenario, recording.runs, finish_line(recording.runs, 0.0))
    assert [each.run for each in found] == [2, 3, 1, 0]
    assert [each.step for each in found] == [1, None, None, None]


@pytest.mark.parametrize("above", [-2.5, 0.0, 1000.0])
def test_a_run_that_does_not_arrive_is_never_said_to_be_at_the_lowest_loss(above: float) -> None:
    plans = ({"lr": 0.3, **PLAIN}, {"lr": 0.1, **ADAM}, {"lr": 1.5})
    runs = raced(*plans, objective=formula(f"x**2/100 + y**2 + {above}", "x", "y")).runs
    *still, fled = map(worded, texts.instead(runs, above))
    shown = [text.removeprefix("still at ").replace("−", "-") for text in still]
    assert len({*map(float, shown), above}) == 3
    assert fled == "diverges"


# What is said


def test_the_first_are_named_with_their_options() -> None:
    recording = raced(PLAIN, MOMENTUM, {**MOMENTUM, "options": {"momentum": 0.5, "nesterov": True}})
    assert texts.racing_names(recording.scenario.runs) == (
        "GD",
        "SGD, momentum 0.9",
        "SGD, momentum 0.5, nesterov",
    )


def test_runs_that_share_a_method_have_their_rates_in_their_names() -> None:
    of = scenario(RAVINE, run(1.0, 1.0), run(1.0, 1.0, lr=0.2), run(1.0, 1.0, **ADAM))
    assert len(set(texts.racing_names(of.runs))) == 3


def test_who_is_first_is_said_in_steps_and_in_looks() -> None:
    recording = raced(PLAIN, NEWTON)
    found = arrivals(recording.scenario, recording.runs, finish_line(recording.runs, 0.0))
    names = texts.racing_names(recording.scenario.runs)
    said = [worded(texts.first(found, names, looks, again=looks)) for looks in (False, True)]
    assert said == [
        "First there, after 1 step: “Newton”.",
        "Counted in looks, “Newton” is first again, after 3 looks.",
    ]


@pytest.mark.parametrize(
    ("plan", "because"),
    [
        (NEWTON, "Newton asks how it bends."),
        (BFGS, "BFGS learns that from the slopes."),
        (ADAM, "Adam divides each slope by its size."),
        (MOMENTUM, "momentum adds up the steps along it."),
        (PLAIN, "one learning rate must suit both."),
    ],
)
def test_why_the_first_is_first_depends_on_its_method(plan: dict[str, Any], because: str) -> None:
    recording = raced(plan)
    (name,) = texts.racing_names(recording.scenario.runs)
    reason = texts.why(recording.runs[0], name, 100.0)
    assert reason is not None
    valley = "The valley bends 100 times as strongly across as along: "
    assert worded(reason) == valley + because
    assert texts.why(recording.runs[0], name, 1.5) is None


def test_noise_is_the_reason_if_it_keeps_a_run_from_arriving() -> None:
    noisy = {"noise": 2.0, "seed": 1, "lr": 0.5}
    recording = raced(PLAIN, {**MOMENTUM, **noisy})
    found = arrivals(recording.scenario, recording.runs, finish_line(recording.runs, 0.0))
    names = texts.racing_names(recording.scenario.runs)
    said = texts.noise(recording.runs, found, names)
    assert said is not None
    assert (
        worded(said)
        == "Noise keeps “SGD, momentum 0.9, noise 2” from arriving: it never gets smaller."
    )
    assert texts.noise(recording.runs[:1], found[:0], names) is None


# Names at heads


def test_names_of_dots_that_are_together_are_not_shown() -> None:
    heads = HeadNames(["one", "two", "three"], ["#FFFFFF"] * 3, 10.0)
    dots = np.array([(0.0, 0.0, 0.0), (0.1, 0.0, 0.0), (3.0, 1.0, 0.0)])
    heads.place(dots, np.full(3, True), np.full(3, False), Box((-5.0, -3.0), (10.0, 6.0)))
    assert [float(each[1].get_fill_opacity()) for each in heads] == [0.0, 0.0, 1.0]
    heads.place(
        dots, np.array([True, False, True]), np.full(3, False), Box((-5.0, -3.0), (10.0, 6.0))
    )
    assert [float(each[1].get_fill_opacity()) for each in heads] == [1.0, 0.0, 1.0]


def test_no_name_of_a_dot_that_rests_is_half_faded() -> None:
    heads = HeadNames(["one", "two"], ["#FFFFFF"] * 2, 10.0)
    dots, here = np.array([(0.0, 0.0, 0.0), (0.38, 0.0, 0.0)]), np.full(2, True)
    for resting, whole in ((False, False), (True, True)):
        heads.place(dots, here, np.full(2, resting), Box((-5.0, -3.0), (10.0, 6.0)))
        assert (float(heads[0][1].get_fill_opacity()) in (0.0, 1.0)) is whole


def test_names_stay_within_the_picture_and_apart() -> None:
    random = np.random.default_rng(1)
    box = Box((-5.0, -2.0), (5.5, 4.75))
    long = "LBFGS, max iter 1, line search fn strong_wolfe, lr 1"
    heads = HeadNames(["GD", "SGD, momentum 0.9", long, "BFGS"], ["#FFFFFF"] * 4, box.width)
    for _ in range(200):
        dots = np.column_stack([random.uniform(*ends, 4) for ends in ((-5, 0.5), (-2, 2.75))])
        heads.place(np.column_stack([dots, np.zeros(4)]), np.full(4, True), np.full(4, False), box)
        texts_ = [each[1] for each in heads if each[1].get_fill_opacity() > 0.34]
        for text in texts_:
            assert text.get_left()[0] >= box.left
            assert text.get_right()[0] <= box.right
            assert text.get_bottom()[1] >= box.bottom
            assert text.get_top()[1] <= box.top
        for index, text in enumerate(texts_):
            for other in texts_[:index]:
                gap = np.abs(text.get_center() - other.get_center())[:2] - [
                    (text.width + other.width) / 2,
                    (text.height + other.height) / 2,
                ]
                assert gap.max() > 0.0


# The pictures


@pytest.mark.parametrize(("name", "mode"), [("momentum", "light"), ("race", "light")])
def test_the_race_of_a_shipped_lesson_has_no_faults_on_a_light_ground(name: str, mode: str) -> None:
    recording = record(load_scenario(name, [f"theme={mode}"]))
    chapter = chapter_named(recording.scenario, "race")
    assert [str(finding) for finding in inspect_chapter(chapter, recording)] == []


@pytest.mark.parametrize(
    "source",
    [case("same-rate-momentum"), case("methods-of-a-curve"), case("methods-of-a-line")],
)
def test_other_races_have_no_faults(source: Path) -> None:
    recording = record(load_scenario(source))
    chapter = chapter_named(recording.scenario, "race")
    assert [str(finding) for finding in inspect_chapter(chapter, recording)] == []


def test_more_methods_than_have_whole_rows_of_a_legend_go_down_once() -> None:
    names = ("SGD", "Adam", "AdamW", "Adamax", "NAdam", "RAdam", "RMSprop")
    recording = raced(*({"optimizer": name} for name in names))
    chapter = chapter_named(recording.scenario, "race")
    assert [str(finding) for finding in inspect_chapter(chapter, recording)] == []
