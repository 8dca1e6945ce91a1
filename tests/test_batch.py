"""`gradreel batch`: what a set becomes when some of it fails, and when it is called again."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from gradreel import cli
from gradreel.pipeline.build import State
from gradreel.pipeline.outputs.chapter import RenderChapter
from gradreel.pipeline.terminal.display import states_table
from gradreel.pipeline.video.clip import Clip, RenderError
from gradreel.scenarios import shipped
from tests.small_files import CURVE
from tests.stand_ins import StandIn, grey
from tests.subtitles import read_webvtt
from tests.videos import read

Invoke = Callable[..., Result]

TABLE_ALONE = '[output]\nmake = ["csv"]\n'


def draw(task: RenderChapter, path: Path) -> Clip:
    if task.scenario.startswith("unlucky") and task.chapter == "step":
        raise RenderError(f"{task.label}: no luck")
    return grey(task, path)


@pytest.fixture
def invoke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """Run a command in an empty folder, in this process and with stand-ins for chapters."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(cli.main, arguments, obj=StandIn(draw))


def put(name: str, text: str = CURVE + TABLE_ALONE) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)


def files() -> dict[str, tuple[int, bytes]]:
    found = (path for path in Path().rglob("*") if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def test_a_folder_is_a_set_and_the_same_again_is_left_alone(invoke: Invoke) -> None:
    put("set/one.toml", CURVE + '[output]\nmake = ["lesson", "captions", "csv"]\n')
    put("set/other.toml")
    put("set/notes.txt", "no scenario")
    first = invoke("batch", "set", "-q", "l")
    assert first.exit_code == 0, first.output
    one, other, counts = first.stdout.splitlines()
    assert re.fullmatch(r"made +media/one: lesson.mp4, lesson.vtt, steps.csv  took \d+\.\d s", one)
    assert re.fullmatch(r"made +media/other: steps.csv  took \d+\.\d s", other)
    assert counts == "2 made"
    assert "one: title (1 of " in first.stderr
    assert sorted(os.listdir("media/one")) == [
        "lesson.json",
        "lesson.mp4",
        "lesson.srt",
        "lesson.vtt",
        "made.json",
        "steps.csv",
    ]
    assert sorted(os.listdir("media/other")) == ["made.json", "steps.csv"]
    video = read(Path("media/one/lesson.mp4"))
    assert len(read_webvtt(Path("media/one/lesson.vtt"))) == 2 * round(video.seconds / 2)
    before = files()
    again = invoke("batch", "set/one.toml", "set", "./set/other.toml", "-q", "l")
    assert (again.exit_code, again.stderr) == (0, "")
    assert again.stdout.splitlines() == [
        "up to date  media/one: lesson.mp4, lesson.vtt, steps.csv",
        "up to date  media/other: steps.csv",
        "2 up to date",
    ]
    assert files() == before


def test_one_that_fails_stops_no_other(invoke: Invoke) -> None:
    put("set/good.toml")
    put("set/diverging.toml", CURVE.replace("0.1", "9") + TABLE_ALONE)
    put("set/unlucky.toml", CURVE)
    put("set/wrong.toml", CURVE.replace("0.1", "-0.1"))
    put("set/torn.toml", CURVE[:70])
    result = invoke("batch", "set", "-q", "l")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith("made        media/diverging: steps.csv")
    assert lines[1].startswith("made        media/good: steps.csv")
    assert lines[2].startswith("failed      set/torn.toml:")
    assert lines[3].startswith("failed      set/wrong.toml:9: runs[0].lr: must be positive, got")
    assert lines[4].startswith("failed      unlucky: step: no luck")
    assert lines[5:] == ["2 made, 3 failed"]
    assert sorted(os.listdir("media")) == [".cache", "diverging", "good", "unlucky"]
    # What needs nothing that failed is there.
    assert sorted(os.listdir("media/unlucky")) == ["made.json", "poster.png"]
    # What could be done of it is not done again.
    put("set/unlucky.toml", CURVE.replace("title = ", "theme = 'dark'\ntitle = "))
    again = invoke("batch", "set/unlucky.toml", "-q", "l")
    assert (again.exit_code, again.stderr) == (1, "")


def test_a_sweep_is_a_set(invoke: Invoke) -> None:
    put("bowl.toml", CURVE + TABLE_ALONE + "[sweep]\nruns.0.lr = [0.1, 0.5, 2.5]\n")
    assert invoke("batch", "bowl.toml").stdout.endswith("3 made\n")
    names = [f"bowl-lr={lr}" for lr in (0.1, 0.5, 2.5)]
    assert sorted(os.listdir("media")) == [".cache", *names]
    tables = {Path(f"media/{name}/steps.csv").read_bytes() for name in names}
    assert len(tables) == 3


def test_two_of_one_name_are_not_made_in_one_place(invoke: Invoke) -> None:
    for name in ("a/one.toml", "b/one.toml", "a/other.toml"):
        put(name)
    result = invoke("batch", "a", "b")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == (
        "failed      one: is the name of the outputs of a/one.toml and b/one.toml: rename one of "
        "them"
    )
    assert result.stdout.endswith("1 made, 1 failed\n")
    assert sorted(os.listdir("media")) == [".cache", "other"]


def test_scenarios_of_one_name_are_listed_with_their_folders(invoke: Invoke) -> None:
    for folder in ("a", "b"):
        Path("course", folder).mkdir(parents=True)
        Path("course", folder, "bowl.toml").write_text(CURVE)
    assert invoke("list", "course", "--names").stdout.split() == ["a/bowl", "b/bowl"]
    assert "b/bowl" in invoke("list", "course").stdout


def test_folders_below_are_walked_and_mirrored(invoke: Invoke) -> None:
    for name in ("intro.toml", "week 1/bowl.toml", "week 1/deep/bowl.toml", "week-2/bowl.toml"):
        put(f"course/{name}")
    put("course/.hidden/bowl.toml")
    put("course/gradreel.toml", 'quality = "l"\n')
    result = invoke("batch", "course", "-o", "out")
    assert result.exit_code == 0, result.output
    made = [line.split(": ")[0].split(maxsplit=1)[1] for line in result.stdout.splitlines()[:-1]]
    assert made == ["out/intro", "out/week 1/bowl", "out/week 1/deep/bowl", "out/week-2/bowl"]
    assert all(Path(folder, "steps.csv").is_file() for folder in made)
    again = invoke("batch", "course", "course/week 1", "-o", "out").stdout
    assert again.endswith("4 up to date\n")
    # Each has an output of its own that is remembered.
    put("course/week-2/bowl.toml", CURVE.replace("0.1", "0.2") + TABLE_ALONE)
    assert invoke("batch", "course", "-o", "out").stdout.endswith("1 made, 3 up to date\n")


def test_a_clash_between_files_given_by_name_names_both(invoke: Invoke) -> None:
    put("course/a/one.toml")
    put("course/b/one.toml")
    told = invoke("batch", "course/a/one.toml", "course/b/one.toml").stdout
    assert "one: is the name of the outputs of course/a/one.toml and course/b/one.toml" in told
    assert invoke("batch", "course").stdout.endswith("2 made\n")


def test_many_of_one_name_are_counted(invoke: Invoke) -> None:
    for folder in "abcdefgh":
        put(f"{folder}/one.toml")
    told = invoke("list", *"abcdefgh").output
    files = ", ".join(f"{folder}/one.toml" for folder in "abcde")
    assert (
        told
        == f"one: is the name of the outputs of {files} and 3 others: rename all but one of them\n"
    )


def test_a_file_that_is_named_twice_is_taken_once(invoke: Invoke) -> None:
    put("one.toml")
    result = invoke("list", "--names", "one.toml", "./one.toml")
    assert (result.exit_code, result.output) == (0, "one\n")
    assert invoke("solve", "one.toml", "./one.toml").exit_code == 0


def test_a_dry_run_writes_nothing(invoke: Invoke) -> None:
    put("set/one.toml", CURVE)
    put("set/other.toml")
    put("set/wrong.toml", "")
    assert invoke("batch", "set/other.toml", "-q", "l").exit_code == 0
    before = files()
    result = invoke("batch", "set", "-q", "l", "--dry-run")
    assert (result.exit_code, result.stderr) == (1, "")
    one, other, *wrong, counts = result.stdout.splitlines()
    assert re.fullmatch(r"to make +media/one: .*captions.*, (\d+) of \1 tasks to do", one)
    assert other == "up to date  media/other: steps.csv"
    assert all(line.startswith("failed      set/wrong.toml: ") for line in wrong)
    assert counts == "1 to make, 1 up to date, 1 failed"
    assert files() == before


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "Missing argument 'PATH...'"),
        (["absent.toml"], "absent.toml: there is no such file"),
        (["parabolla"], 'did you mean "parabola"?'),
        (["empty"], "empty: has no scenario file (*.toml) in it"),
        (["parabola", "-j", "0"], "x>=1"),
        (["parabola", "-q", "x"], "'l', 'm', 'h', 'p', 'k'"),
    ],
)
def test_the_users_mistakes_end_with_status_2(
    invoke: Invoke, arguments: list[str], expected: str
) -> None:
    Path("empty").mkdir()
    result = invoke("batch", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert expected in result.stderr
    assert os.listdir() == ["empty"]


def test_a_failure_shows_where_it_was_on_request(invoke: Invoke) -> None:
    put("unlucky.toml", CURVE)
    put("wrong.toml", "")
    result = invoke("--debug", "batch", ".", "-q", "l")
    assert result.exit_code == 1
    assert "ScenarioError" in result.stderr
    assert "no luck" in result.stderr


def test_an_output_folder_that_cannot_be_made_is_one_sentence(invoke: Invoke) -> None:
    put("one.toml")
    Path("file").touch()
    result = invoke("batch", "one.toml", "-o", "file")
    assert result.exit_code == 1
    assert "file/.cache: not a directory; choose another folder" in result.output
    assert "Traceback" not in result.output


def test_a_set_that_is_up_to_date_loads_nothing_heavy(invoke: Invoke, tmp_path: Path) -> None:
    put("one.toml", CURVE + '[output]\nmake = ["lesson", "captions", "csv"]\n')
    assert invoke("batch", "one.toml", "-q", "l").exit_code == 0
    code = """
import sys, cli
try: cli.main(["batch", "one.toml", "-q", "l"])
except SystemExit as end: print(end.code, *(m for m in ("torch", "manim") if m in sys.modules))
"""
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True
    )
    assert result.stdout.splitlines()[-2:] == ["1 up to date", "0"]


def test_a_shipped_name_is_taken_for_that_even_beside_a_folder_of_that_name(
    invoke: Invoke,
) -> None:
    Path(next(iter(shipped()))).mkdir()
    result = invoke("batch", next(iter(shipped())), "--dry-run", "-q", "l")
    assert (result.exit_code, result.stdout.split()[:2]) == (0, ["to", "make"])


def shown(states: list[State], most: int, width: int = 60) -> list[str]:
    out = Console(width=width, record=True, file=io.StringIO())
    out.print(states_table(states, most))
    return [line.rstrip() for line in out.export_text().splitlines()]


def test_every_scenario_has_its_line_where_there_is_room() -> None:
    states = [
        State("one", 8, 8, "done"),
        State("other", 3, 8, "at work"),
        State("[red]third", 0, 8, "waiting"),
    ]
    lines = shown(states, 3)
    assert [line.split()[0] for line in lines] == ["one", "other", "[red]third"]
    assert [line.split()[-2:] for line in lines][1] == ["at", "work"]
    assert "3/8" in lines[1]


def test_a_bar_moves_with_parts_of_a_task_and_counts_whole_ones() -> None:
    (line,), (further,) = (
        shown([State("one", 3, 8, "at work", partly)], 1)
        for partly in (Fraction(0), Fraction(9, 10))
    )
    assert further.count("━") > line.count("━")
    assert "3/8" in line
    assert "3/8" in further


@pytest.mark.parametrize("width", [30, 60, 200])
def test_of_many_scenarios_those_at_work_have_a_line_and_the_rest_is_counted(width: int) -> None:
    states = [State(f"s{k}", 0, 8, "waiting") for k in range(40)]
    states[30] = State("busy", 3, 8, "at work")
    states[35] = State("broken", 3, 8, "failed")
    lines = shown(states, 10, width)
    assert len(lines) == 10
    assert [line.split()[0] for line in lines[:2]] == ["busy", "broken"]
    assert lines[-1] == "and 31 more: 31 waiting"
    assert max(map(len, lines)) <= width
