"""The shipped scenarios hold what they promise; good files load as they are written."""

from __future__ import annotations

import random
import re
from pathlib import Path

import numpy as np
import pytest

from gradreel.scenarios import (
    Fit,
    Formula,
    Scenario,
    ScenarioError,
    load_scenario,
    load_set,
    shipped,
)
from gradreel.scenarios.linear_model import parse_model
from gradreel.scenarios.places import key_lines
from gradreel.scenarios.schema import SCHEMA_PATH, schema_text
from gradreel.scenarios.starter import starter

LINE = """\
title = "A line"
lesson = "fit"
[objective]
model = "a*x + b"
{data}
[[runs]]
start = {{ a = 0, b = 0 }}
lr = 0.1
steps = 10
"""


def line(tmp_path: Path, data: str) -> Fit:
    path = tmp_path / "line.toml"
    path.write_text(LINE.format(data=data), encoding="utf-8")
    objective = load_scenario(path).objective
    assert isinstance(objective, Fit)
    return objective


def test_scenarios_are_shipped_in_order() -> None:
    names = [
        "adam-step",
        "basins",
        "mini-batch",
        "momentum",
        "newton",
        "noisy-line",
        "one-weight",
        "parabola",
        "quadratic",
        "race",
        "schedule",
        "two-valleys",
        "two-weights",
    ]
    assert list(shipped()) == names


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_scenario_survives_json(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.name == name
    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_scenario_draws_where_it_starts(name: str) -> None:
    scenario = load_scenario(name)
    domain = scenario.objective.domain
    assert domain is not None
    assert tuple(domain) == scenario.parameters == tuple(scenario.runs[0].start)


@pytest.mark.parametrize(
    ("name", "lesson", "start", "runs"),
    [
        ("quadratic", "surface", {"x": 1, "y": 1}, [(0.1, 10), (1, 10), (2, 10)]),
        ("parabola", "curve", {"x": -10}, [(0.1, 1002), (0.01, 30), (0.9, 30), (1.05, 10)]),
        ("noisy-line", "fit", {"a": -1, "b": 1}, [(0.1, 100), (0.1, 100)]),
        ("one-weight", "curve", {"w": 1}, [(0.01, 100), (0.001, 30), (0.08, 30), (0.095, 8)]),
        (
            "two-weights",
            "surface",
            {"w1": 1, "w2": 2},
            [(0.01, 1000), (0.06, 100), (0.07, 60), (0.06, 100)],
        ),
    ],
)
def test_a_shipped_scenario_has_its_numbers(
    name: str, lesson: str, start: dict[str, float], runs: list[tuple[float, int]]
) -> None:
    scenario = load_scenario(name)
    assert scenario.lesson == lesson
    assert scenario.runs[0].start == start
    assert [(run.lr, run.steps) for run in scenario.runs] == runs
    assert {run.optimizer for run in scenario.runs} == {"SGD"}


def test_the_noisy_line_is_near_its_truth() -> None:
    objective = load_scenario("noisy-line").objective
    assert isinstance(objective, Fit)
    inputs, outputs = np.array(objective.data.inputs)[:, 0], np.array(objective.data.outputs)
    assert len(outputs) == 100
    assert -1 <= inputs.min() < inputs.max() < 1
    assert 0 <= (outputs - 3 * inputs - 2).min() < (outputs - 3 * inputs - 2).max() < 1
    a, b = np.polyfit(inputs, outputs, 1)
    assert (a, b) == pytest.approx((3, 2.5), abs=0.05)
    assert np.mean((a * inputs + b - outputs) ** 2) == pytest.approx(1 / 12, abs=0.008)


def test_two_valleys_are_both_reached_from_many_starts() -> None:
    scenario = load_scenario("two-valleys")
    ends = []
    for run in scenario.runs:
        x, y = run.start["x"], run.start["y"]
        for _ in range(run.steps):
            x, y = x - run.lr * (x**3 - x + 1 / 8), y - run.lr * y / 2
        ends.append((round(x, 3), round(abs(y), 3)))
    assert set(ends) == {(-1.057, 0.0), (0.93, 0.0)}
    assert len(ends) >= 10
    assert ends[0] == (-1.057, 0.0), "the run that is explained ends in the deeper valley"


def test_generated_points_come_in_the_documented_order(tmp_path: Path) -> None:
    generated = "{ count = 3, x = [-2, 4], truth = { b = 2, a = 3 }, noise = [0, 1], seed = 7 }"
    data = line(tmp_path, f"generated = {generated}").data
    draw = random.Random(7).random
    for (x,), y in zip(data.inputs, data.outputs, strict=True):
        assert x == -2 + 6 * draw()
        assert y == pytest.approx(3 * x + 2 + draw(), rel=1e-15)
    assert (data.truth, data.noise, data.seed) == ({"a": 3.0, "b": 2.0}, (0.0, 1.0), 7)


def test_generated_points_may_have_several_inputs(tmp_path: Path) -> None:
    path = tmp_path / "plane.toml"
    path.write_text(
        """
title = "A plane"
lesson = "surface"
objective.model = "X @ w"
objective.generated = { count = 4, x = [0, 1], truth = { w1 = 1, w2 = -2 }, seed = 1 }
runs = [{ start = { w1 = 0, w2 = 0 }, lr = 0.1, steps = 3 }]
"""
    )
    data = load_scenario(path).objective.data  # type: ignore[union-attr]
    assert data.input_names == ("x1", "x2")
    assert data.outputs == tuple(first - 2 * second for first, second in data.inputs)


def test_points_and_the_same_points_in_a_file_are_the_same_data(tmp_path: Path) -> None:
    points = line(tmp_path, "points = [[1, 2], [2.5, -4]]").data
    text = '\ufeffweight, height ,name\r\n2,1,Ann\r\n\r\n-4e0,2.5,"B, C"\r\n'
    (tmp_path / "people.csv").write_bytes(text.encode())
    csv = line(tmp_path, 'csv = { file = "people.csv", x = "height", y = "weight" }').data
    assert (csv.inputs, csv.outputs) == (points.inputs, points.outputs)
    assert points.inputs == ((1.0,), (2.5,))
    assert (csv.input_names, csv.output_name) == (("height",), "weight")
    assert (points.input_names, points.output_name) == (("x",), "y")


def test_a_run_takes_the_default_start_where_it_has_none_of_its_own() -> None:
    overrides = ["runs.1.start.y=-2", "runs.2.start = { x = 0.5, y = 2 }"]
    starts = [run.start for run in load_scenario("quadratic", overrides).runs]
    assert starts == [{"x": 1, "y": 1}, {"x": 1, "y": -2}, {"x": 0.5, "y": 2}]


@pytest.mark.parametrize(
    ("override", "field", "value"),
    [
        ("title=Hello, world", "title", "Hello, world"),
        ('title="5"', "title", "5"),
        ("runs.0.lr=0.5", "runs.0.lr", 0.5),
        ("runs.0.lr = 1", "runs.0.lr", 1.0),
        ("runs.2.optimizer=Adam", "runs.2.optimizer", "Adam"),
        ("runs.1.stop.loss_below=1e-3", "runs.1.stop.loss_below", 1e-3),
        ("runs.0.options.momentum=0.9", "runs.0.options.momentum", 0.9),
        ("objective.domain.x=[-9, 9]", "objective.domain.x", (-9.0, 9.0)),
    ],
)
def test_an_override_sets_one_key(override: str, field: str, value: object) -> None:
    found: object = load_scenario("quadratic", [override]).model_dump()
    for part in field.split("."):
        found = found[int(part) if part.isdigit() else part]  # type: ignore[index]
    assert found == value


def test_options_arrive_as_torch_wants_them() -> None:
    options = "{ betas = [0, 0.5], eps = 1, amsgrad = true }"
    overrides = ["runs.0.optimizer=Adam", f"runs.0.options={options}"]
    read = load_scenario("quadratic", overrides).runs[0].options
    assert read == {"betas": (0.0, 0.5), "eps": 1.0, "amsgrad": True}
    assert type(read["eps"]) is float


def test_a_loaded_scenario_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_scenario("parabola").title = "Another"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("my run.toml", "my-run"),
        ("..hidden.toml", "hidden"),
        ("§.toml", "scenario"),
        ("é.toml", "é"),
    ],
)
def test_a_name_is_safe_for_a_folder(file: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / file
    path.write_bytes(shipped()["parabola"].read_bytes())
    assert load_scenario(path).name == name


def test_a_shipped_name_and_its_path_are_the_same_scenario() -> None:
    path = shipped()["quadratic"]
    assert load_scenario("quadratic") == load_scenario(path) == load_scenario(str(path))


def test_the_starter_is_a_scenario(tmp_path: Path) -> None:
    path = tmp_path / "starter.toml"
    path.write_text(starter(), encoding="utf-8")
    assert isinstance(load_scenario(path).objective, Formula)


def test_everything_that_the_starter_suggests_is_right(tmp_path: Path) -> None:
    data = re.findall(r"^# ((?:points|generated) = .*)$", starter(), flags=re.MULTILINE)
    assert len(data) == 2
    for suggestion in data:
        assert line(tmp_path, suggestion.partition("#")[0]).model == "a*x + b"
    for model in re.findall(
        r'"([^"]*[*@][^"]*)"', starter().partition("# model")[2].partition("\n")[0]
    ):
        assert parse_model(model, 1).parameters


def test_the_set_that_the_starter_suggests_is_right(tmp_path: Path) -> None:
    before, output, after = starter().partition("# [output]")
    path = tmp_path / "starter.toml"
    commented = re.compile(r"^# (\[.*|[\w.]+ = .*)$", re.MULTILINE)
    path.write_text(before + commented.sub(r"\1", output + after), encoding="utf-8")
    assert len(load_set(path)) == 6


def test_the_schema_is_fresh() -> None:
    assert SCHEMA_PATH.read_text(encoding="utf-8") == schema_text(), (
        "run python -m scenarios.schema"
    )


def test_every_key_has_its_line() -> None:
    text = """\
title = "[not.a.table]" # [nor.this]
[objective]
points = [
  [1, 2],
  [3]
]
[[runs]]
lr = 1
[runs.stop]
loss_below = 1
[[runs]]
start.x = 1
"""
    assert key_lines(text) == {
        ("title",): 1,
        ("objective",): 2,
        ("objective", "points"): 3,
        ("runs",): 7,
        ("runs", 0): 7,
        ("runs", 0, "lr"): 8,
        ("runs", 0, "stop"): 9,
        ("runs", 0, "stop", "loss_below"): 10,
        ("runs", 1): 11,
        ("runs", 1, "start", "x"): 12,
    }


def test_many_problems_are_cut_short(tmp_path: Path) -> None:
    points = ", ".join('[1, "a"]' for _ in range(100))
    with pytest.raises(ScenarioError) as raised:
        line(tmp_path, f"points = [{points}]")
    assert len(raised.value.problems) == 26
    assert raised.value.problems[-1] == "... and 75 more like these"
