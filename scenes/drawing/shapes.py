"""Items of 3D spaces as triangles on the screen: what every painter draws."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing.items import Item, Sheet
from gradreel.scenes.drawing.outline import outline
from gradreel.scenes.drawing.sprites import FLOATS, triangles

Size: TypeAlias = tuple[int, int]
PixelBox: TypeAlias = tuple[int, int, int, int]
Appearance: TypeAlias = tuple[Hashable, ...]


class PlacedPixels(NamedTuple):
    """Premultiplied RGBA pixels (height, width, 4), and the position of their upper left corner."""

    pixels: NDArray[np.uint8]
    left: int
    top: int


class SoftShape(NamedTuple):
    """Triangles (n, 11) with soft edges, as `sprites` describes them, and what they look like."""

    appearance: Appearance
    triangles: Array


class SheetShape(NamedTuple):
    """A sheet on the screen, with all that a painter asks of it.

    `mesh` (m, 11) are its vertices: clip position, normal, position among the grid lines, height
    and row; `triangles` (k, 3) join them. `outline` (n, 11) are the soft lines on its edges.
    """

    appearance: Appearance
    mesh: Array
    triangles: NDArray[np.int32]
    outline: Array
    ramp: Array
    opacity: float
    uncovered: tuple[float, float]
    toward_eye: Array


class Shapes(NamedTuple):
    """What to draw, in clip coordinates with -1 at the top row: all sheets, then what is soft.

    Soft shapes are hidden where a sheet is nearer, and never hide anything. If a sheet is
    `translucent`, what is behind it shows through: they are then drawn before the sheets, too.
    """

    sheets: tuple[SheetShape, ...]
    soft: tuple[SoftShape, ...]

    def box(self, size: Size) -> PixelBox:
        """The pixels that they may cover."""
        sheets = [vertices for s in self.sheets for vertices in (s.mesh, s.outline)]
        return box_of([*sheets, joined(self.soft)], size)

    @property
    def translucent(self) -> bool:
        """Whether a sheet lets through what is behind it."""
        return any(sheet.opacity < 1.0 for sheet in self.sheets)


class Shaper:
    """Turns the items of pictures of `size` pixels into shapes, one picture after another.

    What looks as it did in the picture before keeps its shape.
    """

    def __init__(self, size: Size) -> None:
        self._size = size
        self._frame = (0.0, 0.0)
        self._sheets: dict[Appearance, SheetShape] = {}
        self._soft: dict[Appearance, SoftShape] = {}

    def shapes_of(self, items: Iterable[Item], frame_width: float) -> Shapes:
        """The items, in order, in a picture that is `frame_width` screen units wide."""
        frame = (frame_width, frame_width * self._size[1] / self._size[0])
        if frame != self._frame:
            self._frame, self._sheets, self._soft = frame, {}, {}
        shown = [item for item in items if item.opacity > 0.0 and len(item.points)]
        sheets, soft = [], []
        for item in shown:
            appearance = item.appearance()
            if not isinstance(item, Sheet):
                soft.append(self._soft.get(appearance) or self._soft_shape(item, appearance))
            elif item.revealed[1] > item.revealed[0]:
                sheets.append(self._sheets.get(appearance) or self._sheet_shape(item, appearance))
        self._sheets = {shape.appearance: shape for shape in sheets}
        self._soft = {shape.appearance: shape for shape in soft}
        return Shapes(tuple(sheets), tuple(soft))

    def _soft_shape(self, item: Item, appearance: Appearance) -> SoftShape:
        pixels = self._size[0] / self._frame[0]
        return SoftShape(appearance, _upright(triangles(item, self._frame, pixels)))

    def _sheet_shape(self, sheet: Sheet, appearance: Appearance) -> SheetShape:
        along = sheet.patch.along
        clip = sheet.eye.view.to_clip(sheet.points, self._frame)
        columns = clip, sheet.normals(), along * sheet.cells, sheet.heights, along[:, 1]
        pixels = self._size[0] / self._frame[0]
        return SheetShape(
            appearance,
            _upright(np.column_stack(columns)),
            sheet.patch.triangles,
            _upright(outline(sheet, self._frame, pixels)),
            sheet.ramp.copy(),
            sheet.opacity,
            sheet.uncovered(),
            sheet.eye.view.toward_eye,
        )


def joined(soft: Iterable[SoftShape]) -> Array:
    """All triangles (n, 11) of soft shapes."""
    return np.concatenate([np.empty((0, FLOATS)), *(shape.triangles for shape in soft)])


def box_of(vertices: Iterable[Array], size: Size) -> PixelBox:
    """The pixels, at least one, that shapes with these vertices (n, 11) may cover."""
    seen = [some for some in vertices if len(some)]
    if not seen:
        return 0, 0, 1, 1

    def ends(end: Callable[[Array], float]) -> Array:
        # Column by column, because numpy finds the minima and maxima of short rows slowly.
        clip = [end(np.array([end(v[:, axis] / v[:, 3]) for v in seen])) for axis in (0, 1)]
        return (np.array(clip) + 1.0) / 2.0 * size

    low = np.clip(np.floor(ends(np.min)), 0, np.subtract(size, 1)).astype(int)
    high = np.clip(np.ceil(ends(np.max)), low + 1, size).astype(int)
    return int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1])


def _upright(vertices: Array) -> Array:
    """Upside down, in place: OpenGL's pictures start at the bottom row, cairo's at the top."""
    vertices[:, 1] *= -1.0
    return vertices
