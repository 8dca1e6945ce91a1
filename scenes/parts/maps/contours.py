"""A landscape seen from above: bands of similar loss with contour lines between them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, zip_longest
from typing import Any, cast

import numpy as np
from contourpy import FillType, contour_generator
from manim import VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.points import between, joined, trace
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.maps.levels import FURTHER, levels_between

_CELLS = 150  # along a side, about: contours look smooth; or as many as the landscape has
BAND_OPACITY = 0.5  # paths and their arrows have to stand out from the bands
_LINE_OPACITY = 0.3  # fainter than a path, so that no line is taken for one


class Contours(VGroup):
    """Bands coloured by height, and lines; `draw` draws them for a landscape.

    What has no height is blank and has a border. There are few mobjects, however many parts they
    have, so that they cost little while they stand still.
    """

    def __init__(self) -> None:
        super().__init__()
        self._bands = VGroup()
        self._lines, self._finer, self._further = _line(), _line(), _line()
        self._blank = VMobject(
            fill_color=theme.colors().background, fill_opacity=1.0, stroke_width=0.0
        )
        self._border = VMobject(stroke_color=theme.colors().ink, stroke_width=2.0)
        self.add(self._bands, self._lines, self._finer, self._further, self._blank, self._border)

    def draw(
        self, landscape: Landscape, to_screen: Callable[[Array], Array], halved: float = 0.0
    ) -> None:
        """Draw a landscape; `to_screen` turns parameters (n, 2) into screen points (n, 3).

        The bands are `halved` so many times; between two whole numbers, the next halves fade in.
        """
        shares = refined(landscape.shares, max(1, round(_CELLS / landscape.size)))
        across, along = (
            np.linspace(low, high, count)
            for low, high, count in zip(
                landscape.low, landscape.high, shares.shape[::-1], strict=True
            )
        )
        contours = contour_generator(across, along, shares, fill_type=FillType.OuterOffset)
        levels = levels_between(landscape.heights, float(shares.min()), float(shares.max()), halved)
        while len(self._bands) < len(levels.colors):
            self._bands.add(VMobject(fill_opacity=BAND_OPACITY, stroke_width=0.0))
        bands = zip_longest(self._bands, pairwise(levels.edges), levels.colors)
        for band, edges, color in bands:
            rings: list[Array] = []
            if edges is not None and edges[0] < edges[1]:  # one of a flat loss is empty
                polygons, offsets = cast(Any, contours.filled(*edges))
                for polygon, starts in zip(polygons, offsets, strict=True):
                    rings += [polygon[start:end] for start, end in pairwise(starts.tolist())]
                band.set_fill(theme.colors().ramp_color(color), opacity=BAND_OPACITY)
            trace(band, joined(to_screen(ring) for ring in rings))
        crowded = max(0.0, 2.0 * len(levels.further) / FURTHER - 1.0)
        self._further.set_stroke(opacity=(1.0 - crowded) * _LINE_OPACITY)
        self._finer.set_stroke(opacity=levels.strength * _LINE_OPACITY)
        for drawn, those in (
            (self._lines, levels.lines),
            (self._finer, levels.finer),
            (self._further, levels.further),
        ):
            lines = [line for level in those for line in cast(list[Array], contours.lines(level))]
            trace(drawn, joined(to_screen(line) for line in lines))
        trace(self._blank, joined(to_screen(ring) for ring in _undrawn(landscape)))
        border = landscape.border()
        trace(self._border, to_screen(between(border[:, 0], border[:, 1])))


def _line() -> VMobject:
    return VMobject(stroke_color=theme.colors().ink, stroke_width=1.5, stroke_opacity=_LINE_OPACITY)


def _undrawn(landscape: Landscape) -> list[Array]:
    """Rings (n, 2), in parameters, around what has no height: the domain less what has one."""
    if landscape.mesh is None:
        return []
    (left, bottom), (right, top) = landscape.low, landscape.high
    frame = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
    rings = [landscape.mesh.places[loop[::-1]] for loop in landscape.mesh.loops]
    return [np.array(frame), *rings]


def refined(heights: Array, factor: int) -> Array:
    """A grid with `factor` times as many cells in each direction, by cubic interpolation.

    It uses the spline of Catmull and Rom (1974). At the border, missing neighbours are
    extrapolated, so that a quadratic function is exact.
    """
    rows, columns = (_cubic_weights(count, factor) for count in heights.shape)
    return np.asarray(rows @ heights @ columns.T)


def _cubic_weights(count: int, factor: int) -> Array:
    """The matrix (factor * (count - 1) + 1, count) that interpolates `count` values."""
    padded = np.zeros((count + 2, count))
    padded[1:-1] = np.eye(count)
    padded[0, :3] = padded[-1, :-4:-1] = (3.0, -3.0, 1.0)
    cell, share = np.divmod(np.arange(factor * (count - 1) + 1) / factor, 1.0)
    cell = np.minimum(cell, count - 2).astype(int)
    t = np.where(np.arange(len(share)) == len(share) - 1, 1.0, share)[:, None]
    return np.asarray(
        padded[cell] * (-t + 2 * t**2 - t**3) / 2
        + padded[cell + 1] * (2 - 5 * t**2 + 3 * t**3) / 2
        + padded[cell + 2] * (t + 4 * t**2 - 3 * t**3) / 2
        + padded[cell + 3] * (t**3 - t**2) / 2
    )
