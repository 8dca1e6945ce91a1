"""The Dockerfile, read: what it copies, installs and runs as. Building it needs a network."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "container.md").read_text(encoding="utf-8")


class Instruction(NamedTuple):
    """One of a Dockerfile, in the stage of which it is a part, numbered from 0."""

    stage: int
    name: str
    rest: str


def instructions(text: str) -> list[Instruction]:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    found = list[Instruction]()
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        name, _, rest = line.strip().partition(" ")
        if name:
            stage = sum(one.name == "FROM" for one in found) + (name == "FROM") - 1
            found.append(Instruction(stage, name, " ".join(rest.split())))
    return found


ALL = instructions((ROOT / "Dockerfile").read_text(encoding="utf-8"))
KNOWN = {*("FROM", "RUN", "ENV", "WORKDIR", "COPY", "USER", "VOLUME", "ENTRYPOINT", "CMD")}


def rests(name: str, stage: int | None = None) -> list[str]:
    return [one.rest for one in ALL if one.name == name and stage in (None, one.stage)]


def copied() -> list[str]:
    """What is copied from the checkout."""
    words = [rest.split() for rest in rests("COPY") if not rest.startswith("--from")]
    return [source for *sources, _ in words for source in sources]


def packages(stage: int) -> set[str]:
    (line,) = (rest for rest in rests("RUN", stage) if "apt-get install" in rest)
    command = line.partition("apt-get install")[2].partition("&&")[0]
    return {word for word in command.split() if not word.startswith("-")}


def ignored(path: str) -> bool:
    """Whether a file is left out of what the build sees: the last line that fits it decides."""
    decision = False
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        if line and not line.startswith("#"):
            pattern = line.removeprefix("!")
            parts = [pattern.removeprefix("**/"), f"{pattern}/*", f"*/{pattern[3:]}/*"]
            if any(fnmatch(path, part) for part in parts[: 3 if pattern[:3] == "**/" else 2]):
                decision = not line.startswith("!")
    return decision


def test_it_is_made_of_two_stages_of_one_python() -> None:
    assert {one.name for one in ALL} == KNOWN
    first, last = rests("FROM")
    image = first.removesuffix(" AS build")
    assert last == image
    version, *_ = re.findall(r"^python:(3\.\d+)-slim-\w+$", image)
    # The build of torch for CPUs that is locked is for one version of Python.
    assert f"Python {version})" in (ROOT / "lock.sh").read_text()


def test_it_runs_as_a_user_without_rights_who_may_write_to_its_volume() -> None:
    names = [one.name for one in ALL]
    assert names.count("USER") == 1
    (user,) = rests("USER", 1)
    number, _, group = user.partition(":")
    assert 0 < int(number) == int(group)
    assert json.loads(rests("ENTRYPOINT", 1)[0]) == ["gradreel"]
    (volume,) = rests("VOLUME", 1)
    settings = dict(part.split("=") for part in shlex.split(rests("ENV", 1)[0]))
    assert settings["GRADREEL_OUTPUT"] == volume
    (setting,) = (rest for rest in rests("RUN", 1) if "useradd" in rest)
    assert f"--uid {number} " in setting
    assert setting.endswith(f"install -d -o gradreel -g gradreel {volume}")


def test_all_that_is_copied_is_there_and_seen() -> None:
    assert len(copied()) >= 10
    for source in copied():
        files = [ROOT / source] if (ROOT / source).is_file() else [*(ROOT / source).rglob("*.py")]
        assert files, source
        assert not [path for path in files if ignored(str(path.relative_to(ROOT)))]
    for path in (".git/config", "tests/conftest.py", "media/x.mp4", "scenes/__pycache__/a.pyc"):
        assert ignored(path), path


def test_whatever_is_fetched_has_a_hash() -> None:
    installs = [
        part.strip()
        for rest in rests("RUN")
        for part in re.split(r"&&|\|\|", rest)
        if part.strip().startswith("pip install")
    ]
    fetching, own = installs[:-1], installs[-1]
    assert all("--require-hashes --no-deps" in install for install in fetching)
    assert "--no-index" in own
    named = re.findall(r"-r (\S+)", " ".join(fetching))
    # As setup.sh has them, with what a cluster needs, and without what tests need.
    kinds = ("-build", "-cpu", "", "-cluster")
    assert named == [f"requirements{kind}.lock" for kind in kinds]
    assert set(named) <= set(copied())


def test_its_packages_are_those_of_set_up() -> None:
    script = (ROOT / "setup.sh").read_text()
    of_set_up = set(re.findall(r"\|\| echo ((?:lib|build|pkg-)\S+)", script))
    drawing = {name for name in of_set_up if name.startswith(("libegl", "libgl"))}
    assert packages(0) == of_set_up - drawing
    assert drawing < packages(1)
    # What was linked against, and nothing to build with.
    assert packages(1) - drawing == {"libcairo2", "libpangocairo-1.0-0"}
    for stage in (0, 1):
        (line,) = (rest for rest in rests("RUN", stage) if "apt-get" in rest)
        assert "--no-install-recommends" in line
        assert "rm -rf /var/lib/apt/lists/*" in line


def test_gradreel_can_be_built_of_what_is_copied(tmp_path: Path) -> None:
    source, wheels = tmp_path / "source", tmp_path / "wheels"
    source.mkdir()
    for name in copied():
        (source / name).parent.mkdir(exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, symlinks=True)
        else:
            shutil.copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "-w", str(wheels), str(source)], check=True)
    (wheel,) = wheels.glob("*.whl")
    names = set(ZipFile(wheel).namelist())
    assert {"gradreel/cli.py", "gradreel/scenes/sentences/en/surface.ftl"} <= names
    assert not [name for name in names if "__pycache__" in name]


@pytest.mark.parametrize("line", re.findall(r"^docker .*$", PAGE, re.MULTILINE))
def test_its_page_uses_it_as_it_is(line: str) -> None:
    program, command, *words = shlex.split(line)
    assert program == "docker"
    if command == "build":
        return
    mounted = [words[k + 1].split(":")[1] for k, word in enumerate(words) if word == "-v"]
    assert set(mounted) <= {rests("VOLUME", 1)[0], rests("WORKDIR", 1)[0]}
    assert "gradreel" in words
