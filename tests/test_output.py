"""What is printed: visible whatever is in it, and no failure where nobody reads it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from case_files import case
from click.testing import Result

from tests.small_files import CURVE

Invoke = Callable[..., Result]

HOSTILE = "a\x1b]0;PWNED\x07\x1b[31m\u202etxt\u2028\u2066\u200f\u061c"
ACTS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069]")
# Everything is called by its module, so that it is the code of this checkout.
COMMAND = [sys.executable, "-m", "gradreel"]


def put(name: str, text: str = CURVE) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate", "FILE"],
        ["validate", "BAD"],
        ["validate", "ABSENT"],
        ["list", "FILE"],
        ["list", "--names", "BAD"],
        ["solve", "FILE", "-o", "FOLDER"],
        ["solve", "FILE", "-o", "BAD"],
        ["batch", "FOLDER", "--dry-run"],
        ["batch", "ABSENT"],
        ["batch", "FILE", "-o", "BAD"],
        ["render", "FILE", "--chapter", "ABSENT", "-o", "FOLDER"],
        ["still", "FILE", "--at", "ABSENT"],
        ["page", "ABSENT"],
        ["cache", "-o", "FOLDER"],
        ["cache", "ABSENT"],
        ["new", "ABSENT"],
        ["new", "one", "ABSENT"],
        ["ABSENT"],
        ["solve", "FILE", "--ABSENT"],
        ["solve", "FILE", "--set", "title=\x1b[31m\u202e"],
        ["--debug", "solve", "BAD"],
    ],
    ids=" ".join,
)
def test_nothing_that_is_printed_acts_on_a_terminal(invoke: Invoke, arguments: list[str]) -> None:
    names = {
        "FILE": f"{HOSTILE}.toml",
        "BAD": f"{HOSTILE}\nforged: is valid.toml",
        "FOLDER": f"{HOSTILE}\nfolder",
        "ABSENT": f"{HOSTILE}\nabsent",
    }
    put(names["FILE"], CURVE.replace("A bowl", "A \u202ebowl"))
    put(names["BAD"], CURVE.replace("0.1", "-1"))
    put(f"{names['FOLDER']}/one.toml")
    named = [re.sub(r"^(--)?([A-Z]+)$", lambda m: (m[1] or "") + names[m[2]], a) for a in arguments]
    result = invoke(*named)
    assert not isinstance(result.exception, Exception), result.exception
    assert not ACTS.search(result.output.replace("\n", ""))
    assert "\nforged" not in result.output


def test_a_column_cannot_act_either(invoke: Invoke) -> None:
    result = invoke("validate", str(case("hostile/escape-column")))
    assert result.exit_code == 2
    assert not ACTS.search(result.output.replace("\n", ""))
    assert len(result.stderr.splitlines()) == 1


def test_a_name_that_is_no_text_is_printed_as_it_can_be(invoke: Invoke) -> None:
    with open(b"\xff\xfe.toml", "w") as file:
        file.write(CURVE.replace("0.1", "-1"))
    result = invoke("list", ".")
    assert result.exit_code == 2
    assert "\\udcff\\udcfe.toml:9: runs[0].lr: must be positive" in result.stderr


def test_there_is_one_way_to_print(repository: Path) -> None:
    other = re.compile(r"click\.echo\(|(?<![.\w])print\((?!.*file=)|Console\(|traceback\.print")
    files = [repository / "cli.py", *(repository / "pipeline").rglob("*.py")]
    found = {path.name for path in files if other.search(path.read_text(encoding="utf-8"))}
    assert found == {"streams.py"}


def test_a_stream_that_knows_few_signs_gets_escapes(tmp_path: Path, repository: Path) -> None:
    (tmp_path / "f.toml").write_text(CURVE.replace("A bowl", "Ä 谷"))
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    result = subprocess.run(
        [*COMMAND, "list", "f.toml"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    assert "\\xc4 \\u8c37" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["list"],
        ["validate", "absent.toml"],
        ["solve", "f.toml"],
    ],
    ids=" ".join,
)
def test_a_reader_that_has_left_is_no_failure(
    arguments: list[str], tmp_path: Path, repository: Path
) -> None:
    (tmp_path / "f.toml").write_text(CURVE)
    reader, writer = os.pipe()
    os.close(reader)
    errors = subprocess.STDOUT if "absent.toml" in arguments else subprocess.PIPE
    result = subprocess.run(
        [*COMMAND, *arguments],
        cwd=tmp_path,
        stdout=writer,
        stderr=errors,
        text=True,
    )
    os.close(writer)
    assert (result.returncode, result.stderr or "") == (2 if "absent.toml" in arguments else 0, "")
    # What there is to do is done, whoever looks on.
    assert (tmp_path / "media" / "f" / "steps.csv").is_file() is (arguments[0] == "solve")
