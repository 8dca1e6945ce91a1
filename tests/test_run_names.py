"""Runs are called by one name everywhere, and no two of a lesson by the same."""

from __future__ import annotations

from typing import Any

import pytest
from case_files import case
from spoken import recorded, said, written

from gradreel.scenarios import Run, load_scenario
from gradreel.scenes.parts.descents.runs import labels_of
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.run_names import names_of
from gradreel.solver.method_names import method_of

PLAIN: dict[str, Any] = {"start": {"x": 1.0, "y": -1.5}, "lr": 0.1, "steps": 10}
MOMENTUM = {"options": {"momentum": 0.9}}
NESTEROV = {"options": {"momentum": 0.9, "nesterov": True}}

MANY = {"betas": (0.8, 0.99), "weight_decay": 0.01, "amsgrad": True}


def runs(*changes: dict[str, Any]) -> list[Run]:
    return [Run.model_validate({**PLAIN, **change}) for change in changes]


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ([{}], ["Plain gradient descent"]),
        ([{"lr": 0.01}, {"lr": 1e-5}], ["lr 0.01", "lr 1e-5"]),
        ([{"lr": 0.100001}, {"lr": 0.100002}], ["lr 0.100001", "lr 0.100002"]),
        ([{}, MOMENTUM, {"optimizer": "Adam"}], ["SGD", "SGD, momentum 0.9", "Adam"]),
        ([{}, MOMENTUM], ["SGD", "momentum 0.9"]),
        ([MOMENTUM, NESTEROV], ["momentum 0.9", "momentum 0.9, nesterov"]),
        (
            [{"optimizer": "Adam"}, {"optimizer": "Adam", "options": {"betas": (0.8, 0.99)}}],
            ["Adam", "betas (0.8, 0.99)"],
        ),
        (
            [{"optimizer": "Adam", "options": MANY | {"eps": eps}} for eps in (1e-6, 1e-8)],
            ["eps 1e-6", "eps 1e-8"],
        ),
        ([{}, {"start": {"x": 2.0, "y": 0.0}}], ["from (1, -1.5)", "from (2, 0)"]),
        ([{}, {"lr": 0.2, **MOMENTUM}], ["lr 0.1", "momentum 0.9, lr 0.2"]),
        ([{"name": "mine"}, {"lr": 0.2}], ["mine", "lr 0.2"]),
        ([{"steps": 1}, {"steps": 20}], ["1 step", "20 steps"]),
        ([{"name": "a"}, {"name": "a"}, {"name": "b"}], ["a (1)", "a (2)", "b"]),
        ([{"name": "a"}, {"name": "a"}, {"name": "a (1)"}], ["a (2)", "a (3)", "a (1)"]),
        ([{}, {}], ["Plain gradient descent (1)", "Plain gradient descent (2)"]),
    ],
)
def test_a_run_is_called_by_its_name_or_by_what_sets_it_apart(
    changes: list[dict[str, Any]], names: list[str]
) -> None:
    assert list(names_of(runs(*changes))) == names


@pytest.mark.parametrize(
    ("change", "method"),
    [
        ({}, "Plain gradient descent"),
        ({"options": {"momentum": 0.0}}, "Plain gradient descent"),
        (MOMENTUM, "SGD with momentum 0.9"),
        (NESTEROV, "SGD with momentum 0.9 and nesterov"),
        ({"optimizer": "RMSprop", "options": {"centered": False}}, "RMSprop"),
    ],
)
def test_a_method_is_named_with_its_options(change: dict[str, Any], method: str) -> None:
    told = method_of(runs(change)[0])
    assert worded(told) == method


def test_long_names_are_cut_short_and_stay_apart() -> None:
    scenario = load_scenario("parabola")
    long = [f"a name of a run that begins like {n}" for n in ("one", "two", "two")]
    changed = tuple(
        run.model_copy(update={"name": name})
        for run, name in zip(scenario.runs[:3], long, strict=True)
    )
    labels = labels_of(scenario.model_copy(update={"runs": changed}))
    assert len(set(labels)) == 3
    assert max(map(len, labels)) <= 32


SAME_RATE = ("SGD", "SGD, momentum 0.9", "Adam")


def test_each_run_is_called_by_what_sets_it_apart() -> None:
    assert set(SAME_RATE) <= written(recorded(case("same-rate-momentum")), "race")
    rates = written(recorded(case("leaves-the-domain")), "rates")
    assert {"η = 5", "η = 0.5"} <= rates
    assert "“η = 5”" in said("leaves-the-domain", "rates")


def test_options_stand_where_the_method_is_named() -> None:
    swapped = "runs.0.options={ momentum = 0.9 }"
    with_momentum = "SGD with momentum 0.9"
    for chapter in ("step", "descent"):
        assert with_momentum in said("same-rate-momentum", chapter, swapped)
    recap = written(recorded(case("same-rate-momentum"), swapped), "recap")
    assert any(with_momentum in text for text in recap)
    assert any("SGD · momentum 0.9" in text for text in recap)


def test_where_nothing_is_stochastic_the_card_speaks_of_gradient_descent() -> None:
    recap = written(recorded(case("same-rate-momentum"), "runs.0.options={}"), "recap")
    assert any("gradient descent · learning rate" in text for text in recap)
    assert not any("SGD" in text for text in recap)


def test_solve_calls_runs_by_their_names(invoke: Any) -> None:
    told = invoke("solve", str(case("wall")), "--set", "runs.2.name=course").stdout
    for number, name in enumerate(("course (1)", "jumps the wall", "course (2)"), start=1):
        assert f"run {number} “{name}”: SGD, lr " in told
