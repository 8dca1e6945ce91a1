"""Items of 3D spaces as triangles on the screen: what every painter draws."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing.items import Item, Sheet
from gradreel.scenes.drawing.outline import outline
from gradreel.scenes.drawing.sprites import FLOATS, triangles

Size = tuple[int, int]
PixelBox = tuple[int, int, int, int]


class PlacedPixels(NamedTuple):
    """Premultiplied RGBA pixels (height, width, 4), and the position of their upper left corner."""

    pixels: NDArray[np.uint8]
    left: int
    top: int


class Shapes(NamedTuple):
    """What to draw, in this order, in clip coordinates with -1 at the top row.

    `behind` and `front` (n, 11) are triangles with soft edges, as `sprites` describes them. They
    are hidden where a sheet drawn before them is nearer, and never hide anything. Each sheet comes
    with its vertices (n, 11): clip position, normal, position among the grid lines, height and
    row; its patch joins them into triangles. `box` is the part of the picture that is not empty:
    left, top, width and height in pixels.
    """

    behind: Array
    sheets: list[tuple[Sheet, Array]]
    front: Array
    box: PixelBox


def shapes_of(items: Iterable[Item], size: Size, frame_width: float) -> Shapes:
    """The items in a picture of `size` pixels that is `frame_width` screen units wide.

    Sheets come first; the other items follow in order.
    """
    shown = [item for item in items if item.opacity > 0.0 and len(item.points)]
    sheets = [i for i in shown if isinstance(i, Sheet) and i.revealed[1] > i.revealed[0]]
    others = [i for i in shown if not isinstance(i, Sheet)]
    frame = (frame_width, frame_width * size[1] / size[0])
    pixels = size[0] / frame[0]
    # What is behind a translucent sheet shows through it.
    translucent = any(sheet.opacity < 1.0 for sheet in sheets)
    behind = _soft(others if translucent else [], frame, pixels)
    meshes = [(sheet, _mesh(sheet, frame)) for sheet in sheets]
    front = _soft([*sheets, *others], frame, pixels)
    return Shapes(behind, meshes, front, _box([front, *(mesh for _, mesh in meshes)], size))


def _soft(items: list[Item], frame: tuple[float, float], pixels: float) -> Array:
    """Everything with soft edges, including the outlines of sheets, as one triangle list."""
    shapes = [
        outline(i, frame, pixels) if isinstance(i, Sheet) else triangles(i, frame, pixels)
        for i in items
    ]
    vertices = np.concatenate([np.empty((0, FLOATS)), *shapes])
    vertices[:, 1] *= -1.0  # upright, in place: there may be many
    return vertices


def _mesh(sheet: Sheet, frame: tuple[float, float]) -> Array:
    along = sheet.patch.along
    clip = _upright(sheet.eye.view.to_clip(sheet.points, frame))
    cell = along * sheet.cells
    return np.column_stack([clip, sheet.normals(), cell, sheet.heights, along[:, 1]])


def _upright(clip: Array) -> Array:
    """Turned upside down: OpenGL's pictures start at the bottom row, cairo's at the top."""
    return clip * (1.0, -1.0, 1.0, 1.0)


def _box(shapes: list[Array], size: Size) -> PixelBox:
    if not any(map(len, shapes)):
        return 0, 0, 1, 1
    # Column by column, because numpy finds the minima and maxima of short rows slowly.
    columns = [np.concatenate([v[:, axis] / v[:, 3] for v in shapes]) for axis in (0, 1)]
    lowest, highest = (
        (np.array([end(column) for column in columns]) + 1.0) / 2.0 * size
        for end in (np.min, np.max)
    )
    low = np.clip(np.floor(lowest), 0, np.subtract(size, 1)).astype(int)
    high = np.clip(np.ceil(highest), low + 1, size).astype(int)
    return int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1])
