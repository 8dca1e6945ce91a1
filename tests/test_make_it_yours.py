"""What docs/make-it-yours.md shows works as it is written there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from gradreel.scenarios.load import load_scenario
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
    assert scenario.showing != type(scenario.showing)()
    assert chapters_of(scenario)
