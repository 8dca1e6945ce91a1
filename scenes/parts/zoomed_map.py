"""The loss over two parameters as a map whose axes can be rescaled while it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, cast

import numpy as np
from contourpy import FillType, contour_generator
from manim import LEFT, RIGHT, UP, VGroup, VMobject
from numpy.typing import NDArray

from scenes import theme
from scenes.parts.clip import cut_to_box
from scenes.parts.formula import symbol
from scenes.parts.landscape import Domain, Landscape
from scenes.parts.loss_map import refined
from scenes.parts.plot import polyline, trace
from scenes.parts.text import maths
from scenes.parts.ticks import Ticks
from scenes.parts.typeset import Array
from solver.objective import Objective

_FINER = 3  # cells of the contours to a cell of the landscape
_BANDS = 13
_BAND_OPACITY = 0.5
_LINE_OPACITY = 0.3


class ZoomedMap(VGroup):
    """Bands of equal loss with contour lines over a domain, which `look` changes."""

    def __init__(
        self,
        objective: Objective,
        domain: Domain,
        corner: tuple[float, float],
        size: tuple[float, float],
    ) -> None:
        super().__init__()
        # A function, because manim's fades copy everything else.
        self._landscape: Callable[[Domain], Landscape] = lambda part: Landscape(objective, part)
        self.corner, self.size = np.array(corner), np.array(size)
        left, bottom = corner
        right, top = self.corner + self.size
        self.bands = VGroup(*(_band(index) for index in range(_BANDS)))
        self.lines = VMobject(
            stroke_color=theme.INK, stroke_width=1.5, stroke_opacity=_LINE_OPACITY
        )
        self.ticks = VGroup(Ticks(3, 0), Ticks(3, 1))
        frame = np.array([(left, top, 0.0), (left, bottom, 0.0), (right, bottom, 0.0)])
        first, second = (maths(symbol(name), theme.LABEL) for name in domain)
        first.next_to((right, bottom, 0), RIGHT, buff=0.1)
        second.next_to((left, top, 0), UP, buff=0.1).align_to((left, 0, 0), LEFT)
        self.add(self.bands, self.lines, polyline(frame, theme.MUTED, 2.0), self.ticks)
        self.add(first, second)
        self.look(domain)

    def look(self, domain: Domain) -> None:
        """Show another part of the landscape."""
        landscape = self._landscape(domain)
        self.low, self.high = landscape.low, landscape.high
        heights = refined(landscape.heights, _FINER)
        across, along = (
            np.linspace(low, high, count)
            for low, high, count in zip(self.low, self.high, heights.shape[::-1], strict=True)
        )
        contours = contour_generator(across, along, heights, fill_type=FillType.OuterOffset)
        levels = landscape.levels(_BANDS - 1)
        pad = 1e-3 * ((landscape.top - landscape.bottom) or 1.0)
        edges = [landscape.bottom - pad, *levels, landscape.top + pad]
        for band, (lower, upper) in zip(self.bands, pairwise(edges), strict=True):
            rings: list[Array] = []
            if lower < upper:  # the levels of a flat loss are all the same
                polygons, offsets = cast(Any, contours.filled(lower, upper))
                for polygon, starts in zip(polygons, offsets, strict=True):
                    rings += [polygon[start:end] for start, end in pairwise(starts.tolist())]
            trace(band, self._joined(rings))
        lines = [line for level in levels for line in cast(list[Array], contours.lines(level))]
        trace(self.lines, self._joined(lines))
        for axis, limits in enumerate(zip(self.low, self.high, strict=True)):
            self.ticks[axis].put((float(limits[0]), float(limits[1])), self.corner, self.size)

    def at(self, parameters: Array) -> Array:
        """Parameters (..., 2) as screen points (..., 3), also beyond the border."""
        shares = (np.asarray(parameters, dtype=float) - self.low) / (self.high - self.low)
        flat = self.corner + shares * self.size
        return np.concatenate([flat, np.zeros((*flat.shape[:-1], 1))], axis=-1)

    def path(self, parameters: Array) -> Array:
        """The way through parameters (n, 2) as screen points, cut at the border (NaN gaps)."""
        return cut_to_box(self.at(parameters), self.corner, self.corner + self.size)

    def inside(self, parameters: Array) -> NDArray[np.bool_]:
        """Which parameters (n, 2) lie within the border, (n,)."""
        pad = 1e-9 * (self.high - self.low)
        within = (parameters >= self.low - pad) & (parameters <= self.high + pad)
        return np.asarray(within.all(axis=-1))

    def _joined(self, pieces: Sequence[Array]) -> Array:
        """Lines (n, 2) in parameters as one run of screen points with NaN between them."""
        gap = np.full((1, 3), np.nan)
        return np.concatenate([gap, gap, *(x for piece in pieces for x in (self.at(piece), gap))])


def _band(index: int) -> VMobject:
    color = theme.ramp_color(index / (_BANDS - 1))
    return VMobject(fill_color=color, fill_opacity=_BAND_OPACITY, stroke_width=0.0)
