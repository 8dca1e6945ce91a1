"""What docs/make-it-yours.md shows works as it is written there."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from gradreel.scenarios.load import load_scenario
from gradreel.scenarios.output_form import OutputTable
from gradreel.scenarios.showing import Showing
from gradreel.scenes.choices import check_choices
from gradreel.scenes.lesson import chapters_of

Invoke = Callable[..., Result]
PAGE = (Path(__file__).parent.parent / "docs" / "make-it-yours.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(sh|toml)\n(.*?)```", PAGE, flags=re.DOTALL)
COMMANDS = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]


def with_block(text: str, block: str) -> str:
    """A file with the keys of a block at its top, and its tables at the end."""
    keys, table, tables = block.partition("[" if block.startswith("[") else "\n[")
    return f"{keys}\n{text}\n{table}{tables}"


def test_the_commands_work_on_a_new_file(invoke: Invoke) -> None:
    for line in COMMANDS:
        program, *arguments = shlex.split(line)
        assert program == "gradreel"
        result = invoke(*arguments)
        assert result.exit_code == 0, f"{line}\n{result.output}"


@pytest.mark.parametrize("block", [block for kind, block in BLOCKS if kind == "toml"])
def test_the_keys_can_be_added_to_a_new_file(invoke: Invoke, block: str) -> None:
    invoke("new", "valley", *(["--lesson", "fit"] if "[words]" in block else []))
    path = Path("valley.toml")
    path.write_text(with_block(path.read_text(encoding="utf-8"), block), encoding="utf-8")
    scenario = load_scenario(path)
    check_choices([scenario])
    chosen = scenario.showing, scenario.output
    assert chosen != (Showing(), OutputTable())
    assert chapters_of(scenario)


def test_a_teacher_makes_a_lesson_of_her_own(invoke: Invoke) -> None:
    """From a new file to a video with her chapters, her words, her pauses and her name."""
    assert invoke("new", "marks", "--lesson", "fit").exit_code == 0
    assert "guess" in invoke("chapters", "marks.toml").stdout
    listed = tomllib.loads(invoke("text", "marks.toml").stdout)["text"]
    assert listed["heading-guess"] == "The guess"

    path = Path("marks.toml")
    keys = 'chapters = ["title", "guess"]\npace = 2\nauthor = "Ms Hopper"\n'
    words = '[words]\nx = { name = "hours", unit = "h" }\nloss = "error"\n[predict]\npause = 2\n'
    text = '[text]\nheading-guess = "Your first line"\n'
    path.write_text(with_block(path.read_text(), f"{keys}{words}{text}"), encoding="utf-8")
    assert invoke("validate", "marks.toml").exit_code == 0
    drawn = invoke("render", "marks.toml", "-q", "l")
    assert drawn.exit_code == 0, drawn.output

    about = json.loads(Path("media/marks/lesson.json").read_text(encoding="utf-8"))
    assert [part["title"] for part in about["chapters"]][1:] == ["Your first line"]
    captions = Path("media/marks/lesson.srt").read_text(encoding="utf-8")
    assert "error" in captions
    assert "loss" not in captions
    assert invoke("page").exit_code == 0
    page = Path("media/index.html").read_text(encoding="utf-8")
    assert [page.count(f">{word}</") for word in ("error", "loss")] == [len(about["runs"]) * 2, 0]
