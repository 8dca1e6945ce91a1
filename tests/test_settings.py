"""Settings from gradreel.toml and the environment: what holds, and what is refused."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gradreel import cli
from gradreel.pipeline.build import ProcessPool
from gradreel.pipeline.terminal import settings
from gradreel.scenarios.file_text import SETTINGS
from tests.small_files import CURVE

Invoke = Callable[..., Result]
FILE = 'quality = "h"\ntheme = "light"\noutput = "lessons"\njobs = 3\n'


@pytest.fixture
def invoke(invoke: Invoke) -> Invoke:
    """Run a command in a folder with f.toml and gradreel.toml in it."""
    Path("f.toml").write_text(CURVE)
    Path(SETTINGS).write_text(FILE)
    return invoke


def held(result: Result) -> dict[str, tuple[object, str]]:
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)["settings"]
    return {name: (one["value"], one["from"]) for name, one in found.items()}


def test_the_file_is_the_same_for_commands_and_for_scenarios() -> None:
    assert settings.SETTINGS_FILE == SETTINGS


def test_without_file_and_environment_all_is_built_in(invoke: Invoke) -> None:
    Path(SETTINGS).unlink()
    assert held(invoke("config", "--json")) == {
        "quality": ("m", "built in"),
        "theme": (None, "built in"),
        "output": ("media", "built in"),
        "jobs": (None, "built in"),
    }


def test_the_environment_comes_before_the_file(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADREEL_QUALITY", "l")
    monkeypatch.setenv("GRADREEL_JOBS", "1")
    monkeypatch.setenv("GRADREEL_THEME", "")  # as good as not set
    assert held(invoke("config", "--json")) == {
        "quality": ("l", "GRADREEL_QUALITY"),
        "theme": ("light", "gradreel.toml"),
        "output": ("lessons", "gradreel.toml"),
        "jobs": (1, "GRADREEL_JOBS"),
    }
    lines = invoke("config").stdout.splitlines()
    assert next(line.split() for line in lines) == ["quality", "l", "GRADREEL_QUALITY"]


def test_a_flag_comes_before_both(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADREEL_OUTPUT", "elsewhere")
    assert invoke("solve", "f.toml", "-o", "here").exit_code == 0
    assert Path("here/f/steps.csv").is_file()
    assert invoke("solve", "f.toml").exit_code == 0
    assert Path("elsewhere/f/steps.csv").is_file()


def test_the_file_is_found_above_and_its_output_lies_beside_it(
    invoke: Invoke, tmp_path: Path
) -> None:
    Path("course/unit").mkdir(parents=True)
    os.chdir("course/unit")
    assert invoke("solve", "parabola").exit_code == 0
    assert (tmp_path / "lessons/parabola/steps.csv").is_file()
    assert held(invoke("config", "--json"))["output"] == ("../../lessons", "../../gradreel.toml")
    Path(SETTINGS).write_text("jobs = 2")  # the nearest holds alone
    assert held(invoke("config", "--json"))["output"] == ("media", "built in")


def test_a_theme_is_that_of_scenarios_that_name_none(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    themes: dict[str, list[str]] = {}

    def show(scenarios: list[object], *_others: object) -> None:
        themes["shown"] = [f"{one.name} {one.theme}" for one in scenarios]  # type: ignore

    monkeypatch.setattr(cli, "show_building", show)
    Path("dark.toml").write_text('theme = "dark"\n' + CURVE)
    Path("set.toml").write_text(CURVE + '[sweep]\ntheme = ["dark", "light"]\n')
    for arguments, expected in (
        ([], ["f light", "dark dark", "set-theme=dark dark", "set-theme=light light"]),
        (["--set", "theme=dark"], ["f dark", "dark dark"]),
        (["--theme", "dark"], ["f dark", "dark dark"]),
        (["--theme", "light"], ["f light", "dark light"]),
    ):
        files = ["f.toml", "dark.toml", "set.toml"][: 2 + (not arguments)]
        result = invoke("render", *files, *arguments)
        assert result.exit_code == 0, result.stderr
        assert themes["shown"] == expected
    clash = invoke("render", "f.toml", "--set", "theme=dark", "--theme", "light")
    assert clash.exit_code == 2


def test_the_number_of_processes_holds_for_every_build(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int | None] = []

    def pool(jobs: int | None = None) -> ProcessPool:
        asked.append(jobs)
        raise ValueError("seen")

    monkeypatch.setattr("gradreel.pipeline.build.ProcessPool", pool)
    for command in (["solve"], ["batch"], ["batch", "-j", "2"], ["inspect"]):
        CliRunner().invoke(cli.main, [*command, "f.toml"])
    assert asked == [3, 3, 2, 3]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('\nqualty = "l"', '2: qualty: is not a setting: did you mean "quality"?'),
        ('quality = "x"', '1: quality: must be l, m, h, p or k, got "x"'),
        ("theme = 1", "1: theme: must be dark or light, got 1"),
        ('jobs = "2"', '1: jobs: must be a whole number from 1 on, got "2"'),
        ("jobs = true", "1: jobs: must be a whole number from 1 on, got true"),
        ("jobs = 0", "1: jobs: must be a whole number from 1 on, got 0"),
        ('output = ""', "1: output: is empty: give a folder, or . for this one"),
        ("output = ['a']", '1: output: must be a folder, got ["a"]'),
        *(
            (
                f'output = "{path}"',
                "1: output: leads out of the folder of the file: give it by -o or GRADREEL_OUTPUT",
            )
            for path in ("/tmp", "..", "../x", "a/../../b", "~/lessons")
        ),
    ],
)
def test_a_wrong_setting_of_the_file_is_one_sentence(
    invoke: Invoke, text: str, sentence: str
) -> None:
    Path(SETTINGS).write_text(text)
    for command in (["config"], ["solve", "f.toml"], ["list"]):
        result = invoke(*command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"gradreel.toml:{sentence}\n"


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("GRADREEL_QUALTY", "l", 'is not a setting: did you mean "GRADREEL_QUALITY"?'),
        ("GRADREEL_quality", "l", 'is not a setting: did you mean "GRADREEL_QUALITY"?'),
        ("GRADREEL_QUALITY", "L", 'must be l, m, h, p or k, got "L"'),
        ("GRADREEL_JOBS", "two", 'must be a whole number from 1 on, got "two"'),
        (
            "GRADREEL_JOBS",
            "9" * 5000,
            f'must be a whole number from 1 on, got "{"9" * 39}…"',
        ),
        ("GRADREEL_JOBS", "0", "must be a whole number from 1 on, got 0"),
        ("GRADREEL_JOBS", "²", 'must be a whole number from 1 on, got "²"'),
        ("GRADREEL_THEME", "\x1b[31m", 'must be dark or light, got "\\u001b[31m"'),
    ],
)
def test_a_wrong_variable_is_one_sentence(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(variable, value)
    result = invoke("config")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{variable}: {sentence}\n"


@pytest.mark.parametrize("content", [b"quality = \n", b"\xff\xfe", b"a=1\na=2", b"[" * 5000])
def test_a_file_that_cannot_be_read_is_told_as_a_scenario_is(
    invoke: Invoke, content: bytes
) -> None:
    Path(SETTINGS).write_bytes(content)
    result = invoke("config")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("gradreel.toml:")


def test_all_faults_are_told_at_once_and_help_needs_no_settings(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(SETTINGS).write_text('quality = "x"\njobs = -1\n')
    monkeypatch.setenv("GRADREEL_THEME", "blue")
    assert len(invoke("config").stderr.splitlines()) == 3
    assert invoke("--help").exit_code == invoke("--version").exit_code == 0


def test_the_file_is_not_taken_for_a_scenario(invoke: Invoke) -> None:
    assert invoke("list", ".", "--names").stdout == "f\n"
    dry = invoke("batch", ".", "--dry-run")
    assert (dry.exit_code, dry.stdout.count("to make")) == (0, 2)
    result = invoke("solve", SETTINGS)
    assert (result.exit_code, result.stderr) == (
        2,
        "gradreel.toml: holds settings, and no scenario: give another file\n",
    )
    assert invoke("new", "gradreel").exit_code == 2


def test_help_shows_the_default_that_holds(invoke: Invoke) -> None:
    assert "default: h" in " ".join(invoke("render", "--help").stdout.split())
