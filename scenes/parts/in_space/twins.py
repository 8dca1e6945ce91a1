"""Shapes of two pictures that look the same, though they are not made alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

import numpy as np
from manim import VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.lettering.measured_text import MeasuredText

_SIMILAR = 0.3  # screen units: what is so little off takes the place of the other
_SAME = 0.01  # screen units, a pixel at 1080p: so little is a curve off if it has other points


def twins(old: Mapping[VMobject, Array], new: Mapping[VMobject, Array]) -> set[VMobject]:
    """The shapes of either picture, with their points (n, 3), that have a twin in the other.

    Lines are twins if they have the same colour and ends, and reach equally far: the same curve is
    often drawn of more points, or of fewer. Letters are twins only if they are the same.
    """
    return _matched(old, new, _SAME, _drawn, _extent)


def similar(old: Mapping[VMobject, Array], new: Mapping[VMobject, Array]) -> set[VMobject]:
    """The shapes of either picture that are nearly the same in the other: thinner, or fainter.

    Lines reach equally far, wherever they are drawn from.
    """
    return _matched(old, new, _SIMILAR, _hue, _corners)


def _matched(
    old: Mapping[VMobject, Array],
    new: Mapping[VMobject, Array],
    off: float,
    key: Callable[[VMobject], object],
    extent: Callable[[Array], Array],
) -> set[VMobject]:
    places: dict[object, list[tuple[VMobject, Array]]] = defaultdict(list)
    for shape, points in new.items():
        places[key(shape)].append((shape, points))
    return {
        twin
        for shape, points in old.items()
        for other, others in places[key(shape)]
        if _same(points, others, extent, isinstance(shape, MeasuredText), off)
        for twin in (shape, other)
    }


def _drawn(shape: VMobject) -> tuple[object, ...]:
    """The colours of a shape, its width, and whether it is a text."""
    colors = shape.get_fill_rgbas().tobytes(), shape.get_stroke_rgbas().tobytes()
    return isinstance(shape, MeasuredText), *colors, shape.get_stroke_width()


def _hue(shape: VMobject) -> tuple[object, ...]:
    """The colours of a shape, however faint, and whether it is a text."""
    fill, stroke = shape.get_fill_rgbas(), shape.get_stroke_rgbas()
    return isinstance(shape, MeasuredText), fill[:, :3].tobytes(), stroke[:, :3].tobytes()


def _same(
    points: Array, others: Array, extent: Callable[[Array], Array], letters: bool, off: float
) -> bool:
    if letters and len(points) != len(others):
        return False
    compared = (points, others) if letters else (extent(points), extent(others))
    return bool(np.abs(np.subtract(*compared)).max() < off)


def _corners(points: Array) -> Array:
    """The corners of a shape, (2, 3)."""
    return np.array([points.min(axis=0), points.max(axis=0)])


def _extent(points: Array) -> Array:
    """The corners and the ends of a shape, (4, 3)."""
    return np.vstack([_corners(points), points[0], points[-1]])
