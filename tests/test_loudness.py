"""--quiet, -v and -p, and the quality of whatever is drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result
from PIL import Image

from gradreel import cli
from gradreel.pipeline.gif.settings import settings_like
from gradreel.pipeline.outputs import Gif
from gradreel.pipeline.outputs.storyboard import Storyboard
from gradreel.pipeline.page import Page
from gradreel.pipeline.quality import QUALITIES
from gradreel.pipeline.terminal import loudness
from gradreel.pipeline.video.contact_sheet import Moment, sheet
from gradreel.scenarios import load_scenario
from tests.small_files import CURVE

Invoke = Callable[..., Result]
DRAWING = ("render", "still", "gif", "map", "storyboard", "batch")


@pytest.fixture
def invoke(invoke: Invoke) -> Invoke:
    """Run a command in a folder with f.toml in it."""
    Path("f.toml").write_text(CURVE)
    return invoke


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What has been opened, on a computer with a display."""
    paths: list[str] = []

    def launch(path: str) -> int:
        paths.append(path)
        return 0

    monkeypatch.setattr(click, "launch", launch)
    monkeypatch.setenv("DISPLAY", ":0")
    return paths


def test_a_quiet_command_prints_only_what_went_wrong(invoke: Invoke) -> None:
    for command in ("solve", "validate", "map"):
        result = invoke(command, "f.toml", "--quiet")
        assert (result.exit_code, result.output) == (0, ""), command
    assert Path("media/f/steps.csv").is_file()
    faulty = invoke("solve", "absent.toml", "--quiet")
    assert (faulty.exit_code, faulty.stdout) == (2, "")
    assert faulty.stderr


def test_a_quiet_batch_names_what_failed_alone(invoke: Invoke) -> None:
    Path("g.toml").write_text("lr = 0,1")
    result = invoke("batch", ".", "--dry-run", "--quiet")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == "failed      g.toml:1:6: decimals have a dot: write lr = 0.1\n"


def test_a_verbose_command_lists_every_file(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, verbose = invoke("map", "f.toml", "--grid", "9,9"), invoke("map", "f.toml", "-v")
    assert plain.exit_code == verbose.exit_code == 0
    assert "map-lr-x" in verbose.stdout


def test_quiet_and_verbose_are_refused_together(invoke: Invoke) -> None:
    result = invoke("solve", "f.toml", "-v", "--quiet")
    assert result.exit_code == 2
    assert "--quiet and --verbose: leave out one of them." in result.stderr


def test_what_was_made_is_opened(
    invoke: Invoke, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert invoke("map", "f.toml", "--grid", "9,9").exit_code == 0
    assert opened == []
    assert invoke("map", "f.toml", "--grid", "9,9", "-p").exit_code == 0
    page = Page(Path("media/index.html"), 1, [])
    monkeypatch.setattr("gradreel.pipeline.page.write_page", lambda *_, **__: page)
    assert invoke("page", "-p").exit_code == 0
    assert opened == ["media/f/map-lr-x.png", "media/index.html"]


def test_of_several_files_the_folder_is_opened(invoke: Invoke, opened: list[str]) -> None:
    Path("g.toml").write_text(CURVE)
    assert invoke("map", "f.toml", "g.toml", "--grid", "9,9", "-p").exit_code == 0
    assert opened == ["media"]


def test_nothing_is_opened_if_it_failed(invoke: Invoke, opened: list[str]) -> None:
    assert invoke("map", "absent.toml", "-p").exit_code == 2
    assert opened == []


def test_without_a_display_one_sentence_says_so(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loudness.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    result = invoke("page", "-p", "--quiet")
    assert result.exit_code == 2
    Path("media").mkdir()
    result = invoke("map", "f.toml", "--grid", "9,9", "-p", "--quiet")
    assert result.exit_code == 0
    where = "media/f/map-lr-x.png"
    assert result.stderr == f"{where}: is made, but not opened, since there is no display\n"
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(click, "launch", lambda _: 1)
    result = invoke("map", "f.toml", "--grid", "9,9", "-p", "--quiet")
    assert (result.exit_code, len(result.stderr.splitlines())) == (0, 1)
    assert "no program for it was found" in result.stderr


def test_every_command_that_draws_takes_a_quality_and_a_theme() -> None:
    for name in DRAWING:
        taken = {option for param in cli.main.commands[name].params for option in param.opts}
        assert {"-q", "--theme", "--quiet", "-v"} <= taken, name
        assert ("-p" in taken) is (name != "batch")


def asked(invoke: Invoke, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> object:
    found: list[object] = []
    monkeypatch.setattr(cli, "show_building", lambda _s, outputs, *_: found.extend(outputs))
    result = invoke(*arguments)
    assert result.exit_code == 0, result.stderr
    return found[0]


def test_a_gif_has_the_width_of_a_quality_and_a_rate_that_it_can_have(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    for letter, quality in QUALITIES.items():
        picture = asked(invoke, monkeypatch, "gif", "f.toml", "-q", letter)
        assert isinstance(picture, Gif)
        assert picture.settings.width == quality.width
        assert picture.settings.fps <= quality.fps
    assert settings_like(None, None, None) == (640, 20)
    assert settings_like(QUALITIES["h"], 300, None) == (300, 50)
    assert settings_like(QUALITIES["h"], None, 10) == (1920, 10)
    # The usual quality is for videos.
    Path("gradreel.toml").write_text('quality = "h"')
    assert asked(invoke, monkeypatch, "gif", "f.toml") == Gif()


def test_a_storyboard_is_as_sharp_as_its_quality(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = asked(invoke, monkeypatch, "storyboard", "f.toml", "-q", "h")
    assert board == Storyboard(QUALITIES["h"])
    scenario = load_scenario("f.toml")
    sizes = []
    for letter in "lmh":
        quality = QUALITIES[letter]
        frame = Image.new("RGB", (quality.width // 2, quality.height // 2), "red")
        shown = [Moment(frame, "title", 0, "A bowl.")] * 6
        picture = sheet(scenario, shown, quality)
        assert picture.getcolors(1 << 24)
        reds = sum(count for count, color in picture.getcolors(1 << 24) if color == (255, 0, 0))
        assert reds == 6 * frame.width * frame.height
        sizes.append(picture.width / quality.height)
    assert max(sizes) - min(sizes) < 0.01
