"""`gradreel new`: starters of every kind, in folders, and what editors read beside them."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from gradreel.pipeline.terminal.values import LESSONS
from gradreel.scenarios import load_scenario
from gradreel.scenarios.lesson_kinds import KINDS
from gradreel.scenarios.schema import schema_text

Invoke = Callable[..., Result]


def test_the_kinds_of_lesson_to_choose_from_are_those_there_are() -> None:
    assert set(LESSONS) == set(KINDS)


@pytest.mark.parametrize(
    ("options", "lesson", "text"),
    [
        (["--lesson", "curve"], "curve", "x**4/4 - x**2 + x/4"),
        (["--lesson", "surface"], "surface", "x**2 + y**2/2"),
        (["--lesson", "fit"], "fit", "a*x + b"),
        (["--formula", "w**2 + cos(w)"], "curve", "w**2 + cos(w)"),
        (["--formula", "x**2 + 20*y**2"], "surface", "x**2 + 20*y**2"),
        (["--lesson", "fit", "--formula", "k*x**2"], "fit", "k*x**2"),
    ],
)
def test_a_starter_of_each_kind_is_valid(
    invoke: Invoke, options: list[str], lesson: str, text: str
) -> None:
    result = invoke("new", "mine", *options)
    assert (result.exit_code, result.stderr) == (0, "")
    scenario = load_scenario("mine.toml")
    assert (scenario.lesson, scenario.objective.text) == (lesson, text)
    # As the comments of the file say.
    written = Path("mine.toml").read_text()
    swept = written.replace("# [sweep]", "[sweep]").replace("# start.", "start.")
    Path("mine.toml").write_text(swept)
    assert len(invoke("list", "mine.toml", "--names").stdout.split()) == 2


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ["--lesson", "curve", "--formula", "x*y"],
            '"x*y": lesson: a curve needs exactly 1 parameter, the objective has 2 (x and y): try '
            'lesson = "surface"',
        ),
        (["--formula", ""], '"": the formula is empty'),
        (["--lesson", "fit", "--formula", "a*x^2"], '"^" is written ** (column 4 of the formula)'),
        (["--lesson", "fit", "--formula", "x**2"], '"x**2": the model has no parameters to fit'),
        (["--formula", "x + open('f')"], "is not allowed in a formula"),
    ],
)
def test_a_formula_with_faults_writes_nothing(
    invoke: Invoke, options: list[str], sentence: str
) -> None:
    result = invoke("new", "mine", *options)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert os.listdir() == []


@pytest.mark.parametrize(
    "name", ["course/unit-1/valley", "Größe/tal", "谷", "हिन्दी", "долина/дно", "é" * 32, "a.toml"]
)
def test_a_starter_may_lie_in_folders_and_have_letters_of_any_alphabet(
    invoke: Invoke, name: str
) -> None:
    assert invoke("new", name).exit_code == 0
    path = Path(name).with_suffix(".toml")
    assert load_scenario(path).name == path.stem


def test_a_starter_is_not_written_through_a_link_out_of_the_folder(
    invoke: Invoke, tmp_path: Path
) -> None:
    Path("inside").mkdir()
    os.chdir("inside")
    Path("out").symlink_to(tmp_path)
    result = invoke("new", "out/valley")
    assert result.exit_code == 2
    assert result.stderr == "out: is a link out of this folder; go there and call gradreel new\n"
    assert sorted(os.listdir(tmp_path)) == ["inside"]


@pytest.mark.parametrize("name", ["/valley", "~/valley", "../valley"])
def test_a_starter_in_another_folder_is_refused_with_what_to_do(invoke: Invoke, name: str) -> None:
    result = invoke("new", name)
    assert result.exit_code == 2
    assert f"'{name}' is outside this folder: go to the other one, and call" in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_one_sentence(invoke: Invoke) -> None:
    Path("locked").mkdir(mode=0o500)
    result = invoke("new", "locked/valley")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)


def test_a_file_where_a_folder_should_be_is_one_sentence(invoke: Invoke) -> None:
    Path("course").write_text("")
    result = invoke("new", "course/valley")
    assert result.exit_code == 1
    assert result.stderr.startswith("course")
    assert "choose another folder" in result.stderr


def test_editors_find_the_schema_beside_the_file_without_a_network(invoke: Invoke) -> None:
    invoke("new", "course/valley")
    first, _, _ = Path("course/valley.toml").read_text().partition("\n")
    name = first.removeprefix("#:schema ./")
    assert Path("course", name).read_text(encoding="utf-8") == schema_text()
    properties = json.loads(schema_text())["properties"]
    assert set(tomllib.loads(Path("course/valley.toml").read_text())) <= set(properties)
    # It is not taken for a scenario, and an old one is renewed.
    Path("course", name).write_text("{}")
    invoke("new", "course/other")
    assert Path("course", name).read_text(encoding="utf-8") == schema_text()
    assert invoke("list", "course", "--names").stdout.split() == ["other", "valley"]
