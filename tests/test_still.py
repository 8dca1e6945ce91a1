"""`gradreel still`: a moment of a chapter as a picture."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from click.testing import Result
from numpy.typing import NDArray
from PIL import Image

from gradreel.pipeline.inspect import inspect_chapter
from gradreel.pipeline.outputs import Poster
from gradreel.pipeline.quality import QUALITIES, Quality
from gradreel.pipeline.video.render import draw
from gradreel.pipeline.video.still import draw_poster, draw_still
from gradreel.scenarios import ScenarioError, load_scenario, shipped
from gradreel.scenes.chapter import default_recording
from gradreel.scenes.drawing.camera import StageCamera
from gradreel.scenes.lesson import poster_of
from gradreel.scenes.parts.lettering.compiler import png
from gradreel.scenes.theme import THEMES
from gradreel.solver.descent import record

SMALL = Quality(320, 180, 15)
SVG = "{http://www.w3.org/2000/svg}"

Picture = NDArray[np.uint8]
Invoke = Callable[..., Result]

# One of each way to draw: surfaces, curves, data, several runs, and the chapter that ends a lesson.
CHAPTERS = [
    *(("quadratic", "landscape"), ("quadratic", "descent"), ("two-valleys", "starts")),
    *(("parabola", "slope"), ("parabola", "step"), ("one-weight", "rates")),
    *(("noisy-line", "descent"), ("noisy-line", "result"), ("parabola", "recap")),
]


class Frames:
    """Keeps a chapter's frames in its video's order, (n, height, width, 3)."""

    def __init__(self) -> None:
        self.all: list[Picture] = []

    def write(self, pixels: Picture, repeat: int = 1) -> None:
        self.all += repeat * [pixels[..., :3].copy()]


@cache
def video(name: str, chapter: str) -> list[Picture]:
    frames = Frames()
    draw(default_recording(name), chapter, SMALL, frames)
    return frames.all


def still(
    folder: Path, name: str, chapter: str, at: float | None, size: Quality = SMALL
) -> Picture:
    path = folder / "still.png"
    draw_still(default_recording(name), chapter, at, "png", size, path)
    return np.array(Image.open(path))


def apart(one: Picture, other: Picture) -> int:
    """By how much any pixel differs."""
    assert one.shape == other.shape
    return int(np.abs(one.astype(int) - other).max())


@pytest.mark.parametrize(("name", "chapter"), CHAPTERS)
def test_a_still_is_the_frame_that_the_video_shows_then(
    tmp_path: Path, name: str, chapter: str
) -> None:
    frames = video(name, chapter)
    for within, number in enumerate(np.linspace(0, len(frames) - 1, 7).astype(int).tolist()):
        picture = still(tmp_path, name, chapter, (number + within / 7) / SMALL.fps)
        assert apart(picture, frames[number]) <= 2, number


@pytest.mark.parametrize(("name", "chapter"), CHAPTERS)
def test_the_last_picture_is_the_last_one_that_is_full(
    tmp_path: Path, name: str, chapter: str
) -> None:
    frames = video(name, chapter)
    picture = still(tmp_path, name, chapter, None)
    same = [number for number, frame in enumerate(frames) if apart(picture, frame) <= 2]
    # Going over to the next chapter takes seven frames, or ten where axes become others, the first
    # of which is still this picture; after a step, words go, and the dot goes back, before that,
    # and from a map of many starts the eye sinks back.
    after = len(frames) - max(same) - {"step": 43, "starts": 38}.get(chapter, 0)
    assert after in ([1] if chapter == "recap" else [7, 10])


def test_what_is_before_the_moment_is_not_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[None] = []
    capture = StageCamera.capture_mobjects

    def counted(*args: object, **kwargs: object) -> None:
        calls.append(None)
        capture(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(StageCamera, "capture_mobjects", counted)
    still(tmp_path, "parabola", "descent", 5.0)
    # What rests, and what moves before it.
    assert len(calls) == 2


@pytest.mark.parametrize("format", ["png", "svg"])
@pytest.mark.parametrize("name", ["quadratic", "parabola"])
def test_the_same_moment_is_the_same_bytes(tmp_path: Path, name: str, format: str) -> None:
    paths = [tmp_path / f"{name}-{number}.{format}" for number in range(2)]
    for path in paths:
        draw_still(default_recording(name), "descent", 5.0, format, SMALL, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    draw_still(default_recording(name), "descent", 1.0, format, SMALL, paths[1])
    assert paths[0].read_bytes() != paths[1].read_bytes()


# Vectors


def vectors(folder: Path, name: str, chapter: str, at: float | None = None) -> str:
    path = folder / "still.svg"
    draw_still(default_recording(name), chapter, at, "svg", QUALITIES["l"], path)
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "chapter", "images"),
    [
        ("quadratic", "descent", 1),
        ("two-valleys", "title", 1),
        ("parabola", "descent", 0),
        ("noisy-line", "descent", 0),
        ("noisy-line", "recap", 0),
    ],
)
def test_a_drawing_is_made_of_paths_and_of_an_image_of_each_surface(
    tmp_path: Path, name: str, chapter: str, images: int
) -> None:
    text = vectors(tmp_path, name, chapter)
    root = ElementTree.fromstring(text)
    assert root.attrib["viewBox"] == "0 0 854 480"
    assert (root.attrib["width"], root.attrib["height"]) == ("854px", "480px")
    tags = [element.tag.removeprefix(SVG) for element in root.iter()]
    assert tags.count("image") == images
    assert tags.count("path") > 10
    assert {"script", "text", "foreignObject", "style", "a"}.isdisjoint(tags)
    # Nothing from outside, and no name that nothing has.
    names = re.findall(r'\bid="([^"]+)"', text)
    assert len(set(names)) == len(names)
    used = re.findall(r'href="([^"]+)"|url\(([^)]+)\)', text)
    for reference in ("".join(pair) for pair in used):
        assert reference.removeprefix("#") in names or reference.startswith("data:image/png;")


def blocks(picture: Picture) -> NDArray[np.float64]:
    """The grey levels of a picture in blocks of 8 by 8, (n, 64)."""
    grey = picture[..., :3] @ np.array([0.299, 0.587, 0.114])
    rows, columns = (size // 8 for size in grey.shape)
    cut = grey[: 8 * rows, : 8 * columns].reshape(rows, 8, columns, 8)
    return np.asarray(cut.swapaxes(1, 2).reshape(-1, 64))


def similarity(one: Picture, other: Picture) -> float:
    """The structural similarity (Wang et al., 2004) of two pictures, over blocks of 8 by 8."""
    a, b = blocks(one), blocks(other)
    means = a.mean(axis=1), b.mean(axis=1)
    both = ((a - means[0][:, None]) * (b - means[1][:, None])).mean(axis=1)
    light, structure = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    shares = (2 * means[0] * means[1] + light) * (2 * both + structure)
    wholes = (means[0] ** 2 + means[1] ** 2 + light) * (a.var(axis=1) + b.var(axis=1) + structure)
    return float((shares / wholes).mean())


@pytest.mark.parametrize(("name", "chapter"), CHAPTERS)
def test_a_drawing_looks_like_the_picture(tmp_path: Path, name: str, chapter: str) -> None:
    low = QUALITIES["l"]
    svg = vectors(tmp_path, name, chapter)
    image = f'image(bytes({json.dumps(svg)}), format: "svg", width: {low.width}pt)'
    page = f"#set page(width: {low.width}pt, height: {low.height}pt)\n#place({image})"
    (tmp_path / "drawn.png").write_bytes(png(page))
    shown = np.array(Image.open(tmp_path / "drawn.png"))
    picture = still(tmp_path, name, chapter, None, low)
    assert shown.shape[:2] == picture.shape[:2]
    assert similarity(shown, picture) > 0.97
    assert similarity(shown[:, ::-1], picture) < 0.9


# Posters

LONG_FORMULA = "objective.formula=x**6/6 - x**4*y**2/4 + x**2*y**4/2 - x**3*y/3 + y**6/6 + x*y/8"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("name", "overrides"),
    [
        *((name, ()) for name in shipped()),
        ("quadratic", (LONG_FORMULA,)),
        ("parabola", ("title=A title of many words, as some people write them to be understood",)),
        ("parabola", ("runs.0.lr=1.1",)),
    ],
)
def test_a_poster_has_no_faults(name: str, overrides: tuple[str, ...], theme: str) -> None:
    recording = record(load_scenario(name, [*overrides, f"theme={theme}"]))
    poster = poster_of(recording.scenario)
    assert [str(finding) for finding in inspect_chapter(poster, recording)] == []


def test_a_poster_is_the_same_bytes_whenever_it_is_drawn(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.png" for number in range(2)]
    for path in paths:
        draw_poster(default_recording("two-valleys"), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert Image.open(paths[0]).size == (1280, 720)


@pytest.mark.parametrize(
    ("name", "override", "other"),
    [
        ("quadratic", "title=Another title", True),
        ("quadratic", "theme=light", True),
        ("quadratic", "runs.0.lr=0.3", True),
        ("quadratic", "runs.1.lr=0.3", True),
        ("parabola", "runs.1.lr=0.3", False),
    ],
)
def test_a_poster_is_drawn_again_only_where_it_shows_another_picture(
    name: str, override: str, other: bool
) -> None:
    before, after = (Poster().nodes(load_scenario(name, o)) for o in ((), (override,)))
    assert (before[0].key != after[0].key) is other


# The command


def test_a_picture_of_the_descent_is_what_is_drawn_unless_told_otherwise(invoke: Invoke) -> None:
    result = invoke("still", "parabola", "noisy-line", "-q", "l")
    assert result.exit_code == 0, result.stderr
    paths = [Path("media", name, "descent.png") for name in ("parabola", "noisy-line")]
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(map(str, paths))
    assert all(" took " in line for line in lines)
    for path in paths:
        assert Image.open(path).size == (854, 480)
    assert invoke("still", "parabola", "-q", "l", "--at", "last", "-o", "out").exit_code == 0
    assert Path("out/parabola/descent.png").read_bytes() == paths[0].read_bytes()


def test_pictures_of_several_moments_lie_side_by_side(invoke: Invoke) -> None:
    for at in ("0", "4.50", "2.125"):
        assert invoke("still", "parabola", "--at", at, "-q", "l", "--format", "svg").exit_code == 0
    names = {path.name for path in Path("media/parabola").iterdir()}
    assert names == {"descent-0s.svg", "descent-4.5s.svg", "descent-2.125s.svg", "made.json"}


def test_a_theme_changes_the_ground(invoke: Invoke) -> None:
    assert invoke("still", "parabola", "-q", "l", "--theme", "light").exit_code == 0
    assert np.array(Image.open("media/parabola-theme=light/descent.png"))[0, 0].min() > 200


def test_a_moment_beyond_the_end_is_refused_with_the_length(invoke: Invoke) -> None:
    length = len(video("parabola", "step")) / SMALL.fps
    for at in (f"{length + 0.001:.3f}", "1e300"):
        result = invoke("still", "parabola", "--chapter", "step", "--at", at, "-q", "l")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            f"parabola: step lasts {length:.1f} s: try a second before, or last\n"
        )
    assert [path.name for path in Path("media").iterdir()] == [".cache"]
    just = f"{length - 0.01:.2f}"
    assert invoke("still", "parabola", "--chapter", "step", "--at", just).exit_code == 0


@pytest.mark.parametrize("at", ["-1", "nan", "inf", "first", ""])
def test_what_is_no_moment_is_refused(invoke: Invoke, at: str) -> None:
    result = invoke("still", "parabola", "--at", at)
    assert result.exit_code == 2
    assert f"{at!r} is neither a time in seconds, such as 4.5, nor last" in result.stderr


def test_a_chapter_that_a_lesson_lacks_is_refused_with_those_it_has(invoke: Invoke) -> None:
    result = invoke("still", "parabola", "quadratic", "--chapter", "landscap")
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["parabola", "quadratic"]
    assert 'did you mean "landscape"?' in lines[1]
    assert not Path("media").exists()


def test_what_cannot_be_drawn_leaves_no_file(tmp_path: Path) -> None:
    recorded = default_recording("parabola")
    with pytest.raises(ScenarioError, match=r"descent lasts \d+\.\d s"):
        draw_still(default_recording("parabola"), "descent", 99.0, "svg", SMALL, tmp_path / "a.svg")
    with pytest.raises(KeyError):
        draw_still(recorded, "poster", None, "png", SMALL, tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []
