"""A logo on the screen: a PNG as its pixels, an SVG as its shapes."""

from __future__ import annotations

import base64
import io

import numpy as np
import svgelements as se
from manim import VGroup, VMobject
from numpy.typing import NDArray
from PIL import Image

from gradreel.scenarios.showing import Logo
from gradreel.scenes.drawing.raster import Raster
from gradreel.scenes.parts.lettering.typeset import cubics

_MOST = 800  # pixels: more than a logo has on the screen in the largest quality
_WIDEST = 4.0  # times its height
_STROKE = 100.0  # manim's widths of strokes in a screen unit


class LogoError(ValueError):
    """A logo that cannot be drawn; its text says why."""


def logo_mobject(logo: Logo, height: float) -> VMobject:
    """A logo of a height in screen units, or less if it is very wide.

    Raises LogoError if it cannot be drawn.
    """
    content = base64.b64decode(logo.data)
    drawn = _raster(content) if logo.kind == "png" else _shapes(content.decode("utf-8", "replace"))
    scale = height / drawn.height
    scale = min(scale, _WIDEST * height / drawn.width)
    for part in drawn.get_family():
        part.set_stroke(width=part.get_stroke_width() * scale, family=False)
    drawn.scale(scale)
    return drawn


def _raster(content: bytes) -> VMobject:
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            image.thumbnail((_MOST, _MOST))
            pixels = np.array(image.convert("RGBa"), dtype=np.uint8)
    except Exception as error:  # a damaged picture raises nearly anything
        raise LogoError("is a damaged PNG: save it again") from error
    return Raster(pixels)


def _shapes(text: str) -> VMobject:
    try:
        found = [*se.SVG.parse(io.StringIO(text), reify=True).elements()]
    except Exception as error:  # as does a damaged drawing
        raise LogoError("is a damaged SVG: save it again") from error
    group = VGroup(*(_shape(shape) for shape in found if isinstance(shape, se.Shape)))
    group.remove(*(part for part in group if not len(part.points)))
    if not len(group) or group.height <= 0.0 or group.width <= 0.0:
        raise LogoError("has no shape that can be drawn: give it paths in plain colours")
    return group


def _shape(shape: se.Shape) -> VMobject:
    mobject = VMobject(fill_opacity=0.0, stroke_width=0.0)
    path = se.Path(shape)
    path.approximate_arcs_with_cubics()
    mobject.set_points(_upright(cubics(path)))
    if shape.fill is not None and shape.fill.value is not None:
        mobject.set_fill(shape.fill.hexrgb, opacity=shape.fill.opacity)
    if shape.stroke is not None and shape.stroke.value is not None:
        width = _STROKE * float(shape.stroke_width or 1.0)
        mobject.set_stroke(shape.stroke.hexrgb, width=width, opacity=shape.stroke.opacity)
    return mobject


def _upright(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points of a drawing, in which y goes down, on the screen."""
    return points * (1.0, -1.0, 1.0)
