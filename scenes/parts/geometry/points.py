"""Lines through screen points, and discs around them, as one mobject each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from manim import VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.geometry.interpolation import rows_up_to

_KAPPA = 0.5522847498307936  # length of the handles of a cubic curve close to a quarter circle
_QUARTER = np.array([[1, 0, 0], [1, _KAPPA, 0], [_KAPPA, 1, 0], [0, 1, 0]])
_TURNS = [
    np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]) for c, s in ((1, 0), (0, 1), (-1, 0), (0, -1))
]
_CIRCLE = np.concatenate([_QUARTER @ turn for turn in _TURNS])


def polyline(points: Array, color: str, width: float = 4.0, **style: Any) -> VMobject:
    """A thin line through points (n, 3) on the screen; runs of NaN leave gaps."""
    line = VMobject(stroke_color=color, stroke_width=width, **style)
    return trace(line, points)


def trace(line: VMobject, points: Array) -> VMobject:
    """Make an existing line run through other points (n, 3); runs of NaN leave gaps."""
    finite = np.asarray(np.isfinite(points).all(axis=1))
    joined = finite[:-1] & finite[1:]
    start, end = points[:-1][joined], points[1:][joined]
    shares = np.array([0.0, 1 / 3, 2 / 3, 1.0])[None, :, None]
    curves = start[:, None, :] + shares * (end - start)[:, None, :]
    line.set_points(curves.reshape(-1, 3))
    return line


def between(starts: Array, ends: Array) -> Array:
    """Separate segments from points (m, d) to points (m, d), as one polyline with gaps."""
    polyline_ = np.stack([starts, ends, np.full_like(starts, np.nan)], axis=1)
    return np.asarray(polyline_.reshape(-1, np.shape(starts)[1]))


def joined(lines: Iterable[Array]) -> Array:
    """Several lines (n, 3) as one polyline with gaps between them."""
    gap = np.full((1, 3), np.nan)
    return np.concatenate([gap, *(part for line in lines for part in (line, gap))])


def draw_up_to(line: VMobject, points: Array, share: float) -> None:
    """Make a line run through a share of points (n, 3), if any, which ends between two of them."""
    drawn = share > 0.0 and len(points) > 0
    trace(line, rows_up_to(points, share * (len(points) - 1)) if drawn else points[:0])


class Discs(VMobject):
    """Filled circles, all in one mobject."""

    @property
    def centers(self) -> Array:
        """The middle of the circle to which each point belongs (n, 3)."""
        circles = np.reshape(self.points, (-1, len(_CIRCLE), 3))
        return np.repeat(circles.mean(axis=1), len(_CIRCLE), axis=0)


def discs(centers: Array, radius: float, color: str, opacity: float = 1.0) -> Discs:
    """Filled circles around screen points (n, 3)."""
    shape = Discs(fill_color=color, fill_opacity=opacity, stroke_width=0.0)
    place_discs(shape, centers, radius)
    return shape


def place_discs(shape: VMobject, centers: Array, radius: float | Array) -> VMobject:
    """Move the circles of `discs` to other screen points (n, 3), with one radius or with n."""
    centers = np.asarray(centers, dtype=float).reshape(-1, 1, 3)
    shape.set_points((centers + np.reshape(radius, (-1, 1, 1)) * _CIRCLE).reshape(-1, 3))
    return shape
