"""Two outputs never take one name in silence: folders, owners of folders, and files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from PIL import Image

from gradreel.scenarios import load_scenario
from gradreel.scenarios.folders import folder_of
from tests.small_files import CURVE
from tests.stand_ins import StandIn, grey

Invoke = Callable[..., Result]


def folders() -> list[str]:
    return sorted(path.name for path in Path("media").iterdir() if path.name != ".cache")


@pytest.mark.parametrize(
    ("arguments", "folder"),
    [
        ([], "f"),
        (["--set", "runs.0.lr=0.5"], "f-lr=0.5"),
        (["--lr", "0.5"], "f-lr=0.5"),
        (["--set", "theme=light"], "f-theme=light"),
        (["--lr", "0.5", "--set", "theme=light"], "f-lr=0.5-theme=light"),
        (["--steps", "7"], "f-steps=7"),
        (["--start", "2"], "f-start.x=2"),
        # In whatever order, and whatever the way of saying it.
        (["--set", "theme=light", "--set", "runs.*.lr=0.5"], "f-lr=0.5-theme=light"),
        # What says the same as the file makes the same.
        (["--set", "theme=dark"], "f"),
        (["--set", "runs.0.lr=0.1", "--steps", "5"], "f"),
    ],
)
def test_what_overrides_change_has_a_folder_of_its_own(
    invoke: Invoke, arguments: list[str], folder: str
) -> None:
    Path("f.toml").write_text(CURVE)
    assert invoke("solve", "f.toml").exit_code == 0
    before = Path("media/f/steps.csv").read_bytes()
    assert invoke("solve", "f.toml", *arguments).exit_code == 0
    assert folders() == sorted({"f", folder})
    assert Path("media/f/steps.csv").read_bytes() == before


def test_overrides_that_look_alike_in_a_name_have_different_ones() -> None:
    titles = "a b", "a_b", "a/b", "a" * 200, "a" * 201, ""
    names = {folder_of("f", {("title",): title}, 1) for title in titles}
    assert len(names) == len(titles)
    assert max(len(name.encode()) for name in names) <= 96
    assert all("/" not in name for name in names)


def test_a_key_of_one_run_is_not_that_of_another_or_of_all() -> None:
    names = {
        str(load_scenario("quadratic", overrides).place)
        for overrides in (["runs.0.lr=0.5"], ["runs.1.lr=0.5"], ["runs.*.lr=0.5"], ["start.x=0.5"])
    }
    assert names == {
        *("quadratic-runs.0.lr=0.5", "quadratic-runs.1.lr=0.5", "quadratic-lr=0.5"),
        "quadratic-start.x=0.5",
    }


def test_a_folder_of_its_own_changes_nothing_that_is_recorded_or_drawn() -> None:
    plain, light = load_scenario("parabola"), load_scenario("parabola", ["theme=light"])
    assert str(light.place) == "parabola-theme=light"
    assert light.model_copy(update={"theme": "dark"}).model_dump_json() == plain.model_dump_json()


def test_a_file_called_as_a_shipped_scenario_does_not_share_its_folder(invoke: Invoke) -> None:
    assert invoke("solve", "parabola").exit_code == 0
    shipped = Path("media/parabola/steps.csv").read_bytes()
    Path("parabola.toml").write_text(CURVE)
    refused = (
        "media/parabola: holds what was made from the shipped parabola, not from parabola.toml: "
        "rename the file, or choose another folder with -o\n"
    )
    for command in ("solve", "render"):
        result = invoke(command, "parabola.toml")
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", refused)
    assert invoke("batch", "parabola.toml", "--dry-run").exit_code == 1
    assert Path("media/parabola/steps.csv").read_bytes() == shipped
    assert invoke("solve", "parabola.toml", "-o", "own").exit_code == 0
    told = invoke("solve", "parabola", "-o", "own").stderr
    assert "made from parabola.toml, not from the shipped parabola: rename" in told


def test_files_of_one_name_do_not_share_a_folder_unless_one_has_moved(invoke: Invoke) -> None:
    for folder in ("one", "other"):
        Path(folder).mkdir()
        Path(folder, "f.toml").write_text(CURVE)
    assert invoke("solve", "one/f.toml").exit_code == 0
    assert invoke("solve", os.path.abspath("one/f.toml")).exit_code == 0
    result = invoke("solve", "other/f.toml")
    assert result.exit_code == 2
    assert "made from one/f.toml, not from other/f.toml: rename the file" in result.stderr
    Path("one/f.toml").unlink()
    assert invoke("solve", "other/f.toml").exit_code == 0


def test_an_output_that_is_named_is_that_file_and_nothing_else(invoke: Invoke) -> None:
    Path("f.toml").write_text(CURVE)
    for arguments in (
        ["gif", "f.toml", "--width", "64", "-o", "a picture.webp"],
        ["still", "f.toml", "-q", "l", "-o", "new/step.svg"],
        ["map", "f.toml", "--grid", "3,3", "-q", "l", "-o", "map.png"],
    ):
        result = invoke(*arguments)
        assert result.exit_code == 0, result.output
        assert result.stdout.split("  ")[0].endswith(arguments[-1])
        assert "up to date" in invoke(*arguments).stdout
    render = ["render", "f.toml", "-q", "l", "-o", "film.webm"]
    storyboard = ["storyboard", "f.toml", "-o", "sheet.png"]
    for arguments in (render, storyboard):
        assert invoke(*arguments, executor=StandIn(grey)).exit_code == 0
    names = {"a picture.webp", "f.toml", "film.webm", "map.png", "media", "new", "sheet.png"}
    assert set(os.listdir()) == names
    assert (os.listdir("media"), os.listdir("new")) == ([".cache"], ["step.svg"])
    with Image.open("a picture.webp") as picture:
        assert (picture.format, picture.width) == ("WEBP", 64)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["gif", "f.toml", "-o", "a.mp4"], "give a folder, or a file that ends in .gif or .webp"),
        (["still", "f.toml", "-o", "a.gif"], "a file of another kind"),
        (["still", "f.toml", "-o", "a.JPG"], "a file that ends in .png or .svg or .pdf"),
        (["render", "f.toml", "-o", "a.mkv"], "a file that ends in .mp4 or .webm or .mov"),
        (["still", "f.toml", "--format", "png", "-o", "a.svg"], "--format png and -o a.svg: leave"),
        (["still", "f.toml", "parabola", "-o", "a.png"], "a.png: is one file, for 2 outputs: give"),
        (["still", "f.toml", "--at", "1", "--at", "2", "-o", "a.png"], "for 2 outputs"),
    ],
)
def test_a_file_that_cannot_be_the_output_is_refused(
    invoke: Invoke, arguments: list[str], told: str
) -> None:
    Path("f.toml").write_text(CURVE)
    result = invoke(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert os.listdir() == ["f.toml"]


def test_a_folder_may_have_a_name_that_looks_like_a_file(invoke: Invoke) -> None:
    Path("a.png").mkdir()
    assert invoke("still", "parabola", "-q", "l", "-o", "a.png").exit_code == 0
    assert Path("a.png/parabola/descent.png").is_file()
