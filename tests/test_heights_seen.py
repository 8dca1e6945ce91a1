"""Low is dark and high is light, wherever a surface turns; and nowhere it cuts into itself."""

from __future__ import annotations

import numpy as np
import pytest
from colour_vision import lab

from gradreel.scenarios.arrays import Array
from gradreel.scenarios.model import ThemeName
from gradreel.scenes import theme
from gradreel.scenes.chapter import default_recording
from gradreel.scenes.drawing.items import Sheet
from gradreel.scenes.drawing.outline import brightness
from gradreel.scenes.parts.in_space.floor import HEIGHT
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.surface.stage import SurfaceStage

SURFACES = pytest.mark.parametrize("name", ["quadratic", "two-valleys", "two-weights"])


def space_of(name: str) -> Space:
    recording = default_recording(name)
    return SurfaceStage(recording, recording.objective).space


def lightness(sheet: Sheet) -> Array:
    """The CIE lightness of all points of a sheet, as it is lit, (n,)."""
    lit = brightness(sheet.normals(), sheet.eye.view.toward_eye)
    shades = np.round(np.clip(sheet.heights, 0.0, 1.0) * (len(sheet.ramp) - 1)).astype(int)
    colors = np.round(255 * np.clip(sheet.ramp[shades] * lit[:, None], 0.0, 1.0)).astype(int)
    known = {tuple(c): lab("#{:02X}{:02X}{:02X}".format(*c))[0] for c in np.unique(colors, axis=0)}
    return np.array([known[tuple(color)] for color in colors])


@SURFACES
@pytest.mark.parametrize("ground", ["dark", "light"])
def test_what_is_higher_is_lighter_and_equal_heights_look_alike(
    name: str, ground: ThemeName
) -> None:
    with theme.use(ground):
        sheet = space_of(name).sheet
        light = lightness(sheet)
    one, other = np.random.default_rng(0).integers(0, len(light), (2, 20_000))
    higher = sheet.heights[other] - sheet.heights[one]
    assert (light[other] <= light[one])[higher > 0.1].mean() < 0.05
    alike = np.abs(light[other] - light[one])[np.abs(higher) < 0.01]
    assert np.quantile(alike, 0.95) < 10.0


@SURFACES
def test_little_of_the_near_edges_is_seen_from_below(name: str) -> None:
    space = space_of(name)
    x, y, z = space.eye.view.toward_eye
    landscape = space.landscape
    upward, across = np.gradient(landscape.shares * HEIGHT, 2.0 / (landscape.size - 1))
    below = x * across + y * upward > z
    edges = below[0 if y < 0.0 else -1], below[:, -1 if x > 0.0 else 0]
    assert np.concatenate(edges).mean() <= 0.35
