"""Drawing where there is no OpenGL driver: the same pictures, and one line about it."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import moderngl
import numpy as np
import pytest
from manim import Mobject
from numpy.typing import NDArray

from gradreel.pipeline.quality import QUALITIES
from gradreel.scenarios import load_scenario
from gradreel.scenes.drawing import opengl
from gradreel.scenes.drawing.camera import StageCamera
from gradreel.scenes.drawing.items import Arrow, Balls, Camera3D, Item, Sheet, Stroke, Strokes
from gradreel.scenes.drawing.opengl import MISSING, GraphicsError
from gradreel.scenes.drawing.painter import Painter
from gradreel.scenes.drawing.plain_painter import PlainPainter
from gradreel.scenes.drawing.rasterise import rasterise
from gradreel.scenes.drawing.view import View
from tests.recorded_before import put_recordings
from tests.spaces import laid
from tests.videos import read

SIZE = (320, 180)
FRAME_WIDTH = 128 / 9
RAMP = np.linspace((0.1, 0.1, 0.5), (0.9, 0.9, 0.2), 32)
GRADREEL = str(Path(sys.executable).parent / "gradreel")
# Where Mesa and every other vendor's driver is looked for.
NO_DRIVER = {"__EGL_VENDOR_LIBRARY_DIRS": "/nonexistent", "LIBGL_DRIVERS_PATH": "/nonexistent"}

Pixels = NDArray[np.int64]


def hilly(eye: Camera3D) -> Sheet:
    x, y = np.meshgrid(np.linspace(-1, 1, 31), np.linspace(-1, 1, 31))
    z = 0.5 * np.sin(3 * x) * np.cos(2 * y)
    return Sheet(eye, np.stack([x, y, z], axis=-1), z + 0.5, RAMP, (15, 15))


def everything(eye: Camera3D) -> list[Item]:
    turn = np.linspace(0, 6, 40)
    path = np.stack([np.cos(turn), np.sin(turn), 0.2 * turn - 0.5], axis=1)
    return [
        Strokes(eye, np.array([(-1, -1, -1), (1, -1, -1), (1, -1, -1), (1, 1, -1)]), "#AAAAAA"),
        hilly(eye),
        Stroke(eye, path, "#FF5050", 6.0),
        Balls(eye, path[::8], "#FFFF00", 0.2),
        Arrow(eye, np.array([0, 0, 0.2]), np.array([0.5, -0.8, 1.0]), "#50A0FF"),
    ]


def painted(painter: Painter | PlainPainter, items: list[Item]) -> Pixels:
    """The whole picture (height, width, 4)."""
    return laid(painter.paint(items, FRAME_WIDTH), SIZE).astype(int)


@pytest.mark.parametrize("azimuth", [-1.0, 0.4, 2.5])
@pytest.mark.parametrize(("opacity", "revealed"), [(1.0, (0, 1)), (1.0, (0.2, 0.7)), (0.5, (0, 1))])
def test_both_painters_paint_the_same_picture(
    azimuth: float, opacity: float, revealed: tuple[float, float]
) -> None:
    items = everything(Camera3D(View(azimuth=azimuth, elevation=0.6, scale=3.0)))
    assert isinstance(items[1], Sheet)
    items[1].set_opacity(opacity).revealed = revealed
    one, other = painted(Painter(*SIZE), items), painted(PlainPainter(*SIZE), items)
    apart = np.abs(one - other)
    drawn = (one[..., 3] > 0) | (other[..., 3] > 0)
    assert drawn.mean() > 0.1
    assert apart[drawn].mean() < 1.5
    assert (apart.max(axis=-1) > 32)[drawn].mean() < 0.01


def test_what_a_sheet_hides_is_not_seen() -> None:
    eye = Camera3D(View(azimuth=-np.pi / 2, elevation=0.3, scale=2.0))
    x, z = np.meshgrid(np.linspace(-1, 1, 9), np.linspace(-1, 1, 9))
    wall = Sheet(eye, np.stack([x, 0 * x, z], axis=-1), 0 * x, RAMP, (4, 4))
    before, behind = (Balls(eye, np.array([(0, y, 0)]), "#FF0000", 0.3) for y in (-0.9, 0.9))
    painter = PlainPainter(*SIZE)
    alone = painted(painter, [wall])
    assert np.array_equal(painted(painter, [behind, wall]), alone)
    assert np.abs(painted(painter, [before, wall]) - alone).max() > 100
    wall.set_opacity(0.5)
    assert np.abs(painted(painter, [behind, wall]) - painted(painter, [wall])).max() > 30


def test_nothing_to_draw_is_a_clear_picture() -> None:
    eye = Camera3D(View())
    unseen = [Stroke(eye, np.empty((0, 3)), "#FFFFFF"), hilly(eye).set_opacity(0.0)]
    assert not painted(PlainPainter(*SIZE), unseen).any()


def test_triangles_with_a_common_edge_cover_every_pixel_once() -> None:
    rng = np.random.default_rng(1)
    centre = rng.uniform(4, 16, 2)
    ring = np.array([(0, 0), (20, 0), (20, 20), (0, 20)], dtype=float)
    corners = np.stack([ring, np.roll(ring, -1, axis=0), np.tile(centre, (4, 1))], axis=1)
    found = rasterise(corners, corners, (20, 20))
    assert sorted(found.pixel) == list(range(400))
    # What varies is exact in the middle of each pixel.
    middles = np.stack([found.pixel % 20, found.pixel // 20], axis=1) + 0.5
    assert np.allclose(found.values, middles)


def test_triangles_beyond_the_edge_or_without_area_cover_nothing() -> None:
    outside = np.array([[(-9, -9), (-5, -9), (-5, -1)], [(30, 2), (40, 2), (35, 9)]], dtype=float)
    flat = np.array([[(1, 1), (5, 5), (9, 9)], [(3, 3), (3, 3), (3, 3)]], dtype=float)
    for corners in (outside, flat, np.empty((0, 3, 2))):
        assert len(rasterise(corners, corners, (20, 20)).pixel) == 0


@pytest.fixture
def no_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise Exception("requested device index 0, but found 0 devices")

    monkeypatch.setattr(moderngl, "create_context", refuse)
    opengl.available.cache_clear()
    monkeypatch.setattr(opengl, "available", opengl.available.__wrapped__)
    monkeypatch.setattr(opengl, "context", cache(opengl.context.__wrapped__))


@pytest.mark.usefixtures("no_driver")
def test_without_a_driver_the_camera_goes_on_drawing() -> None:
    assert not opengl.available()
    with pytest.raises(GraphicsError, match="apt-get install"):
        Painter(*SIZE)
    camera = StageCamera(pixel_width=SIZE[0], pixel_height=SIZE[1], frame_width=FRAME_WIDTH)
    mobjects: list[Mobject] = list(everything(Camera3D(View())))
    camera.capture_mobjects(mobjects)
    assert camera.pixel_array[..., :3].max() > 200


def test_a_call_without_a_driver_says_so_once_and_makes_the_video(tmp_path: Path) -> None:
    environment = {**os.environ, **NO_DRIVER}
    names = ("quadratic", "parabola")
    put_recordings(tmp_path / "media", *map(load_scenario, names))
    command = [GRADREEL, "render", *names, "-q", "l"]
    result = subprocess.run(
        [*command, "--chapter", "title"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    first, *chapters = result.stderr.splitlines()
    assert first == MISSING
    assert [line.split()[0] for line in chapters if "title" in line] == [
        line.split()[0] for line in chapters
    ]
    assert len(chapters) == 2
    video = read(tmp_path / "media" / "quadratic" / "title.mp4")
    assert video.size == (QUALITIES["l"].width, QUALITIES["l"].height)
