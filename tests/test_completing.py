"""What shells are offered for incomplete words."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gradreel.pipeline.quality import QUALITIES
from gradreel.pipeline.terminal.completing import shipped_names
from gradreel.scenarios import load_scenario, shipped
from gradreel.scenes.lesson import LESSONS, chapters_of
from tests.small_files import CURVE

SECONDS = 60.0  # until a shell that does not end is given up
# Prints what was offered, and then which heavy modules were loaded for it.
CODE = """
import sys
from gradreel.cli import main
try:
    main(prog_name="gradreel")
finally:
    print("loaded", *[name for name in ("torch", "manim") if name in sys.modules])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a scenario, settings and a folder in it."""
    (tmp_path / "pond.toml").write_text(CURVE)
    (tmp_path / "gradreel.toml").write_text("quality = 'wrong'")
    (tmp_path / "course").mkdir()
    return tmp_path


def offered(folder: Path, *words: str, shell: str = "bash") -> list[str]:
    """What a shell is offered for the last of the words after `gradreel`."""
    line = " ".join(("gradreel", *words))
    environment = {"COMP_WORDS": line, "COMP_CWORD": str(len(words))}
    if shell == "fish":
        environment["COMP_CWORD"] = words[-1]
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        cwd=folder,
        env={**os.environ, **environment, "_GRADREEL_COMPLETE": f"{shell}_complete"},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.stderr == ""
    *lines, loaded = done.stdout.splitlines()
    assert loaded == "loaded"
    return lines


def plain(names: list[str]) -> list[str]:
    return [f"plain,{name}" for name in names]


def test_the_names_of_shipped_scenarios_are_those_there_are() -> None:
    assert shipped_names() == list(shipped())


def test_scenarios_are_completed_to_shipped_names_and_files(folder: Path) -> None:
    everything = offered(folder, "render", "")
    assert everything == plain([*shipped(), "pond.toml"])
    assert offered(folder, "solve", "p") == plain(["parabola", "pond.toml"])
    assert offered(folder, "batch", "cou") == ["file,cou"]
    assert offered(folder, "validate", "course/") == ["file,course/"]


def test_chapters_are_completed_to_those_of_the_scenario(folder: Path) -> None:
    of_parabola = [chapter.name for chapter in chapters_of(load_scenario("parabola"))]
    assert offered(folder, "render", "parabola", "--chapter", "") == plain(of_parabola)
    starts = [name for name in of_parabola if name.startswith("s")]
    assert starts
    assert offered(folder, "still", "parabola", "--chapter", "s") == plain(starts)


def test_without_a_scenario_the_chapters_of_all_lessons_are_offered(folder: Path) -> None:
    every = {chapter.name for plan in LESSONS.values() for chapter in plan.chapters}
    for before in ([], ["absent.toml"], ["-"]):
        assert {*offered(folder, "gif", *before, "--chapter", "")} == {*plain([*every])}


def test_qualities_options_and_commands_are_completed(folder: Path) -> None:
    assert offered(folder, "render", "-q", "") == plain([*QUALITIES])
    assert offered(folder, "render", "--cha") == plain(["--chapter"])
    assert offered(folder, "story") == plain(["storyboard"])


def test_zsh_and_fish_are_offered_the_same(folder: Path) -> None:
    assert offered(folder, "solve", "para", shell="zsh") == ["plain", "parabola", "_"]
    assert offered(folder, "solve", "para", shell="fish") == ["plain,parabola"]


# How a shell is started that reads no file of its user's, and what makes it ready for the README's
# line. The last of it prints PROMPT, and the typed line must not.
SHELLS = {
    "bash": (("--noprofile", "--norc", "-i"), ""),
    "zsh": (("-f", "-i"), "autoload -U compinit; compinit -u -D"),
    "fish": (("--no-config", "-i"), ""),
}
PROMPT = "now type"


@pytest.mark.parametrize("shell", SHELLS)
def test_the_tab_key_completes_after_the_line_in_the_readme(
    shell: str, folder: Path, repository: Path
) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    readme = (repository / "README.md").read_text(encoding="utf-8")
    (line,) = [line for line in readme.splitlines() if f"_COMPLETE={shell}_source" in line]
    command = folder / "bin" / "gradreel"
    command.parent.mkdir()
    # Completes as gradreel does, and otherwise writes down what it is called with.
    code = "from gradreel.cli import main; main(prog_name='gradreel')"
    command.write_text(
        '#!/bin/sh\n[ "$_GRADREEL_COMPLETE" ] || { echo "$@" >> called; exit; }\n'
        f'exec "{sys.executable}" -c "{code}"\n'
    )
    command.chmod(0o755)
    options, before = SHELLS[shell]
    ready = [before, line.partition("#")[0].strip(), "echo now' 'type"]
    with typing(folder, shell, *options) as type_:
        type_("\r".join([*filter(None, ready), ""]), PROMPT)
        type_("gradreel solve para\t\r")
        type_("gradreel render po\t --qua\tk --chapter slo\t\r")
        type_("exit\r")
    assert (folder / "called").read_text().splitlines() == [
        "solve parabola",
        "render pond.toml --quality k --chapter slope",
    ]


@contextmanager
def typing(folder: Path, *command: str) -> Iterator[Callable[..., None]]:
    """A terminal in which a command runs until it ends; what types in it, and waits for a text."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        os.execvpe(command[0], command, {**os.environ, "PATH": path, "HOME": str(folder)})
    seen, given_up = b"", time.monotonic() + SECONDS

    def read(until: bytes) -> None:
        nonlocal seen
        while until not in seen and time.monotonic() < given_up:
            if select.select([terminal], [], [], 1.0)[0]:
                try:
                    seen += os.read(terminal, 4096)
                except OSError:  # the command has ended
                    return

    def type_(keys: str, wait_for: str = "") -> None:
        os.write(terminal, keys.encode())
        read(wait_for.encode())

    try:
        yield type_
        read(b"what is never shown")
    finally:
        os.close(terminal)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
