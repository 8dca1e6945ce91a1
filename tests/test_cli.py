"""The commands as people use them: in a process of their own wherever that matters."""

from __future__ import annotations

import errno
import os
import re
import resource
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from gradreel import cli
from gradreel.pipeline.build.cache import CACHE
from gradreel.pipeline.build.claims import CLAIMS
from gradreel.pipeline.quality import THEMES
from gradreel.pipeline.terminal.report import MOST_ROWS
from gradreel.pipeline.video.runs import steps_shown
from gradreel.scenarios import load_scenario, shipped
from gradreel.scenes import theme
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from gradreel.solver.recording import Recording
from gradreel.solver.steps_file import read_steps
from tests import small_files
from tests.rendered_lessons import Lessons

SMALL = "\n" + small_files.SMALL
FAULTY = SMALL.replace("lr = 0.1", "lr = -0.1").replace('lesson = "curve"', 'lesson = "curv"')

Start = Callable[..., subprocess.CompletedProcess[str]]
Invoke = Callable[..., Result]


@pytest.fixture
def gradreel(tmp_path: Path) -> Start:
    """Run the installed command in an empty folder."""

    def start(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).parent / "gradreel"), *arguments]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.run(command, **{"cwd": tmp_path, **streams, **options})  # type: ignore

    return start


@pytest.fixture
def invoke(invoke: Invoke) -> Invoke:
    """Run a command in this process, in a folder with small.toml in it."""
    Path("small.toml").write_text(SMALL)
    return invoke


def test_every_example_in_the_help_runs(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lessons: Lessons
) -> None:
    # With what the lessons of other tests are made of: parabola is one of them.
    shutil.copytree(lessons.folder / CACHE, tmp_path / CACHE)
    # What watches does not end by itself; test_watch.py starts it.
    for name, command in [each for each in cli.main.commands.items() if each[0] != "watch"]:
        # Each in a folder of its own, but what one has drawn the others need not draw again.
        folder = tmp_path / name
        (folder / "media").mkdir(parents=True)
        (folder / "media" / CACHE).symlink_to(tmp_path / CACHE)
        _, _, example = (command.help or "").partition("Example:")
        lines = re.findall(r"^ +(gradreel .*)$", example, flags=re.MULTILINE)
        assert any(shlex.split(line)[1] == name for line in lines), name
        monkeypatch.chdir(folder)
        for line in lines:
            result = invoke(*shlex.split(line)[1:])
            assert result.exit_code == 0, result.output


def test_the_version_is_that_of_the_project(invoke: Invoke, repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text())["project"]
    assert invoke("--version").stdout == f"gradreel, version {project['version']}\n"


def test_the_themes_to_choose_from_are_those_there_are() -> None:
    assert tuple(theme.THEMES) == THEMES


def test_list_shows_every_shipped_scenario(invoke: Invoke) -> None:
    assert invoke("list", "--names").stdout.split() == list(shipped())
    table = invoke("list").stdout
    for name in shipped():
        scenario = load_scenario(name)
        assert re.search(
            rf"^ *{name} +{scenario.lesson} +{len(scenario.runs)} +{scenario.title}", table, re.M
        )


def test_new_writes_a_scenario_that_validates(invoke: Invoke) -> None:
    assert invoke("new", "valley").exit_code == 0
    assert invoke("validate", "valley.toml").exit_code == 0


def test_new_refuses_to_overwrite(invoke: Invoke) -> None:
    result = invoke("new", "small.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "small.toml: exists already; choose another name\n"
    assert Path("small.toml").read_text() == SMALL


@pytest.mark.parametrize(
    "name",
    [
        "../up",
        "/abs",
        ".hidden",
        "a b",
        "",
        "a/../b",
        "a//b",
        "a/",
        "x" * 65,
        "é" * 33,
        "a\0",
        "gradreel",
    ],
)
def test_new_refuses_an_unsafe_name(invoke: Invoke, name: str) -> None:
    result = invoke("new", name)
    assert result.exit_code == 2
    assert os.listdir() == ["small.toml"]


def test_validate_shows_the_faults_of_all_files_at_once(invoke: Invoke) -> None:
    Path("faulty.toml").write_text(FAULTY)
    Path("broken.toml").write_text("title = ")
    result = invoke("validate", "faulty.toml", "small.toml", "broken.toml", "absent.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert {line.split(":")[0] for line in result.stderr.splitlines()} == {
        "faulty.toml",
        "broken.toml",
        "absent.toml",
    }
    assert "runs[0].lr: must be positive, got -0.1" in result.stderr
    assert "curve" in result.stderr


def test_nothing_is_written_when_one_scenario_of_several_is_faulty(invoke: Invoke) -> None:
    Path("faulty.toml").write_text(FAULTY)
    assert invoke("solve", "small.toml", "faulty.toml").exit_code == 2
    assert not Path("media").exists()


def test_two_files_of_one_name_are_refused_before_one_overwrites_the_other(invoke: Invoke) -> None:
    Path("other").mkdir()
    Path("other", "small.toml").write_text(SMALL)
    result = invoke("solve", "small.toml", "other/small.toml")
    assert result.exit_code == 2
    one_line(result, "small: is the name of the outputs of small.toml and other/small.toml: ")
    assert not Path("media").exists()


def test_solve_writes_what_was_recorded(invoke: Invoke) -> None:
    result = invoke("solve", "small.toml", "-o", "out")
    assert result.exit_code == 0, result.stderr
    expected = record(load_scenario("small.toml"))
    assert Recording.load("out/small/recording.npz") == expected
    assert list(read_steps("out/small/steps.csv")[0].loss) == list(expected.runs[0].loss)
    assert sorted(os.listdir("out/small")) == ["made.json", "recording.npz", "steps.csv"]


def test_solve_prints_the_steps_and_how_each_run_ended(invoke: Invoke) -> None:
    output = invoke("solve", "quadratic").stdout
    for run in record(load_scenario("quadratic")).runs:
        assert worded(run.ending.message) in output
    # From numbers.md: the first step and the last at lr 0.1.
    assert re.search(r"^ +1 +0\.8 +0\.95 +-0\.654375 ", output, re.M)
    assert re.search(r"^ +10 +-0\.302643 +0\.598737 +-2\.16723 ", output, re.M)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (0, [0]),
        (1, [0, 1]),
        (20, list(range(21))),
        (21, [0, 10, 20, 21]),
        (100, list(range(0, 101, 10))),
        (1002, [*range(0, 1002, 100), 1002]),
        (1_000_000, list(range(0, 1_000_001, 50_000))),
    ],
)
def test_many_steps_are_shown_sparsely_with_both_ends(last: int, expected: list[int]) -> None:
    assert steps_shown(last, MOST_ROWS) == expected


def test_set_overrides_a_key_for_one_call(invoke: Invoke) -> None:
    assert invoke("solve", "small.toml", "--set", "runs.0.lr=0.5").exit_code == 0
    assert Recording.load("media/small-lr=0.5/recording.npz").runs[0].run.lr == 0.5
    assert Path("small.toml").read_text() == SMALL


@pytest.mark.parametrize("override", ["runs.0.lr=-1", "runs.9.lr=1", "runs.0.lrr=1", "runs.0.lr"])
@pytest.mark.parametrize("command", ["validate", "solve"])
def test_a_faulty_override_is_the_users_mistake(
    invoke: Invoke, command: str, override: str
) -> None:
    result = invoke(command, "small.toml", "--set", override)
    assert result.exit_code == 2
    assert result.stderr.startswith("small.toml: ")
    assert override.partition("=")[0] in result.stderr
    assert not Path("media").exists()


def test_text_from_a_file_is_shown_as_it_is(invoke: Invoke) -> None:
    result = invoke("solve", "small.toml", "--set", 'title="[red]:smile: [/red]"')
    assert "small: [red]:smile: [/red]\n" in result.stdout


@pytest.mark.parametrize("arguments", [["list"], ["solve", "two-valleys"]])
def test_a_pipe_gets_plain_lines_that_are_not_cut_off(
    gradreel: Start, arguments: list[str]
) -> None:
    result = gradreel(*arguments)
    assert (result.returncode, result.stderr) == (0, "")
    assert "\x1b" not in result.stdout
    assert "…" not in result.stdout


def test_a_reader_that_leaves_early_is_no_failure_worth_words(gradreel: Start) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    for arguments in (["list"], ["list", "--names"], ["solve", "parabola"], ["--help"]):
        assert gradreel(*arguments, stdout=writer).stderr == ""
    os.close(writer)


def one_line(result: Result | subprocess.CompletedProcess[str], *expected: str) -> None:
    assert len(result.stderr.splitlines()) == 1, result.stderr
    for words in expected:
        assert words in result.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["solvee", "quadratic"], "Did you mean 'solve'?"),
        (["solve"], "Missing argument 'SCENARIO...'"),
        (["solve", "quadratic", "--sett", "x"], "Did you mean one of: '--set'"),
        (["solve", "quadrattic"], "quadratic"),
        (["solve", "absent/file.toml"], "absent/file.toml"),
    ],
)
def test_the_users_mistakes_end_with_status_2(
    gradreel: Start, arguments: list[str], expected: str
) -> None:
    result = gradreel(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert expected in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("output", ["small.toml", "small.toml/inside", "/proc/gradreel"])
def test_an_output_folder_that_cannot_be_made_is_one_sentence(invoke: Invoke, output: str) -> None:
    result = invoke("solve", "small.toml", "-o", output)
    assert result.exit_code == 1
    one_line(result, output, "choose another folder")


def files_below(folder: Path) -> list[Path]:
    """All files, but the empty one whose bytes are locks."""
    return [path for path in folder.rglob("*") if path.is_file() and path.name != CLAIMS]


def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    result = invoke("solve", "small.toml")
    assert result.exit_code == 1
    one_line(result, "no space left on device", "free some space")
    assert files_below(Path("media")) == []
    result = invoke("new", "valley")
    one_line(result, "valley.toml: no space left on device", "free some space")
    assert not Path("valley.toml").exists()


def test_a_file_that_the_system_cuts_off_is_not_left_behind(
    gradreel: Start, tmp_path: Path
) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    result = gradreel("solve", "parabola", preexec_fn=limit)
    assert result.returncode == 1
    one_line(result, "file too large")
    assert files_below(tmp_path / "media") == []


def test_ctrl_c_while_writing_leaves_no_half_written_file(tmp_path: Path, repository: Path) -> None:
    code = """
import signal, numpy
from gradreel import cli
from gradreel.pipeline.build import InProcess
def interrupted_half_way(file, **arrays):
    file.write(b"half")
    signal.raise_signal(signal.SIGINT)
numpy.savez = interrupted_half_way
cli.main(["solve", "quadratic"], obj=InProcess())
"""
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (result.returncode, result.stdout, result.stderr) == (
        130,
        "",
        "interrupted; what is finished is kept, and the same call goes on from there\n",
    )
    assert files_below(tmp_path / "media") == []


def test_a_traceback_is_shown_only_on_request(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_scenario: object) -> None:
        raise RuntimeError("out of\nluck")

    monkeypatch.setattr("gradreel.solver.descent.record", broken)
    quiet = invoke("solve", "small.toml")
    assert quiet.exit_code == 1
    one_line(quiet, "out of luck", "--debug")
    loud = invoke("--debug", "solve", "small.toml")
    assert loud.exit_code == 1
    assert "Traceback" in loud.stderr


def test_every_command_is_documented_in_one_short_line() -> None:
    for name, command in cli.main.commands.items():
        assert isinstance(command, click.Command)
        assert not command.get_short_help_str().endswith("..."), name


OPTIONS = [
    pytest.param(option, id=f"{name} {option.name}".strip())
    for name, command in (("", cli.main), *cli.main.commands.items())
    for option in command.params
    if isinstance(option, click.Option)
]


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_says_what_it_does_in_a_sentence(option: click.Option) -> None:
    assert re.fullmatch(r"[A-Z].{9,200}\.", option.help or "")
