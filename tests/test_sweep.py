"""[sweep] and [output] in a scenario file: the set that they make, and their faults."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from gradreel import cli
from gradreel.pipeline.outputs import OUTPUTS
from gradreel.scenarios import ScenarioError, load_scenario, load_scenarios, load_set
from gradreel.scenarios.output_form import USUAL_OUTPUTS, OutputName
from gradreel.scenarios.sweep import MAX_SCENARIOS, names_of
from gradreel.scenarios.words import as_toml

BASE = """\
title = "A bowl"   # its title
lesson = "curve"
[objective]
formula = "x**2/2"
domain = { x = [-3, 3] }
[start]
x = 1
[[runs]]
lr = 0.1
steps = 5
[[runs]]
lr = 0.2
steps = 5
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bowl.toml"


def problems(path: Path, text: str, overrides: tuple[str, ...] = ()) -> tuple[str, ...]:
    path.write_text(BASE + text)
    with pytest.raises(ScenarioError) as caught:
        load_set(str(path), overrides)
    return tuple(problem.replace(str(path), "bowl.toml") for problem in caught.value.problems)


def test_a_sweep_makes_a_scenario_of_each_value(path: Path) -> None:
    path.write_text(BASE + "[sweep]\nruns.0.lr = [0.01, 0.1, 0.5]\n")
    loaded = load_set(str(path))
    assert [s.name for s in loaded] == ["bowl-lr=0.01", "bowl-lr=0.1", "bowl-lr=0.5"]
    assert [s.runs[0].lr for s in loaded] == [0.01, 0.1, 0.5]
    assert {s.runs[1].lr for s in loaded} == {0.2}


def test_several_keys_make_a_scenario_of_each_combination(path: Path) -> None:
    path.write_text(BASE + "[sweep]\nruns.0.lr = [0.1, 0.5]\nruns.1.lr = [1]\nstart.x = [-2, 2]\n")
    loaded = load_set(str(path))
    assert [(s.runs[0].lr, s.runs[1].lr, s.runs[0].start["x"]) for s in loaded] == list(
        product([0.1, 0.5], [1], [-2, 2])
    )
    # What one word would not tell apart is named in full.
    assert loaded[0].name == "bowl-runs.0.lr=0.1-runs.1.lr=1-x=-2"
    assert len({s.name for s in loaded}) == 4


def test_a_scenario_of_a_sweep_is_the_one_of_the_text_that_it_keeps(path: Path) -> None:
    path.write_text(BASE + "[sweep]\nruns.0.lr = [0.01, 0.1]\nstart.x = [1, 2]\n")
    for scenario in load_set(str(path), ["runs.1.steps=7"]):
        assert "[sweep]" not in scenario.text
        assert "# its title" in scenario.text
        alone = path.with_name("alone.toml")
        alone.write_text(scenario.text)
        assert load_scenario(str(alone)) == scenario.model_copy(update={"name": "alone"})
        assert scenario.runs[1].steps == 7


def test_any_key_can_be_swept(path: Path) -> None:
    path.write_text(
        BASE + "[sweep]\n"
        'runs.0.optimizer = ["SGD", "Adam"]\n'
        "objective.domain.x = [[-3, 3], [-1, 5]]\n"
        "start = [{x = 1}]\n"
    )
    loaded = load_set(str(path))
    assert [s.runs[0].optimizer for s in loaded] == ["SGD", "SGD", "Adam", "Adam"]
    assert loaded[1].objective.domain == {"x": (-1, 5)}
    assert loaded[1].name == "bowl-optimizer=SGD-x=-1_5-start=x_1"


def test_several_scenarios_where_one_is_wanted_are_refused(path: Path) -> None:
    path.write_text(BASE + "[sweep]\nruns.0.lr = [0.01, 0.1]\n")
    with pytest.raises(ScenarioError, match="makes 2 scenarios, where one is expected"):
        load_scenario(str(path))
    assert len(load_scenarios([str(path), "parabola"])) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[sweep]\n",
            "14: sweep: is empty: add a key and its values, as in runs.0.lr = [0.1, 0.5]",
        ),
        ("[sweep]\nruns.0.lr = []\n", "15: sweep.runs.0.lr: is empty: give at least one value"),
        ("[sweep]\nruns.0.lr = 3\n", "15: sweep.runs.0.lr: must be a list of values"),
        ("[sweep]\nruns.0.lr = [1, 1]\n", "15: sweep.runs.0.lr: has 1 twice"),
        ("[sweep]\nruns.0.lr = [1, 1.0]\n", "15: sweep.runs.0.lr: has 1.0 twice"),
        (
            "[sweep]\nruns.0.lr = [1, 2]\nruns.00.lr = [3, 4]\n",
            "16: sweep.runs.00.lr: changes what another key of the sweep sets: leave out one",
        ),
        (
            "[sweep]\n'start.x' = [1, 2]\nstart = [{ x = 1 }]\n",
            "16: sweep.start: changes what another key of the sweep sets: leave out one",
        ),
        ("[[sweep]]\nruns.0.lr = [1]\n", "14: sweep: is one table: write [sweep]"),
        ("[output]\nmake = 'csv'\n", '15: output.make: must be a list, as in ["lesson", "csv"]'),
        ("[sweep]\nruns.0.lrr = [1, 2]\n", "15: runs[0].lrr: is not a known key here: did"),
        ("[sweep]\nruns.2.lr = [1, 2]\n", "15: sweep.runs.2.lr: there is no runs[2]: runs has 2"),
        ("[sweep]\ntitle.x = [1, 2]\n", "15: sweep.title.x: title is not a table"),
        ("[sweep]\nstart.x = [1, 4]\n", "15: start.x: must be within the domain [-3, 3], got 4"),
        ("[sweep]\nlesson = ['fit']\n", "lesson"),
        ("[output]\nmake = []\n", "15: output.make: is empty: give at least one"),
        ("[output]\nmake = ['gfi']\n", '15: output.make[0]: must be "lesson", "captions"'),
        ("[output]\nmade = ['gif']\n", "15: output.made: is not a known key here: did you"),
    ],
)
def test_a_fault_is_told_with_its_place(path: Path, text: str, expected: str) -> None:
    (problem,) = problems(path, text)
    assert expected in problem
    assert problem.startswith("bowl.toml:")


def test_a_faulty_combination_is_named_once_and_the_others_are_not(path: Path) -> None:
    (problem,) = problems(path, "[sweep]\nruns.0.lr = [1, -1]\nruns.0.steps = [3, 4]\n")
    assert problem == (
        "bowl.toml:15: runs[0].lr: must be positive, got -1 (with runs.0.lr = -1, runs.0.steps = 3)"
    )


def test_a_fault_of_the_whole_file_is_told_without_a_combination(path: Path) -> None:
    (problem,) = problems(path, "[sweep]\nruns.0.lr = [1, 2]\n", ("runs.1.lr=0",))
    assert problem == "bowl.toml: --set runs.1.lr=0: runs[1].lr: must be positive, got 0"


def test_a_key_cannot_have_two_values(path: Path) -> None:
    (problem,) = problems(path, "[sweep]\nruns.0.lr = [1, 2]\n", ("runs.0.lr=3",))
    assert "has its value from --set, too: leave out one of them" in problem


def test_a_fault_of_a_sweep_that_was_set_is_told_with_what_set_it(path: Path) -> None:
    (problem,) = problems(path, "", ("sweep.runs.0.lr=[1, -1]",))
    assert problem.startswith("bowl.toml: --set sweep.runs.0.lr=[1, -1]: runs[0].lr: must be")


def test_a_sweep_has_an_end(path: Path) -> None:
    values = list(range(1, 1000))
    (problem,) = problems(path, f"[sweep]\nruns.0.lr = {values}\nruns.1.lr = {values}\n")
    assert f"makes {999 * 999} scenarios, where at most {MAX_SCENARIOS} are allowed" in problem


VALUES = st.recursive(
    st.one_of(st.text(), st.booleans(), st.integers(-(10**9), 10**9), st.floats(allow_nan=False)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(VALUES)
def test_a_value_is_written_as_toml_reads_it(value: object) -> None:
    assert tomllib.loads(f"it = {as_toml(value)}")["it"] == value


@given(st.lists(VALUES, min_size=1, max_size=6, unique_by=repr), st.text("ab-", max_size=64))
def test_every_scenario_of_a_sweep_has_a_folder_of_its_own(values: list[object], stem: str) -> None:
    names = names_of(stem, [{"runs.0.lr": value} for value in values])
    assert len(set(names)) == len(values)
    assert all(len(name) <= 96 and "/" not in name and name.isprintable() for name in names)


def test_what_is_made_has_its_name_in_scenario_files() -> None:
    assert set(get_args(OutputName)) == set(OUTPUTS)
    assert load_scenario("parabola").output.make == USUAL_OUTPUTS


def test_every_command_takes_a_sweep(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text(BASE + "[sweep]\nruns.0.lr = [0.25, 0.5]\n")
    monkeypatch.chdir(path.parent)
    told = CliRunner().invoke(cli.main, ["validate", "bowl.toml"])
    assert told.stdout == "bowl-lr=0.25: is valid\nbowl-lr=0.5: is valid\n"
    solved = CliRunner().invoke(cli.main, ["solve", "bowl.toml"])
    assert solved.exit_code == 0
    assert "run 1: SGD, lr 0.25" in solved.stdout
    assert Path("media/bowl-lr=0.5/steps.csv").is_file()


def test_a_fault_in_a_sweep_that_an_override_set_names_the_override() -> None:
    with pytest.raises(ScenarioError, match=r"^parabola.toml: --set sweep=.*: count: is not"):
        load_scenarios(["parabola"], ["sweep={count=[false]}"])
    with pytest.raises(ScenarioError, match=r"^parabola.toml: --set sweep.count=.*: count: is not"):
        load_scenarios(["parabola"], ["sweep.count=[false]"])
