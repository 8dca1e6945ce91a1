"""`gradreel storyboard`: what is on the sheet, and what the command says."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gradreel.pipeline.quality import QUALITIES
from gradreel.pipeline.video.clip import Clip
from gradreel.pipeline.video.contact_sheet import Moment, moments, sheet, spread
from gradreel.scenarios import load_scenario
from gradreel.scenes.lesson import chapters_of
from gradreel.scenes.theme import THEMES
from tests.stand_ins import SENTENCES, StandIn, grey, stand_in

LOW = QUALITIES["l"]
SIZE = (LOW.width // 2, LOW.height // 2)
GREEN = (0, 200, 0)

Invoke = Callable[..., Result]


def rgb(color: str) -> np.ndarray:
    return np.array([int(color[k : k + 2], 16) for k in (1, 3, 5)])


def cells(pixels: np.ndarray, wanted: Callable[[np.ndarray], np.ndarray]) -> list[tuple[int, int]]:
    """The upper left corners (y, x) of all areas of the size of a frame with such pixels alone."""
    good = np.pad(wanted(pixels).astype(np.int64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    w, h = SIZE
    area = good[h:, w:] - good[:-h, w:] - good[h:, :-w] + good[:-h, :-w]
    return [(int(y), int(x)) for y, x in np.argwhere(area == w * h)]


@given(st.lists(st.integers(60, 600), min_size=3, max_size=12))
def test_a_sheet_has_about_as_many_frames_whatever_the_lesson(lengths: list[int]) -> None:
    chosen = spread(lengths)
    assert 24 <= sum(map(len, chosen)) <= 40
    for frames, length in zip(chosen, lengths, strict=True):
        assert frames
        assert frames == sorted(set(frames))
        assert frames[0] > 0
        assert frames[-1] < length - 1


def test_frames_are_evenly_spread() -> None:
    chosen = spread([480, 480, 20])
    assert [len(frames) for frames in chosen] == [16, 16, 1]
    assert chosen[0] == list(range(15, 480, 30))
    assert chosen[2] == [10]


def test_a_moment_has_its_time_in_the_lesson_and_the_sentence_of_that_time(
    tmp_path: Path,
) -> None:
    clips: list[Clip] = [
        stand_in(name, tmp_path / f"{name}.mp4", LOW, "mp4") for name in ("one", "other")
    ]
    shown = list(moments(clips))
    assert [moment.chapter for moment in shown] == ["one"] * 16 + ["other"] * 16
    # Of 30 frames of a second each, the second is shown, and every other one after it or so.
    assert shown[0].milliseconds == 0
    assert shown[16].milliseconds == 2000
    texts = [" ".join(sentence.text.split()) for sentence in SENTENCES]
    for index, moment in enumerate(shown):
        frame = round(moment.milliseconds * 15 / 1000)
        within = frame % 30
        expected = "" if within < 2 or within >= 29 else texts[within >= 16]
        assert moment.caption == expected, index
        level = np.asarray(moment.picture).mean()
        assert abs(level - (50 + 150 * within // 30)) < 4
        assert moment.picture.size == SIZE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("count", [1, 5, 6, 32])
def test_every_frame_is_on_the_sheet_with_words_below_it(theme: str, count: int) -> None:
    scenario = load_scenario("parabola", [f"theme={theme}"])
    picture = Image.new("RGB", SIZE, GREEN)
    shown = [Moment(picture, "step", 12_340, "From −2 to 3.1×10⁻⁹⁷ & on.")] * count
    image = sheet(scenario, shown)
    pixels = np.asarray(image)
    found = cells(pixels, lambda p: np.all(p == GREEN, axis=2))
    assert len(found) == count
    assert len({x for _, x in found}) == min(count, 5)
    ground = rgb(THEMES[scenario.theme].background)  # type: ignore[index]
    assert np.array_equal(pixels[0, 0], ground)
    strips = [pixels[y + SIZE[1] + 4 : y + SIZE[1] + 88, x : x + SIZE[0]] for y, x in found]
    for strip in strips:
        inked = np.any(np.abs(strip.astype(int) - ground) > 60, axis=2)
        assert 0.01 < inked.mean() < 0.3


def test_no_caption_reaches_into_a_frame_or_beside_its_own(tmp_path: Path) -> None:
    scenario = load_scenario("parabola", ["title=" + "W" * 120])
    picture = Image.new("RGB", SIZE, GREEN)
    long = sheet(scenario, [Moment(picture, "c" * 20, 0, "Word " * 80)] * 7)
    pixels = np.asarray(long)
    found = cells(pixels, lambda p: np.all(p == GREEN, axis=2))
    assert len(found) == 7
    ground = rgb(THEMES["dark"].background)
    columns = sorted({x for _, x in found})
    for left, right in pairwise(columns):
        gap = pixels[found[0][0] - 20 :, left + SIZE[0] + 2 : right - 2]
        assert np.all(gap == ground)
    assert np.all(pixels[:, -20:] == ground)


def test_what_texts_contain_is_only_ever_shown(tmp_path: Path) -> None:
    scenario = load_scenario("parabola", ['title=#panic() "] <script> \\\\'])
    picture = Image.new("RGB", SIZE, GREEN)
    sheet(scenario, [Moment(picture, "#x", 0, '$ #read("/etc/passwd") "] \\ *b* //')])


def greys(path: Path) -> int:
    """How many frames of stand-ins are on a sheet."""
    with Image.open(path) as image:
        assert image.format == "PNG"
        assert image.width == 2 * 40 + 5 * SIZE[0] + 4 * 28
        pixels = np.asarray(image.convert("RGB")).astype(int)
    return len(cells(pixels, lambda p: np.ptp(p, axis=2) < 3))


def frames_of(name: str) -> int:
    """How many frames of a lesson's stand-ins belong on its sheet."""
    return sum(map(len, spread([30] * len(chapters_of(load_scenario(name))))))


def test_the_command_writes_a_sheet_for_each_scenario_and_nothing_else(invoke: Invoke) -> None:
    result = invoke("storyboard", "parabola", "noisy-line", "-o", "out", executor=StandIn(grey))
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == [
        "out/noisy-line/storyboard.png",
        "out/parabola/storyboard.png",
    ]
    assert result.stderr.startswith("parabola: title (1 of ")
    for name in ("parabola", "noisy-line"):
        assert sorted(os.listdir(f"out/{name}")) == ["made.json", "storyboard.png"]
        assert greys(Path(f"out/{name}/storyboard.png")) == frames_of(name)


def test_chapters_that_are_there_are_not_rendered_again(invoke: Invoke) -> None:
    video, path = Path("media/parabola/lesson.mp4"), Path("media/parabola/storyboard.png")
    assert invoke("render", "parabola", "-q", "l", executor=StandIn(grey)).exit_code == 0
    content = video.read_bytes()
    result = invoke("storyboard", "parabola", executor=StandIn(grey))
    assert (result.exit_code, result.stderr) == (0, "")
    sheet = path.read_bytes()
    assert invoke("storyboard", "parabola", executor=StandIn(grey)).exit_code == 0
    assert path.read_bytes() == sheet
    assert video.read_bytes() == content
    assert {p.name for p in Path("media").rglob(".*")} == {".cache"}


def test_a_light_sheet_is_light(invoke: Invoke) -> None:
    assert (
        invoke("storyboard", "parabola", "--theme", "light", executor=StandIn(grey)).exit_code == 0
    )
    with Image.open("media/parabola-theme=light/storyboard.png") as image:
        assert image.getpixel((0, 0)) == tuple(rgb(THEMES["light"].background))


@pytest.mark.parametrize(
    ("arguments", "status", "expected"),
    [
        ([], 2, "Missing argument 'SCENARIO...'"),
        (["parabolla"], 2, 'did you mean "parabola"?'),
        (["parabola", "--theme", "dim"], 2, "'dark', 'light'"),
        (["parabola", "--set", "runs.0.lr=-1"], 2, "must be positive"),
        (["parabola", "-o", "file"], 1, "file/.cache: not a directory; choose another folder"),
    ],
)
def test_mistakes_are_told_in_a_sentence(
    invoke: Invoke, arguments: list[str], status: int, expected: str
) -> None:
    Path("file").touch()
    result = invoke("storyboard", *arguments, executor=StandIn(grey))
    assert (result.exit_code, result.stdout) == (status, "")
    assert expected in result.stderr
    assert "Traceback" not in result.stderr
    assert os.listdir() == ["file"]


def test_a_sheet_that_cannot_be_written_is_one_sentence(invoke: Invoke) -> None:
    Path("media/parabola/storyboard.png").mkdir(parents=True)
    result = invoke("storyboard", "noisy-line", "parabola", executor=StandIn(grey))
    assert result.exit_code == 1
    assert result.stdout.startswith("media/noisy-line/storyboard.png  ")
    error = result.stderr.splitlines()[-1]
    assert error == (
        "media/parabola/storyboard.png: exists already, and is not a file; choose another folder"
    )
    assert os.listdir("media/parabola") == ["storyboard.png"]
