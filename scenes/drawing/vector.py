"""A camera that draws onto an SVG surface, so that outlines stay outlines."""

from __future__ import annotations

from typing import Any, NoReturn, Self

import cairo
from manim import Mobject, VMobject

from gradreel.scenes.drawing.camera import StageCamera, new_painter
from gradreel.scenes.drawing.items import Item
from gradreel.scenes.drawing.layers import Context, put, surface_of

_DETAIL = 2  # pixels of a 3D space's picture per pixel of the drawing, which may be enlarged
_SWAPPED = [2, 1, 0, 3]  # red and blue change places: manim and our painters draw BGRA for cairo


class VectorCamera(StageCamera):
    """Repeats StageCamera's calls to cairo on an SVG surface; 3D items become embedded pictures.

    The caller finishes the surface. Raises TypeError for images and clouds of points.
    """

    _context: Context | None = None

    def __init__(self, surface: cairo.SVGSurface, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        width, height = self.pixel_width, self.pixel_height
        unit = width / self.frame_width
        self._context = cairo.Context(surface)
        self._context.set_matrix(cairo.Matrix(unit, 0, 0, -unit, width / 2, height / 2))

    def reset(self) -> Self:
        """Paint the background."""
        super().reset()
        if self._context:
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
            self.display_vectorized(vector, self._context)

    def _paint(self, items: list[Item], visible: float) -> None:
        assert self._context
        if visible <= 0.0:
            return
        painter = new_painter(_DETAIL * self.pixel_width, _DETAIL * self.pixel_height)
        (picture,) = painter.paint(items, self.frame_width)  # one: nothing was painted before
        pixels, left, top = picture
        put(self._context, surface_of(pixels[..., _SWAPPED]), left, top, 1 / _DETAIL, visible)
