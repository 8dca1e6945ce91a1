"""What the README says is so."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from PIL import Image

from gradreel import cli
from gradreel.scenarios import load_scenario, load_set
from gradreel.scenarios.model import Starts

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


SHELL = [line for block in blocks("sh") for line in block.splitlines()]
# What installs gradreel is tried by test_wheel.py, as far as an empty machine is not needed.
INSTALLS = [line for line in SHELL if line.startswith(("make ", "pipx ", "uv "))]
RUNNABLE = [line for line in SHELL if line not in INSTALLS]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ADDRESS = PROJECT["urls"]["Repository"]


def test_every_command_runs_as_written(invoke: Callable[..., Result], tmp_path: Path) -> None:
    assert len(RUNNABLE) >= 6
    (tmp_path / "scenes").symlink_to(ROOT / "scenes")
    for line in RUNNABLE:
        program, *arguments = shlex.split(line)
        if program == "gradreel":
            result = invoke(*arguments)
            assert result.exit_code == 0, f"{line}\n{result.output}"
            continue
        path = str(Path(sys.executable).parent / program)
        done = subprocess.run([path, *arguments], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    for written in (
        "media/quadratic/steps.csv",
        "media/parabola/slope.mp4",
        "media/valley/descent.mp4",
    ):
        assert (tmp_path / written).stat().st_size > 0


def test_every_make_target_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    named = {line.removeprefix("make ") for line in SHELL if line.startswith("make ")}
    named |= set(re.findall(r"`make ([a-z]+)`", README))
    assert {"setup", "lessons", "test"} <= named <= targets


def test_the_command_table_names_every_command() -> None:
    assert set(re.findall(r"^\| `gradreel ([a-z]+)", README, flags=re.MULTILINE)) == set(
        cli.main.commands
    )


WHOLE_FILES = [text for text in blocks("toml") if text.startswith("title")]
ADDITIONS = [text for text in blocks("toml") if text not in WHOLE_FILES]


@pytest.mark.parametrize("text", WHOLE_FILES, ids=lambda text: text.splitlines()[0])
def test_the_scenario_files_are_valid(text: str, tmp_path: Path) -> None:
    file = tmp_path / "example.toml"
    file.write_text(text, encoding="utf-8")
    scenario = load_scenario(file)
    assert scenario.title in text


@pytest.mark.parametrize("text", ADDITIONS, ids=lambda text: text.splitlines()[0])
def test_what_can_be_added_to_a_file_is_valid_too(text: str, tmp_path: Path) -> None:
    file = tmp_path / "example.toml"
    file.write_text(WHOLE_FILES[0] + text, encoding="utf-8")
    made = load_set(file)
    if "[starts]" in text:
        assert [scenario.starts for scenario in made] == [Starts(grid=(200, 100))]
    else:
        assert len(made) == 6
        assert {scenario.output.make for scenario in made} == {
            ("lesson", "captions", "poster", "csv")
        }


def test_the_generated_data_in_a_comment_is_valid_too(tmp_path: Path) -> None:
    text = WHOLE_FILES[1]
    generated = re.sub(r"^points = .*\n", "", text, flags=re.MULTILINE)
    file = tmp_path / "example.toml"
    file.write_text(generated.replace("# generated", "generated"), encoding="utf-8")
    assert "seed=1" in str(load_scenario(file).objective)


def test_the_pictures_are_there_and_small() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(pictures) == 3
    for picture in pictures:
        path = ROOT / picture.removeprefix(f"{ADDRESS}/raw/main/")
        assert path.stat().st_size < 1_000_000
        with Image.open(path) as image:
            assert image.width == (640 if picture.endswith(".gif") else 1280)


def test_the_description_is_whole_where_a_package_index_shows_it() -> None:
    assert PROJECT["readme"] == "README.md"
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert all(link.startswith("https://") for link in links)
    ours = [link for link in (*links, *PROJECT["urls"].values()) if "gradreel/gradreel" in link]
    assert len(ours) >= 8
    for link in ours:
        assert link.startswith(ADDRESS)
        kind, _, path = link.removeprefix(ADDRESS).removeprefix("/").partition("/main/")
        assert kind in ("", "issues") or (kind in ("raw", "blob") and (ROOT / path).is_file())


def test_the_python_example_runs_as_written(tmp_path: Path) -> None:
    (example,) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    sentence, path = done.stdout.splitlines()
    assert re.fullmatch(r"10 steps to a loss of -\d\.\d{4}, shown in \d+ s", sentence)
    assert path == "media/quadratic/steps.csv"
    names = {"made.json", "step.mp4", "step.srt", "step.vtt", "steps.csv"}
    assert {file.name for file in (tmp_path / "media/quadratic").iterdir()} == names


def test_the_installing_programs_are_given_this_version_and_what_set_up_installs() -> None:
    assert len([line for line in INSTALLS if not line.startswith("make ")]) == 3
    wheels = re.findall(r"gradreel-([\d.]+)-py3-none-any\.whl", README)
    assert set(wheels) == {PROJECT["version"]}
    script = (ROOT / "setup.sh").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:lib[a-z]+[\d.][\w.-]*|build-essential|pkg-config)", README))
    installed = set(re.findall(r"\|\| echo ((?:lib|build|pkg-)\S+)", script))
    assert named - {"libx264"} == installed
