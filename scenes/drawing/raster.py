"""A picture made of pixels, among vector mobjects."""

from __future__ import annotations

import cairo
import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from gradreel.scenes.drawing.layers import Context, surface_of


class Raster(VMobject):
    """Premultiplied RGBA pixels (height, width, 4) on a rectangle, at first one unit high.

    Its opacity is that of its fill.
    """

    def __init__(self, pixels: NDArray[np.uint8]) -> None:
        super().__init__(fill_opacity=1.0, stroke_width=0.0)
        self.pixels = pixels
        width, height = pixels.shape[1] / pixels.shape[0], 1.0
        corners = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height), (0.0, 0.0)]
        self.set_points_as_corners(np.array([(x, y, 0.0) for x, y in corners]))

    def paint(self, context: Context, channels: list[int]) -> None:
        """Paint it onto a context in screen units, with its channels in this order."""
        (left, bottom), (right, top) = (
            self.points[:, :2].min(axis=0),
            self.points[:, :2].max(axis=0),
        )
        height, width = self.pixels.shape[:2]
        context.save()
        context.translate(left, top)
        context.scale((right - left) / width, (bottom - top) / height)
        context.set_source_surface(surface_of(self.pixels[..., channels]), 0, 0)
        context.get_source().set_filter(cairo.FILTER_BEST)
        context.paint_with_alpha(float(self.get_fill_opacity()))
        context.restore()
