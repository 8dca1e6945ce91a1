"""Small pictures of 3D spaces, and what stands in them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.drawing.items import Camera3D, Item, Sheet
from gradreel.scenes.drawing.painter import Painter
from gradreel.scenes.drawing.shapes import PlacedPixels
from gradreel.scenes.drawing.view import View

Picture = NDArray[np.uint8]

WIDTH, HEIGHT, UNIT = 320, 180, 20  # pixels, pixels, pixels a screen unit
FRAME = (WIDTH / UNIT, HEIGHT / UNIT)
# Straight down: x of the space is to the right of the screen, y up, z toward the eye.
DOWNWARD = View(azimuth=-np.pi / 2, elevation=np.pi / 2, scale=1.0)
SLANTED = View(azimuth=-1.0, elevation=0.5, scale=1.6, target=(0.0, 0.0, 0.3))
GREY = np.full((4, 3), 0.5)


def whole(painter: Painter, *items: Item) -> Picture:
    """The items' picture in its place in the frame, (180, 320, 4)."""
    return laid(painter.paint(items, FRAME[0]), (WIDTH, HEIGHT))


def laid(pictures: list[PlacedPixels], size: tuple[int, int]) -> Picture:
    """Pictures, laid over one another in their places in a frame of a size in pixels."""
    frame = np.zeros((size[1], size[0], 4))
    for pixels, left, top in pictures:
        rows, columns = pixels.shape[:2]
        assert left + columns <= size[0]
        assert top + rows <= size[1]
        below = frame[top : top + rows, left : left + columns]
        below *= 1.0 - pixels[..., 3:] / 255
        below += pixels
    return frame.round().astype(np.uint8)


def at(frame: Picture, x: float, y: float) -> list[int]:
    """The pixel at a place of the screen."""
    return [int(v) for v in frame[int(HEIGHT / 2 - y * UNIT), int(WIDTH / 2 + x * UNIT)]]


def plate(
    eye: Camera3D,
    z: float = 0.0,
    half: float = 3.0,
    ramp: Array = GREY,
    cells: tuple[float, float] = (1.0, 1.0),
    tilt: float = 0.0,
) -> Sheet:
    """A square sheet about the origin, its heights (for the colours) growing with x."""
    side = np.linspace(-half, half, 13)
    x, y = np.meshgrid(side, side)
    points = np.stack([x, y, z + tilt * x], axis=-1)
    return Sheet(eye, points, (x + half) / (2 * half), ramp, cells)


def hill(eye: Camera3D) -> Sheet:
    side = np.linspace(-1.5, 1.5, 25)
    x, y = np.meshgrid(side, side)
    height = 1.5 * np.exp(-2 * (x**2 + y**2))
    return Sheet(
        eye, np.stack([x, y, height], axis=-1), height / 1.5, theme.colors().ramp, (6.0, 6.0)
    )
