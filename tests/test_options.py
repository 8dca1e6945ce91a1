"""What the commands take: once or several times, from files, folders and standard input."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from gradreel import cli
from gradreel.pipeline.build import Target
from gradreel.pipeline.outputs import Captions
from gradreel.scenarios import ScenarioError, load_scenario, load_set, shipped
from gradreel.scenarios.budget import MOST_EVALUATIONS, work_of
from tests.small_files import CURVE, LINE

Invoke = Callable[..., Result]


@pytest.fixture
def invoke(invoke: Invoke) -> Invoke:
    """Run a command in a folder with f.toml in it."""
    Path("f.toml").write_text(CURVE)
    return invoke


VALUES = {
    "--format": "webm",
    "--theme": "light",
    "--quality": "l",
    "--output": "other",
    "--jobs": "2",
    "--width": "320",
    "--fps": "10",
    "--max-size": "1MB",
    "--timeout": "9",
    "--cluster": "local:1",
    "--over": "lr,x",
    "--grid": "9,9",
    "--steps": "9",
    "--lr": "0.2",
    "--start": "x=1",
    "--lesson": "curve",
    "--formula": "x**2",
    "--title": "Descents",
    "--lead": "Ways down.",
    "--address": "https://example.org",
    "--language": "de",
}
SINGLE = [
    (name, option.opts[-1])
    for name, command in cli.main.commands.items()
    for option in command.params
    if isinstance(option, click.Option) and not option.multiple and not option.is_flag
]


@pytest.mark.parametrize(("command", "option"), SINGLE)
def test_an_option_with_one_value_is_refused_where_it_has_two(
    invoke: Invoke, command: str, option: str
) -> None:
    value = "gif" if (command, option) == ("gif", "--format") else VALUES[option]
    value = "svg" if (command, option) == ("still", "--format") else value
    result = invoke(command, "f.toml", option, value, option, value)
    assert result.exit_code == 2
    assert f"{option}': it is given twice: leave out one of them." in result.stderr
    assert os.listdir() == ["f.toml"]


def test_a_theme_and_another_one_are_refused(invoke: Invoke) -> None:
    result = invoke("still", "f.toml", "--theme", "light", "--set", "theme=dark")
    assert result.exit_code == 2
    assert "--theme and --set theme=...: leave out one of them." in result.stderr


def test_a_key_that_is_set_twice_is_refused(invoke: Invoke) -> None:
    result = invoke("validate", "f.toml", "--set", "runs.0.lr=1", "--set", "runs.0.lr = 2")
    assert (result.exit_code, result.stderr) == (
        2,
        "f.toml: --set runs.0.lr = 2: runs[0].lr is set twice: leave out one of them\n",
    )
    assert invoke("validate", "f.toml", "--set", "stop={}", "--set", "title=B").exit_code == 2


@pytest.mark.parametrize(
    ("command", "several", "made"),
    [
        ("render", ["--chapter", "title", "--chapter", "step"], ["step", "title"]),
        ("render", ["--chapter", "step", "--chapter", "step"], ["step"]),
        ("gif", ["--chapter", "title", "--chapter", "step"], ["step", "title"]),
        ("still", ["--chapter", "title", "--chapter", "step"], ["step", "title"]),
        ("still", ["--at", "1", "--at", "last"], ["descent", "descent-1s"]),
    ],
)
def test_an_option_that_may_be_repeated_makes_all_of_them(
    invoke: Invoke,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    several: list[str],
    made: list[str],
) -> None:
    wanted: list[str] = []

    def build(targets: Sequence[Target], *_others: object) -> Iterator[object]:
        (target,) = targets
        outputs = (output for output in target.outputs if not isinstance(output, Captions))
        wanted.extend(output.path(target.scenario).stem for output in outputs)
        return iter(())

    monkeypatch.setattr("gradreel.pipeline.build.build_or_raise", build)
    result = invoke(command, "f.toml", *several)
    assert result.exit_code == 0, result.output
    assert sorted(wanted) == made


def test_of_several_chapters_none_is_made_where_one_is_wrong(invoke: Invoke) -> None:
    result = invoke("still", "f.toml", "--chapter", "title", "--chapter", "ttle")
    assert result.exit_code == 2
    assert 'there is no chapter "ttle"' in result.stderr
    assert os.listdir() == ["f.toml"]


def test_a_dash_is_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("points.csv").write_text("x,y\n1,2\n2,4\n")
    text = LINE.replace("points = [[1, 2], [2, 4]]", "csv = {file='points.csv', x='x', y='y'}")

    def run(*arguments: str, given: str = text) -> Result:
        return CliRunner().invoke(cli.main, arguments, input=given)

    assert run("validate", "-").stdout.splitlines()[0] == "stdin: is valid"
    assert run("list", "-", "--names").stdout == "stdin\n"
    assert "stdin: A line" in run("solve", "-", "--set", "runs.0.lr=0.2").stdout
    assert Path("media/stdin-lr=0.2/steps.csv").is_file()
    assert "to make     media/stdin" in run("batch", "-", "--dry-run").stdout
    faulty = run("validate", "-", "-", given="lr = 0,1")
    assert (faulty.exit_code, faulty.stderr) == (
        2,
        "stdin:1:6: decimals have a dot: write lr = 0.1\n",
    )
    large = run("validate", "-", given="#" * 1_000_001)
    assert large.stderr.startswith("stdin: is not a scenario file of at most 1000000 bytes")


def test_a_list_shows_what_is_in_files_and_folders(invoke: Invoke) -> None:
    Path("set").mkdir()
    Path("set/one.toml").write_text(LINE)
    Path("set/other.toml").write_text(CURVE + "[sweep]\nruns.0.lr = [0.1, 0.2]\n")
    names = invoke("list", "f.toml", "set", "parabola", "--names").stdout.split()
    assert names == ["f", "one", "other-lr=0.1", "other-lr=0.2", "parabola"]
    table = invoke("list", "set").stdout
    assert re.search(r"^ *one +fit +1 +A line", table, re.M)
    Path("set/bad.toml").write_text("lr = 0,1")
    faulty = invoke("list", "set")
    assert (faulty.exit_code, faulty.stdout) == (2, table)
    assert faulty.stderr == "set/bad.toml:1:6: decimals have a dot: write lr = 0.1\n"
    assert invoke("list").exit_code == 0


@pytest.mark.parametrize("command", ["validate", "solve", "list", "batch", "render"])
@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("nowhere.toml", 'is a link to "gone/away.toml", which does not exist: repair the link'),
        ("round.toml", "is a link that leads back to itself: repair the link"),
        ("pipe.toml", "is not a scenario file but a pipe: give what comes out of it as standard"),
        (os.devnull, "is not a scenario file but a device"),
        ("f.toml/x.toml", "cannot be there, since a part of the path before it is a file"),
        ("no/folder/x.toml", 'there is no such file, nor a folder "no/folder": check the path'),
        ("g.toml", 'there is no such file: check its name (did you mean "f.toml"?)'),
        ("n" * 300 + ".toml", "cannot be read, since no file has so long a name"),
    ],
)
def test_a_path_without_a_scenario_gets_a_true_sentence(
    invoke: Invoke, command: str, source: str, sentence: str
) -> None:
    Path("nowhere.toml").symlink_to("gone/away.toml")
    Path("round.toml").symlink_to("round.toml")
    os.mkfifo("pipe.toml")
    result = invoke(command, source)
    assert result.exit_code in ((1, 2) if command == "batch" else (2,))
    told = result.stderr + result.stdout * (command == "batch")
    assert f"{source}: {sentence}" in told
    assert "Traceback" not in told


LONG = CURVE.replace("steps = 5", "steps = 90000")
LBFGS = '[[runs]]\nlr = 1\nsteps = 9000\noptimizer = "LBFGS"\noptions = { max_iter = 99 }\n'
POINTS = "[" + "[1, 2]," * 40_000 + "]"
# On a surface, many runs may be told apart by their starts.
MANY = CURVE.replace("curve", "surface").replace("x**2/2", "x**2 + y**2")
MANY = MANY.replace("{ x = [-3, 3] }", "{ x = [-3, 3], y = [-3, 3] }").partition("[start]")[0]
MANY += "".join(
    f"[[runs]]\nstart = {{ x = {k / 64}, y = 1 }}\nlr = 0.1\nsteps = 100000\n" for k in range(64)
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (MANY, "runs[0].steps"),
        (LONG + "[sweep]\nruns.0.lr = [1, 2, 3, 4, 5, 6, 7, 8, 9]", "runs[0].steps"),
        (CURVE + LBFGS, "runs[1].steps"),
        (LINE.replace("[[1, 2], [2, 4]]", POINTS).replace("9", "90000"), "runs[0].steps"),
    ],
)
def test_a_file_that_asks_for_hours_is_refused_with_the_key_to_lower(
    tmp_path: Path, text: str, key: str
) -> None:
    path = tmp_path / "f.toml"
    path.write_text(text)
    with pytest.raises(ScenarioError) as raised:
        load_set(path)
    (problem,) = raised.value.problems
    assert f": {key}: " in problem
    assert "times what one file may ask for: lower it, or allow it by --no-limits" in problem
    assert load_set(path, no_limits=True)


def test_what_is_usual_is_far_below_the_limit(repository: Path) -> None:
    for name in shipped():
        assert work_of(load_scenario(name)).evaluations < MOST_EVALUATIONS / 10


def test_limits_are_lifted_on_the_command_line(invoke: Invoke) -> None:
    Path("f.toml").write_text(MANY)
    assert invoke("validate", "f.toml").exit_code == 2
    assert invoke("validate", "f.toml", "--no-limits").exit_code == 0


def test_a_call_gives_up_when_its_time_is_over(tmp_path: Path, repository: Path) -> None:
    (tmp_path / "f.toml").write_text(CURVE)
    begin = time.monotonic()
    result = subprocess.run(
        [sys.executable, "-m", "gradreel", "render", "f.toml", "-q", "l", "--timeout", "5"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert time.monotonic() - begin < 60
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.splitlines()[-1] == "not finished after 5 seconds (--timeout)"
    assert not [path for path in (tmp_path / "media").rglob(".*") if path.name != ".cache"]


def test_what_is_finished_in_time_is_as_it_would_be(invoke: Invoke) -> None:
    assert invoke("solve", "f.toml", "--timeout", "600").exit_code == 0
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    for seconds in ("0", "-1", "nan", "soon"):
        assert invoke("solve", "f.toml", "--timeout", seconds).exit_code == 2


def test_a_folder_is_listed_but_for_what_is_faulty_in_it(invoke: Invoke) -> None:
    Path("g.toml").write_text("lr = 0,1")
    Path("h.toml").symlink_to("nowhere")
    result = invoke("list", "--names", ".")
    assert (result.exit_code, result.stdout) == (2, "f\n")
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["g.toml", "h.toml"]
    assert "A bowl" in invoke("list", ".").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("solve", "f.toml", "-o", ""),
        ("batch", "f.toml", "--output="),
        ("page", ""),
        ("cache", "-o", ""),
    ],
)
def test_an_empty_text_is_no_folder(invoke: Invoke, arguments: tuple[str, ...]) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert "it is empty: give a folder, or . for this one." in result.stderr
    assert os.listdir() == ["f.toml"]


def test_overrides_that_undo_one_another_are_refused(invoke: Invoke) -> None:
    whole, part = "runs.0={lr=1, steps=2}", "runs.0.lr=3"
    result = invoke("validate", "f.toml", "--set", part, "--set", whole)
    assert (result.exit_code, result.stderr) == (
        2,
        "f.toml: --set runs.0={lr=1, steps=2}: takes the place of runs[0].lr, which is set before "
        "it: set runs[0] first\n",
    )
    assert invoke("validate", "f.toml", "--set", whole, "--set", part).exit_code == 0
    (loaded,) = load_set("f.toml", [whole, part])
    assert (loaded.runs[0].lr, loaded.runs[0].steps) == (3, 2)


def test_a_picture_is_drawn_where_nothing_is_set(tmp_path: Path, repository: Path) -> None:
    Path(tmp_path / "f.toml").write_text(CURVE)
    command = [sys.executable, "-m", "gradreel", "still", "f.toml", "--chapter", "title", "-q", "l"]
    env = {"PYTHONPATH": str(repository / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    result = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("media/f/title.png  ")
