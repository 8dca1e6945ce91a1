"""The manual page: fresh, whole, and as man shows it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from gradreel import cli
from gradreel.pipeline.terminal.manual import MANUAL_PATH, manual

PAGE = MANUAL_PATH.read_text(encoding="utf-8")


def test_the_manual_page_is_fresh(repository: Path) -> None:
    assert repository / "docs/gradreel.1" == MANUAL_PATH
    assert manual(cli.main) == PAGE, "run make manual"


@pytest.fixture(scope="module")
def shown() -> str:
    """The page as plain text, in lines of one width."""
    if not shutil.which("groff"):
        pytest.skip("groff is not installed")
    done = subprocess.run(
        ["groff", "-man", "-Tascii", "-ww", "-P-cbou", "-rHY=0", "-rLL=78n", str(MANUAL_PATH)],
        capture_output=True,
        text=True,
        env={**os.environ, "MANWIDTH": "78"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("name", cli.main.commands)
def test_a_command_is_shown_with_all_its_options_and_its_example(name: str, shown: str) -> None:
    command = cli.main.commands[name]
    _, _, rest = shown.partition(f"\n   {name}\n")
    section = re.split(r"\n(?:   )?\w", rest, maxsplit=1)[0]
    for param in command.params:
        if isinstance(param, click.Option):
            assert all(option in section for option in param.opts), param.name
            first, *_ = (param.help or "").split(";")[0].split(",")
            assert " ".join(first.split()[:3]) in " ".join(section.split())
    example = re.search(r"^ +(gradreel .*)$", command.help or "", re.M)
    assert example
    assert example[1] in section


def test_what_is_written_with_signs_of_roff_is_shown_as_it_is(shown: str) -> None:
    text = " ".join(shown.split())
    assert 'a formula such as "x**4 - 3*x**2 + x"' in text
    assert "runs.*.steps=20" in text
    assert "2    the call, a scenario or a setting is at fault" in shown
    assert "\\" not in shown.replace("\\n", "")
