"""A camera that draws onto an SVG or a PDF surface, so that outlines stay outlines."""

from __future__ import annotations

from typing import Any, NoReturn, Self

import cairo
import numpy as np
from manim import Mobject, VMobject

from gradreel.scenes.drawing.camera import StageCamera, new_painter
from gradreel.scenes.drawing.items import Item
from gradreel.scenes.drawing.layers import Context, put, surface_of

_DETAIL = 2  # pixels of a 3D space's picture per pixel of the drawing, which may be enlarged
_SAME = 0.1  # of a pixel: parts that are nearer than that look as one
_MANY = 100  # points: a mobject of fewer makes no file large
_SWAPPED = [2, 1, 0, 3]  # red and blue change places: manim and our painters draw BGRA for cairo


class VectorCamera(StageCamera):
    """Repeats StageCamera's calls to cairo on such a surface; 3D items become embedded pictures.

    The caller finishes the surface. Raises TypeError for images and clouds of points.
    """

    channels = _SWAPPED
    _context: Context | None = None

    def __init__(self, surface: cairo.SVGSurface | cairo.PDFSurface, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        width, height = self.pixel_width, self.pixel_height
        unit = width / self.frame_width
        self._context = cairo.Context(surface)
        self._context.set_matrix(cairo.Matrix(unit, 0, 0, -unit, width / 2, height / 2))

    def reset(self) -> Self:
        """Paint the background, if there is one."""
        super().reset()
        if self._context and self.background_opacity:
            self._context.set_source_rgb(*self.background_color.to_rgb())
            self._context.paint()
        return self

    def type_or_raise(self, mobject: Mobject) -> NoReturn:
        """Refuse whatever the two methods below do not draw."""
        raise TypeError(f"no way to draw a {type(mobject).__name__} by its outlines")

    def set_cairo_context_color(self, ctx: Context, rgbas: Any, vmobject: VMobject) -> Self:
        """Set the colour, or the gradient if there are several, from rows of RGBA (n, 4)."""
        return super().set_cairo_context_color(ctx, rgbas[:, _SWAPPED], vmobject)

    def _trace(self, vectors: list[VMobject]) -> None:
        assert self._context
        for vector in vectors:
            self.display_vectorized(
                _distinct(vector, self.frame_width / self.pixel_width), self._context
            )

    def _paint(self, items: list[Item], visible: float) -> None:
        assert self._context
        if visible <= 0.0:
            return
        painter = new_painter(_DETAIL * self.pixel_width, _DETAIL * self.pixel_height)
        (picture,) = painter.paint(items, self.frame_width)  # one: nothing was painted before
        pixels, left, top = picture
        put(self._context, surface_of(pixels[..., _SWAPPED]), left, top, 1 / _DETAIL, visible)


def _distinct(vector: VMobject, pixel: float) -> VMobject:
    """A vector mobject without the parts that lie on others, such as dots in one place.

    `pixel` is the size of one in screen units. All parts are filled in one go, so that the picture
    is the same.
    """
    if len(vector.points) < _MANY:
        return vector
    parts = vector.get_subpaths()
    cells = (np.round(part / (_SAME * pixel)).astype(np.int64).tobytes() for part in parts)
    kept = dict(zip(cells, parts, strict=True))
    if len(kept) == len(parts):
        return vector
    thinned: VMobject = vector.copy()
    thinned.set_points(np.concatenate(list(kept.values())))
    return thinned
