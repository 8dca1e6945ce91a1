"""--json: one object on standard output, with the keys that docs/json.md describes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result

from gradreel.pipeline.inspect import Finding
from gradreel.pipeline.terminal import json_report
from gradreel.scenarios import load_scenario, shipped
from gradreel.scenes.checks.layout import Fault
from gradreel.solver.descent import record
from tests.small_files import CURVE

Invoke = Callable[..., Result]
ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs/json.md").read_text(encoding="utf-8")
EXAMPLES = {
    name: json.loads(text)
    for name, text in re.findall(r"^## (\w+)\n.*?```json\n(.*?)```", DOCUMENT, re.M | re.S)
}


@pytest.fixture
def invoke(invoke: Invoke) -> Invoke:
    """Run a command in a folder with f.toml in it."""
    Path("f.toml").write_text(CURVE)
    return invoke


def shape(value: Any, inside: str = "") -> Any:
    """The keys of a value, whatever else it holds; those of parameters and settings are free."""
    if isinstance(value, list):
        return [shape(value[0])] if value and isinstance(value[0], dict) else []
    if isinstance(value, dict) and inside not in ("parameters", "settings"):
        return {key: shape(each, key) for key, each in value.items()}
    return None


def printed(result: Result, status: int = 0) -> Any:
    assert result.exit_code == status, result.stderr
    return json.loads(result.stdout)


def test_list_prints_what_is_in_the_table(invoke: Invoke) -> None:
    found = printed(invoke("list", "--json"))
    assert shape(found) == shape(EXAMPLES["list"])
    assert [one["name"] for one in found["scenarios"]] == list(shipped())
    for one in found["scenarios"]:
        scenario = load_scenario(one["name"])
        assert (one["title"], one["runs"]) == (scenario.title, len(scenario.runs))


def test_faulty_files_are_left_out_of_the_object_and_told_beside_it(invoke: Invoke) -> None:
    Path("g.toml").write_text("lr = 0,1")
    result = invoke("list", ".", "--json")
    assert [one["name"] for one in printed(result, 2)["scenarios"]] == ["f"]
    assert result.stderr == "g.toml:1:6: decimals have a dot: write lr = 0.1\n"
    assert printed(invoke("list", "g.toml", "--json"), 2) == {"scenarios": []}
    assert invoke("list", "--json", "--names").exit_code == 2


def test_solve_prints_where_each_run_began_and_ended(invoke: Invoke) -> None:
    result = invoke("solve", "f.toml", "quadratic", "--json", "--quiet")
    found = printed(result)
    assert result.stderr == ""
    assert shape(found) == shape(EXAMPLES["solve"])
    for one, source in zip(found["scenarios"], ("f.toml", "quadratic"), strict=True):
        recording = record(load_scenario(source))
        assert Path(one["files"]["steps"]).is_file()
        assert one["seconds"] > 0
        for run, recorded in zip(one["runs"], recording.runs, strict=True):
            assert run["steps"] == recorded.steps
            assert run["end"]["loss"] == recorded.loss[-1]
            assert [*run["end"]["parameters"].values()] == recorded.parameters[-1].tolist()
            assert run["start"]["grad_norm"] == np.linalg.norm(recorded.grad[0])
            assert run["outcome"] == recorded.ending.outcome.value
    again = printed(invoke("solve", "f.toml", "--json"))
    assert [one["seconds"] for one in again["scenarios"]] == [None]


def test_a_run_without_a_learning_rate_has_none(invoke: Invoke) -> None:
    found = printed(invoke("solve", "newton", "--json"))
    assert None in [run["lr"] for run in found["scenarios"][0]["runs"]]


def test_a_faulty_call_prints_no_object(invoke: Invoke) -> None:
    for command in ("solve", "inspect"):
        result = invoke(command, "absent.toml", "--json")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "absent.toml: there is no such file" in result.stderr


def test_batch_prints_a_result_for_each_scenario(invoke: Invoke) -> None:
    Path("f.toml").write_text(CURVE + '[output]\nmake = ["csv"]\n')
    Path("g.toml").write_text("lr = 0,1")
    planned = printed(invoke("batch", "f.toml", "--json", "--dry-run"))
    assert shape(planned) == shape(EXAMPLES["batch"])
    (one,) = planned["results"]
    assert one["result"] == "to make"
    assert one["todo"].startswith("csv, ")
    assert (one["seconds"], one["faults"]) == (None, [])
    result = invoke("batch", ".", "--json")
    made, failed = printed(result, 1)["results"]
    assert (made["result"], made["files"]) == ("made", ["media/f/steps.csv"])
    assert failed["result"] == "failed"
    assert failed["faults"] == ["g.toml:1:6: decimals have a dot: write lr = 0.1"]
    again = printed(invoke("batch", "f.toml", "--json"))
    assert again["results"][0]["result"] == "up to date"


def test_inspect_prints_every_finding(
    invoke: Invoke, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = Finding("slope", 1.25, 3.0, Fault("overlap", (), "“a” on “b”", (0.12345, -3.0)))

    def inspected(scenarios: Any, _executor: object) -> Any:
        return iter([(scenarios[0], [finding]), *((one, []) for one in scenarios[1:])])

    monkeypatch.setattr("gradreel.pipeline.inspect.inspect_lessons", inspected)
    found = printed(invoke("inspect", "f.toml", "parabola", "--json"), 1)
    assert shape(found) == shape(EXAMPLES["inspect"])
    assert [len(one["findings"]) for one in found["scenarios"]] == [1, 0]
    assert found["scenarios"][0]["findings"][0] == {
        "chapter": "slope",
        "from": 1.25,
        "to": 3.0,
        "kind": "overlap",
        "what": "“a” on “b”",
        "where": [0.123, -3.0],
    }
    assert printed(invoke("inspect", "--json", "f.toml"), 1)


def test_text_of_a_file_cannot_act_on_a_terminal_and_is_read_back_as_it_is(
    invoke: Invoke,
) -> None:
    title = "a \u202e b \U000e0001 谷 “c”"
    Path("f.toml").write_text(CURVE.replace("A bowl", title))
    result = invoke("list", "f.toml", "--json")
    assert all(line.isprintable() for line in result.stdout.splitlines())
    assert printed(result)["scenarios"][0]["title"] == title


def test_every_command_with_json_is_described() -> None:
    from gradreel import cli

    with_json = {
        name
        for name, command in cli.main.commands.items()
        if any("--json" in param.opts for param in command.params)
    }
    assert with_json == set(EXAMPLES)
    assert json_report.__doc__
