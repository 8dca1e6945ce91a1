"""A logo on the screen: a PNG as its pixels, an SVG as its shapes."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenarios.showing import Logo
from gradreel.scenes.drawing.raster import Raster
from gradreel.scenes.parts.lettering.logo_content import LogoShape, content_of

_WIDEST = 4.0  # times its height
_STROKE = 100.0  # manim's widths of strokes in a screen unit


def logo_mobject(logo: Logo, height: float) -> VMobject:
    """A logo of a height in screen units, or less if it is very wide.

    Raises LogoError if it cannot be drawn.
    """
    content = content_of(logo)
    drawn = Raster(content) if isinstance(content, np.ndarray) else VGroup(*map(_shape, content))
    scale = height / drawn.height
    scale = min(scale, _WIDEST * height / drawn.width)
    for part in drawn.get_family():
        part.set_stroke(width=part.get_stroke_width() * scale, family=False)
    drawn.scale(scale)
    return drawn


def _shape(shape: LogoShape) -> VMobject:
    mobject = VMobject(fill_opacity=0.0, stroke_width=0.0)
    mobject.set_points(shape.points)
    if shape.fill[0]:
        mobject.set_fill(shape.fill[0], opacity=shape.fill[1])
    if shape.stroke[0]:
        mobject.set_stroke(shape.stroke[0], width=_STROKE * shape.width, opacity=shape.stroke[1])
    return mobject
