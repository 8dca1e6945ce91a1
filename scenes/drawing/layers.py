"""Draws vector mobjects that do not change from frame to frame once, and keeps their picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias

import cairo
import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from gradreel.scenes.drawing.items import STROKE_UNIT

Context: TypeAlias = "cairo.Context[Any]"
Draw = Callable[[VMobject, Context], object]

_FEWEST = 2  # mobjects: a picture of one would only replace one drawing by another
# How far a sharp corner may stick out, in half stroke widths: a wider margin only costs memory.
_MITRE = 5.0


@dataclass(frozen=True)
class _Layer:
    """A kept picture, and the position of its upper left corner in pixels."""

    surface: cairo.ImageSurface
    left: int
    top: int


class Layers:
    """Draws groups of vector mobjects, and keeps pictures of those that do not change.

    A mobject is recognized by its look, not by its identity: neighbours that all looked the same
    in the previous frame are drawn from one picture, which gives the same pixels up to rounding.
    `end_frame` drops the pictures that the frame did not use.
    """

    def __init__(self) -> None:
        self._before: set[int] = set()
        self._now: set[int] = set()
        self._kept: dict[tuple[int, ...], _Layer] = {}
        self._used: set[tuple[int, ...]] = set()

    def draw(self, mobjects: Sequence[VMobject], context: Context, draw: Draw) -> None:
        """Draw the mobjects, in order, onto a context; `draw` draws a single one."""
        styles = [(appearance_of(mobject), mobject) for mobject in mobjects]
        self._now.update(style for style, _ in styles)
        for steady, group in groupby(styles, lambda pair: pair[0] in self._before):
            members = list(group)
            if steady and len(members) >= _FEWEST:
                self._paint(members, context, draw)
            else:
                for _, mobject in members:
                    draw(mobject, context)

    def note(self, mobjects: Iterable[VMobject]) -> None:
        """Go on as if the mobjects had been drawn."""
        self._now.update(appearance_of(mobject) for mobject in mobjects)

    def end_frame(self) -> None:
        """Prepare for the next frame."""
        self._before, self._now = self._now, set()
        self._kept = {key: self._kept[key] for key in self._used}
        self._used = set()

    def _paint(self, members: list[tuple[int, VMobject]], context: Context, draw: Draw) -> None:
        key = tuple(style for style, _ in members)
        self._used.add(key)
        layer = self._kept.get(key)
        if layer is None:
            layer = self._kept[key] = _picture([mobject for _, mobject in members], context, draw)
        put(context, layer.surface, layer.left, layer.top)


def surface_of(pixels: NDArray[np.uint8]) -> cairo.ImageSurface:
    """A cairo picture of premultiplied pixels (height, width, 4)."""
    height, width = pixels.shape[:2]
    data = np.ascontiguousarray(pixels).data
    return cairo.ImageSurface.create_for_data(data, cairo.FORMAT_ARGB32, width, height)


def put(
    context: Context,
    surface: cairo.ImageSurface,
    left: int,
    top: int,
    scale: float = 1.0,
    opacity: float = 1.0,
) -> None:
    """Paint a picture with its upper left corner at (`left`, `top`), in pixels of the picture.

    `scale` is the size of such a pixel, in pixels of the context.
    """
    context.save()
    context.identity_matrix()
    context.scale(scale, scale)
    context.set_source_surface(surface, left, top)
    context.paint_with_alpha(opacity)
    context.restore()


def appearance_of(mobject: VMobject) -> int:
    """A hash of everything that determines how a mobject is drawn."""
    return hash(
        (
            mobject.points.tobytes(),
            mobject.get_fill_rgbas().tobytes(),
            mobject.get_stroke_rgbas().tobytes(),
            mobject.get_stroke_rgbas(background=True).tobytes(),
            mobject.get_stroke_width(),
            mobject.get_stroke_width(background=True),
            mobject.joint_type,
            mobject.cap_style,
            tuple(mobject.sheen_direction),
        )
    )


def _picture(mobjects: list[VMobject], context: Context, draw: Draw) -> _Layer:
    matrix = context.get_matrix()
    corners = np.concatenate([_corners(mobject) for mobject in mobjects])
    pixels = np.array([matrix.transform_point(x, y) for x, y in corners])
    target = context.get_target()
    assert isinstance(target, cairo.ImageSurface)
    size = (target.get_width(), target.get_height())
    left, top = (int(v) for v in np.clip(np.floor(pixels.min(axis=0)) - 1, 0, size))
    right, bottom = (int(v) for v in np.clip(np.ceil(pixels.max(axis=0)) + 1, 0, size))
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, max(right - left, 1), max(bottom - top, 1))
    canvas = cairo.Context(surface)
    canvas.set_matrix(cairo.Matrix(matrix.xx, 0, 0, matrix.yy, matrix.x0 - left, matrix.y0 - top))
    for mobject in mobjects:
        draw(mobject, canvas)
    surface.flush()
    return _Layer(surface, left, top)


def _corners(mobject: VMobject) -> np.ndarray:
    """Where a mobject and its strokes end, lower left and upper right, in screen units, (2, 2)."""
    width = max(mobject.get_stroke_width(), mobject.get_stroke_width(background=True))
    reach = _MITRE * width * STROKE_UNIT / 2
    places = mobject.points[:, :2]
    return np.array([places.min(axis=0) - reach, places.max(axis=0) + reach])
