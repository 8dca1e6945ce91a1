"""Draws the items of 3D spaces as the OpenGL painter does, in numpy and slowly, without OpenGL."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array, Index
from gradreel.scenes.drawing.items import Item
from gradreel.scenes.drawing.outline import brightness
from gradreel.scenes.drawing.rasterise import Fragments, rasterise
from gradreel.scenes.drawing.shapes import PlacedPixels, Shaper, SheetShape, Size, joined
from gradreel.scenes.drawing.sprites import FLOATS

_GRID_LINE = 0.22  # how white the grid lines are, as in the shader of `painter`
# Where the highlight of a ball is, as in the shader: at its upper left, toward the eye.
_SHINE = np.array([-0.5, 0.6, 0.9]) / np.linalg.norm([-0.5, 0.6, 0.9])
_AT_ONCE = 4000  # soft triangles: the memory grows with all the pixels that they cover


class PlainPainter:
    """A picture of `width` x `height` pixels, drawn anew by each `paint`, in numpy alone."""

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._shaper = Shaper(self._size)

    def note(self, items: Iterable[Item], frame_width: float) -> None:
        """Do nothing: each picture is drawn anew."""

    def paint(self, items: Iterable[Item], frame_width: float) -> list[PlacedPixels]:
        """Draw the items in a frame of `frame_width` screen units, as one picture.

        Only the part of the picture that is not empty is drawn.
        """
        shapes = self._shaper.shapes_of(items, frame_width)
        soft = joined(shapes.soft)
        left, top, width, height = shapes.box(self._size)
        canvas = _Canvas(self._size, (left, top), (width, height))
        if shapes.translucent:
            canvas.draw_soft(soft)
        for sheet in shapes.sheets:
            canvas.draw_sheet(sheet)
        for sheet in shapes.sheets:
            canvas.draw_soft(sheet.outline)
        canvas.draw_soft(soft)
        pixels = (np.clip(canvas.colors, 0.0, 1.0) * 255).round().astype(np.uint8)
        return [PlacedPixels(pixels.reshape(height, width, 4), left, top)]


class _Canvas:
    """The colours (pixels, 4), premultiplied, and depths (pixels,) of a part of a picture."""

    def __init__(self, picture: Size, corner: Size, size: Size) -> None:
        self._picture, self._corner, self._size = picture, corner, size
        self.colors = np.zeros((size[0] * size[1], 4))
        self._depth = np.ones(size[0] * size[1])

    def draw_sheet(self, sheet: SheetShape) -> None:
        fragments = self._seen(sheet.mesh[sheet.triangles])
        row, width = fragments.values[:, 7], _widths(fragments)[fragments.triangle, 7]
        first, last = sheet.uncovered
        shown = np.clip(np.minimum(row - first, last - row) / width + 0.5, 0.0, 1.0)
        chosen = _nearest(fragments, shown > 0.0)
        pixel = fragments.pixel[chosen]
        self._depth[pixel] = fragments.values[chosen, 0]
        alpha = sheet.opacity * shown[chosen, None]
        self._blend(pixel, np.hstack([_lit(sheet, fragments, chosen) * alpha, alpha]))

    def draw_soft(self, vertices: Array) -> None:
        for triangles in np.split(vertices, range(3 * _AT_ONCE, len(vertices), 3 * _AT_ONCE)):
            fragments = self._seen(triangles.reshape(-1, 3, FLOATS))
            colors = _soft(fragments.values[:, 1:5], fragments.values[:, 5:])
            # Of several that cover one pixel, each is blended in a round of its own, in order.
            order = np.argsort(fragments.pixel, kind="stable")
            sorted_pixels = fragments.pixel[order]
            round_of = np.arange(len(order)) - np.searchsorted(sorted_pixels, sorted_pixels)
            order = order[np.argsort(round_of, kind="stable")]
            for chosen in np.split(order, np.cumsum(np.bincount(round_of))[:-1]):
                self._blend(fragments.pixel[chosen], colors[chosen])

    def _seen(self, vertices: Array) -> Fragments:
        """The fragments of triangles (n, 3, 11) that are not hidden.

        In their values, the depth takes the place of x, y, z and w.
        """
        place = vertices[..., :3] / vertices[..., 3:4]
        corners = (place[..., :2] + 1.0) / 2.0 * self._picture - self._corner
        values = np.concatenate([place[..., 2:], vertices[..., 4:]], axis=-1)
        triangle, pixel, values, slopes = rasterise(corners, values, self._size)
        nearer = values[:, 0] < self._depth[pixel]
        return Fragments(triangle[nearer], pixel[nearer], values[nearer], slopes)

    def _blend(self, pixel: Index, rgba: Array) -> None:
        self.colors[pixel] = rgba + self.colors[pixel] * (1.0 - rgba[:, 3:])


def _widths(fragments: Fragments) -> Array:
    """How much the values of each triangle change within a pixel, as GLSL's fwidth, (n, k)."""
    return np.asarray(np.maximum(np.abs(fragments.slopes).sum(axis=1), 1e-6))


def _nearest(fragments: Fragments, drawn: NDArray[np.bool_]) -> Index:
    """The nearest of the drawn fragments at each pixel."""
    candidates = np.flatnonzero(drawn)
    order = candidates[np.lexsort((fragments.values[candidates, 0], fragments.pixel[candidates]))]
    return order[np.unique(fragments.pixel[order], return_index=True)[1]]


def _lit(sheet: SheetShape, fragments: Fragments, chosen: Index) -> Array:
    """The shaded colours (n, 3) of some fragments of a sheet, with its grid lines."""
    normal, cell = fragments.values[chosen, 1:4], fragments.values[chosen, 4:6]
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    light = brightness(normal, sheet.toward_eye)
    shades = (np.arange(len(sheet.ramp)) + 0.5) / len(sheet.ramp)
    base = [np.interp(fragments.values[chosen, 6], shades, channel) for channel in sheet.ramp.T]
    width = _widths(fragments)[fragments.triangle[chosen], 4:6]
    away = np.abs((cell - 0.5) % 1.0 - 0.5) / width
    line = _GRID_LINE * (1.0 - np.clip(away.min(axis=1), 0.0, 1.0))[:, None]
    colors = np.stack(base, axis=1) * light[:, None]
    return np.asarray(np.minimum(colors * (1.0 - line) + line, 1.0))


def _soft(rgba: Array, place: Array) -> Array:
    """The premultiplied colours (n, 4) at places (n, 3) of soft shapes, as `sprites` has them."""
    radius = np.abs(place[:, 2])
    away = np.hypot(place[:, 0], place[:, 1])
    alpha = rgba[:, 3:] * np.clip(radius + 0.5 - away, 0.0, 1.0)[:, None]
    rgb = rgba[:, :3].copy()
    ball = place[:, 2] < 0.0
    spot = place[ball, :2] / radius[ball, None]
    facing = np.sqrt(np.maximum(1.0 - (spot**2).sum(axis=1), 0.0))[:, None]
    shine = np.maximum(np.hstack([spot, facing]) @ _SHINE, 0.0)[:, None] ** 16
    rgb[ball] = np.minimum(rgb[ball] * (0.55 + 0.45 * facing) + 0.35 * shine, 1.0)
    return np.hstack([rgb * alpha, alpha])
