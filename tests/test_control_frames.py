"""Every chapter and poster looks as its control frames, which notice what a viewer would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from control_frames import frames
from control_frames.comparing import difference, write_side_by_side
from control_frames.drawing import HEIGHT, WIDTH, Picture, drawn, picture_of, played
from control_frames.frames import FRAMES, Frame, chapters, held, keep, strays
from control_frames.renewing import renew
from manim import Mobject
from PIL import Image

from gradreel.scenarios.arrays import Array
from gradreel.scenarios.model import ThemeName
from gradreel.scenes import theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.drawing import camera
from gradreel.scenes.drawing.camera import StageCamera
from gradreel.scenes.drawing.items import Arrow, Item
from gradreel.scenes.drawing.plain_painter import PlainPainter
from gradreel.scenes.parts.geometry.lines import FlatArrow
from gradreel.scenes.parts.lettering import text
from gradreel.scenes.parts.lettering.text import Glyphs

Fault = Callable[[list[Mobject]], list[Mobject]]

NAMED = {frame.name: frame for frame in FRAMES}
PIXEL = 8 / HEIGHT  # in screen units

each_theme = pytest.mark.parametrize("ground", theme.THEMES)


def check(frame: Frame, ground: ThemeName, found: Picture, folder: Path) -> None:
    """Fail if a picture is not what is held; say where, and write both side by side."""
    if apart := difference(held(frame, ground), found):
        path = folder / f"{frame.name}-{ground}.png"
        write_side_by_side(held(frame, ground), found, path)
        pytest.fail(
            f"{frame.name} in the {ground} theme is {apart}. Wanted, found, and the difference: "
            f"{path}. If it should look so: python tests/control_frames {frame.of}"
        )


# Moments that are also drawn with another painter, or with a fault.
PAINTED = (
    *("surface-title", "surface-landscape", "surface-gradient-7.6s"),
    *("surface-descent", "surface-poster", "fit-views-4.5s"),
)
MOVED = (
    *(("surface-step-19.4s", "w₁"), ("surface-starts", "6 of 12 end near (0.93, 0)")),
    *(("curve-slope-8.5s", "The slope"), ("curve-rates", "diverges"), ("curve-meaning", "5")),
    *(("fit-step-8s", "The rule"), ("fit-recap-13.4s", "start")),
)
POINTING = (
    *("surface-gradient-7.6s", "surface-gradient", "surface-step-10.4s", "surface-step-19.4s"),
    *("curve-meaning-4s", "curve-meaning", "curve-step-16.4s", "fit-step-8s"),
)
DRAWN_AGAIN = {*PAINTED, *(name for name, _ in MOVED), *POINTING}


@cache
def kept(name: str, ground: ThemeName) -> Chapter:
    """One of these moments, for which its chapter is played once."""
    assert name in DRAWN_AGAIN
    return played(NAMED[name], ground)


@pytest.fixture(scope="module", autouse=True)
def _kept_for_this_file() -> Iterator[None]:
    yield
    kept.cache_clear()


@dataclass
class Seen:
    """A frame as drawn in a theme: its picture, and what was drawn with all its points."""

    frame: Frame
    picture: dict[ThemeName, Picture]
    places: dict[ThemeName, list[tuple[str, Array]]]


@pytest.fixture(scope="module", params=FRAMES, ids=lambda frame: frame.name)
def seen(request: pytest.FixtureRequest) -> Seen:
    """Each frame, drawn once in each theme."""
    found = Seen(request.param, {}, {})
    for ground in theme.THEMES:
        places = found.places[ground] = []

        def note(shown: list[Mobject], into: list[tuple[str, Array]] = places) -> list[Mobject]:
            into.extend((type(mobject).__name__, mobject.points.copy()) for mobject in shown)
            return shown

        again = found.frame.name in DRAWN_AGAIN
        scene = kept(found.frame.name, ground) if again else played(found.frame, ground)
        found.picture[ground] = picture_of(scene, seen_through(note))
    return found


@each_theme
def test_a_chapter_looks_as_its_control_frame(
    seen: Seen, ground: ThemeName, tmp_path: Path
) -> None:
    check(seen.frame, ground, seen.picture[ground], tmp_path)


def test_every_chapter_has_a_control_frame_and_no_picture_is_left_over() -> None:
    assert {(frame.kind, frame.chapter) for frame in FRAMES} == chapters()
    assert len(NAMED) == len(FRAMES)
    assert strays() == []


# The two themes


def seen_through(fault: Fault) -> type[StageCamera]:
    """A camera that draws other mobjects than it is given."""

    class FaultyCamera(StageCamera):
        def capture_mobjects(self, mobjects: object, **kwargs: object) -> None:
            shown = fault(list(self.get_mobjects_to_display(mobjects, **kwargs)))
            super().capture_mobjects(shown, include_submobjects=False)

    return FaultyCamera


def test_a_theme_changes_nothing_but_colours(seen: Seen) -> None:
    dark, light = seen.places["dark"], seen.places["light"]
    assert [kind for kind, _ in dark] == [kind for kind, _ in light]
    assert len(dark) > 3
    for (_, one), (_, other) in zip(dark, light, strict=True):
        assert np.array_equal(one, other, equal_nan=True)


# What is not noticed


@each_theme
@pytest.mark.parametrize("name", PAINTED)
def test_both_painters_draw_what_is_taken_for_the_same(
    name: str, ground: ThemeName, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[None] = []

    class CountedPainter(PlainPainter):
        def paint(self, items: list[Item], frame_width: float) -> object:
            painted.append(None)
            return super().paint(items, frame_width)

    monkeypatch.setattr(camera, "new_painter", CountedPainter)
    assert difference(held(NAMED[name], ground), picture_of(kept(name, ground))) is None
    assert painted


# What is noticed


def change(of: Callable[[Mobject], bool], into: Callable[[Mobject], object]) -> Fault:
    """Draw a changed copy of what is `of` a kind."""

    def fault(shown: list[Mobject]) -> list[Mobject]:
        return [changed(mobject) if of(mobject) else mobject for mobject in shown]

    def changed(mobject: Mobject) -> Mobject:
        copy = mobject.copy()
        into(copy)
        return copy

    return fault


def says(what: str) -> Callable[[Mobject], bool]:
    return lambda mobject: isinstance(mobject, Glyphs) and mobject.note.says == what


def faulty(name: str, ground: ThemeName, fault: Fault) -> Picture:
    return picture_of(kept(name, ground), seen_through(fault))


@pytest.mark.parametrize(("ground", "right", "up"), [("dark", 4, 0), ("light", 0, 4)])
@pytest.mark.parametrize(("name", "what"), MOVED)
def test_a_text_that_has_moved_is_noticed_where_it_is(
    name: str, what: str, ground: ThemeName, right: int, up: int
) -> None:
    corners: list[Array] = []

    def move(mobject: Mobject) -> None:
        corners.extend((mobject.get_corner((-1, 1, 0)), mobject.get_corner((1, -1, 0))))
        mobject.shift((right * PIXEL, up * PIXEL, 0.0))

    found = difference(held(NAMED[name], ground), faulty(name, ground, change(says(what), move)))
    assert found is not None
    x = np.array(corners)[:, 0] / PIXEL + WIDTH / 2
    y = HEIGHT / 2 - np.array(corners)[:, 1] / PIXEL
    # What counts as its place ends with the square of pixels in which it begins.
    assert x.min() - 4 < found.left < found.right < x.max() + right + 4
    assert y.min() - up - 4 < found.top < found.bottom < y.max() + 4


def is_arrow(mobject: Mobject) -> bool:
    """An arrow in space, or one on the plane, faint or not."""
    return isinstance(mobject, Arrow | FlatArrow)


@each_theme
@pytest.mark.parametrize("name", POINTING)
def test_an_arrow_that_is_missing_is_noticed(name: str, ground: ThemeName) -> None:
    found = faulty(name, ground, lambda shown: [m for m in shown if not is_arrow(m)])
    assert difference(held(NAMED[name], ground), found)


@each_theme
@pytest.mark.parametrize(
    ("name", "meaning", "other"),
    [
        *(("surface-step-19.4s", "step", "here"), ("surface-gradient", "gradient", "residual")),
        *(("curve-descent", "model", "here"), ("curve-step-16.4s", "step", "data")),
        *(("fit-result", "residual", "gradient"), ("fit-step", "here", "model")),
    ],
)
def test_another_colour_is_noticed(
    name: str, meaning: str, other: str, ground: ThemeName, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = theme.THEMES[ground]
    wrong = replace(right, **{meaning: getattr(right, other)})
    monkeypatch.setitem(theme.THEMES, ground, wrong)
    assert difference(held(NAMED[name], ground), drawn(NAMED[name], ground))


@each_theme
def test_another_colour_of_a_single_letter_is_noticed(ground: ThemeName) -> None:
    axis = change(says("w"), lambda letter: letter.set_color(theme.THEMES[ground].ink))
    found = faulty("curve-meaning-4s", ground, axis)
    assert difference(held(NAMED["curve-meaning-4s"], ground), found)


@each_theme
@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        *(("surface-step-19.4s", "4.42", "4.43"), ("surface-descent", "2.167", "2.161")),
        *(("surface-starts", "0.3787", "0.3781"), ("curve-ways", "7.8734", "7.8731")),
        *(("curve-recap-10.7s", "w = 2", "w = 3"), ("curve-starts", "1.057", "1.051")),
        *(("fit-guess", "8.322", "8.323"), ("fit-result", "0.08333", "0.08334")),
    ],
)
def test_another_digit_is_noticed(
    name: str, right: str, wrong: str, ground: ThemeName, monkeypatch: pytest.MonkeyPatch
) -> None:
    typeset = text.typeset
    monkeypatch.setattr(text, "typeset", lambda markup: typeset(markup.replace(right, wrong)))
    assert difference(held(NAMED[name], ground), drawn(NAMED[name], ground))


# What is said


def test_a_failure_names_the_chapter_and_shows_both_pictures(tmp_path: Path) -> None:
    frame = NAMED["fit-poster"]
    spoilt = held(frame, "light")
    spoilt[100:110, 200:230] = (255, 0, 0)
    with pytest.raises(pytest.fail.Exception) as failure:
        check(frame, "light", spoilt, tmp_path)
    path = tmp_path / "fit-poster-light.png"
    for part in ("fit-poster in the light theme", "x 197 to 233, y 97 to 113", str(path)):
        assert part in str(failure.value)
    sides = np.array(Image.open(path))
    assert sides.shape == (HEIGHT, 3 * WIDTH + 8, 3)
    assert np.array_equal(sides[:, :WIDTH], held(frame, "light"))
    assert np.array_equal(sides[:, WIDTH + 4 : 2 * WIDTH + 4], spoilt)
    assert {*np.nonzero(sides[:, -WIDTH:].any(axis=(1, 2)))[0]} == {*range(100, 110)}


def test_the_command_renews_what_has_changed_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = NAMED["curve-poster"]
    right = {ground: held(frame, ground) for ground in theme.THEMES}
    monkeypatch.setattr(frames, "PICTURES", tmp_path)
    keep(frame, "dark", 255 - right["dark"])
    (tmp_path / "curve-end-dark.webp").touch()

    def said(*chapters: str) -> list[str]:
        return CliRunner().invoke(renew, chapters).output.splitlines()

    dark, light, gone, total = said("curve-poster")
    assert dark.startswith("curve-poster dark: off by ")
    assert light == "curve-poster light: new"
    assert gone == "curve-end-dark: removed, because no frame has this name"
    assert total == "2 pictures drawn, 2 changed"
    assert not any(difference(right[ground], held(frame, ground)) for ground in theme.THEMES)
    assert said("curve-poster") == ["2 pictures drawn, 0 changed"]
    assert "no chapter is called poster; there are surface-title," in said("poster")[-1]
