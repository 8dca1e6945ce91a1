"""What a logo holds, read without what draws it: the pixels of a PNG, the shapes of an SVG."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import svgelements as se
from numpy.typing import NDArray
from PIL import Image

from gradreel.scenarios.arrays import Array
from gradreel.scenarios.showing import Logo
from gradreel.scenes.parts.lettering.typeset import cubics

LogoPixels = NDArray[np.uint8]

_MOST = 800  # pixels: more than a logo has on the screen in the largest quality
_TO_CURVE = 4  # points of a cubic curve, of which the first and the last are its ends


class LogoError(ValueError):
    """A logo that cannot be drawn; its text says why."""


class LogoShape(NamedTuple):
    """A shape: cubic curves (4n, 3) with y going up, and its colours with their opacities.

    A colour is empty where there is none; `width` is that of the stroke, in the logo's own units.
    """

    points: Array
    fill: tuple[str, float] = ("", 0.0)
    stroke: tuple[str, float] = ("", 0.0)
    width: float = 0.0


def content_of(logo: Logo) -> LogoPixels | list[LogoShape]:
    """Pixels (height, width, 4), multiplied by their alpha, or shapes.

    Raises LogoError if it cannot be drawn.
    """
    content = base64.b64decode(logo.data)
    return _pixels(content) if logo.kind == "png" else _shapes(content.decode("utf-8", "replace"))


def _pixels(content: bytes) -> LogoPixels:
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            image.thumbnail((_MOST, _MOST))
            return np.array(image.convert("RGBa"), dtype=np.uint8)
    except Exception as error:  # a damaged picture raises nearly anything
        raise LogoError("is a damaged PNG: save it again") from error


def _shapes(text: str) -> list[LogoShape]:
    try:
        found = [*se.SVG.parse(io.StringIO(text), reify=True).elements()]
    except Exception as error:  # as does a damaged drawing
        raise LogoError("is a damaged SVG: save it again") from error
    shapes = [_shape(shape) for shape in found if isinstance(shape, se.Shape)]
    shapes = [shape for shape in shapes if len(shape.points)]
    if not shapes or not _extent(shapes).all():
        raise LogoError("has no shape that can be drawn: give it paths in plain colours")
    return shapes


def _extent(shapes: Sequence[LogoShape]) -> Array:
    """How wide and how high shapes are, by the ends (n, 2) of their curves."""
    curves = np.concatenate([shape.points for shape in shapes]).reshape(-1, _TO_CURVE, 3)
    ends = curves[:, [0, -1], :2]
    return np.asarray(ends.max(axis=(0, 1)) - ends.min(axis=(0, 1)))


def _shape(shape: se.Shape) -> LogoShape:
    path = se.Path(shape)
    path.approximate_arcs_with_cubics()
    # In a drawing, y goes down.
    made = LogoShape(cubics(path) * (1.0, -1.0, 1.0))
    if shape.fill is not None and shape.fill.value is not None:
        made = made._replace(fill=(shape.fill.hexrgb, shape.fill.opacity))
    if shape.stroke is not None and shape.stroke.value is not None:
        width = float(shape.stroke_width or 1.0)
        made = made._replace(stroke=(shape.stroke.hexrgb, shape.stroke.opacity), width=width)
    return made
