"""The loss over its parameters, flat: contours over two parameters, a curve over one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, cast

import numpy as np
from contourpy import ContourGenerator, FillType, contour_generator
from manim import VGroup, VMobject
from numpy.typing import NDArray

from scenes import theme
from scenes.parts.clip import cut_to_box
from scenes.parts.formula import symbol
from scenes.parts.landscape import Domain, Landscape
from scenes.parts.plot import Plot, polyline, trace
from scenes.parts.typeset import Array
from solver.objective import Objective

_FINER = 3  # cells of the contours to a cell of the landscape
_SAMPLES = 201
_STEPS_PER_LEG = 8
_BAND_OPACITY = 0.5
_LINE_OPACITY = 0.3


class LossMap(VGroup):
    """A landscape seen from above: bands of equal loss with contour lines, in a plot.

    Its parts are few and stand still: put them up before what moves on them.
    """

    def __init__(
        self,
        landscape: Landscape,
        corner: tuple[float, float],
        size: tuple[float, float],
        ticks: tuple[int, int] = (4, 4),
    ) -> None:
        super().__init__()
        (left, bottom), (right, top) = landscape.low.tolist(), landscape.high.tolist()
        first, second = (symbol(name) for name in landscape.names)
        self.plot = Plot((left, right), (bottom, top), corner, size, (first, second), ticks)
        heights = refined(landscape.heights, _FINER)
        across = np.linspace(left, right, heights.shape[1])
        along = np.linspace(bottom, top, heights.shape[0])
        contours = contour_generator(across, along, heights, fill_type=FillType.OuterOffset)
        self.bands = VGroup(*self._bands(landscape, contours))
        self.lines = self._lines(landscape, contours)
        self.add(self.bands, self.lines, self.plot)

    def at(self, parameters: Array) -> Array:
        """Parameters (..., 2) as screen points (..., 3), also beyond the border."""
        parameters = np.asarray(parameters, dtype=float)
        return self.plot.at(parameters[..., 0], parameters[..., 1])

    def path(self, parameters: Array) -> Array:
        """The way through parameters (n, 2) as screen points, cut at the border (NaN gaps)."""
        return _path(self.plot, self.at(parameters))

    def inside(self, parameters: Array) -> NDArray[np.bool_]:
        """Which parameters (n, 2) lie within the border, (n,)."""
        return _inside(self.plot, self.at(parameters))

    def _bands(self, landscape: Landscape, contours: ContourGenerator) -> Iterator[VMobject]:
        low, high = landscape.bottom, landscape.top
        pad = 1e-3 * ((high - low) or 1.0)
        edges = [low - pad, *landscape.levels(), high + pad]
        for index, (lower, upper) in enumerate(pairwise(edges)):
            if not lower < upper:  # the levels of a flat loss are all the same
                continue
            polygons, offsets = cast(Any, contours.filled(lower, upper))
            rings = [
                polygon[start:end]
                for polygon, starts in zip(polygons, offsets, strict=True)
                for start, end in pairwise(starts.tolist())
            ]
            color = theme.ramp_color(index / (len(edges) - 2))
            band = VMobject(fill_color=color, fill_opacity=_BAND_OPACITY, stroke_width=0.0)
            yield trace(band, self._joined(rings))

    def _lines(self, landscape: Landscape, contours: ContourGenerator) -> VMobject:
        pieces = [
            line
            for level in landscape.levels()
            for line in cast(list[Array], contours.lines(level))
        ]
        return polyline(self._joined(pieces), theme.INK, 1.5, stroke_opacity=_LINE_OPACITY)

    def _joined(self, pieces: list[Array]) -> Array:
        """Lines (n, 2) in parameters as one run of screen points with NaN between them."""
        gap = np.full((1, 3), np.nan)
        parts = [part for piece in pieces for part in (self.at(piece), gap)]
        return np.concatenate(parts or [gap])


class LossGraph(VGroup):
    """The loss over one parameter as a curve; places on it like those of a LossMap."""

    def __init__(
        self,
        objective: Objective,
        domain: Domain,
        corner: tuple[float, float],
        size: tuple[float, float],
        loss: str = "J",
        ticks: tuple[int, int] = (4, 4),
    ) -> None:
        super().__init__()
        ((name, limits),) = domain.items()
        places = np.linspace(*limits, _SAMPLES)
        heights = np.concatenate([objective.value(part[:, None]) for part in np.split(places, 3)])
        finite = heights[np.isfinite(heights)]
        low, high = (finite.min(), finite.max()) if len(finite) else (0.0, 1.0)
        pad = 0.06 * (high - low)
        self.plot = Plot(
            limits,
            (float(low - pad), float(high + pad)),
            corner,
            size,
            (symbol(name), loss),
            ticks,
            colors=(theme.INK, theme.LOSS),
        )
        self._places, self._heights = places, heights
        self.curve = self.plot.curve(places, heights, theme.LOSS, 4.0)
        self.add(self.plot, self.curve)

    def at(self, parameters: Array) -> Array:
        """Parameters (..., 1) as screen points (..., 3) on the drawn curve."""
        across = np.asarray(parameters, dtype=float)[..., 0]
        return self.plot.at(across, np.interp(across, self._places, self._heights))

    def path(self, parameters: Array) -> Array:
        """The way along the curve by parameters (n, 1) as screen points, cut at the border."""
        parameters = np.asarray(parameters, dtype=float)
        shares = np.linspace(0.0, 1.0, _STEPS_PER_LEG, endpoint=False)[None, :, None]
        legs = parameters[:-1, None] + shares * np.diff(parameters, axis=0)[:, None]
        return _path(self.plot, self.at(np.vstack([legs.reshape(-1, 1), parameters[-1:]])))

    def inside(self, parameters: Array) -> NDArray[np.bool_]:
        """Which parameters (n, 1) lie within the border, (n,)."""
        return _inside(self.plot, self.at(parameters))


def loss_view(
    objective: Objective, domain: Domain, corner: tuple[float, float], size: tuple[float, float]
) -> LossMap | LossGraph:
    """The loss over the one or two parameters of a domain."""
    if len(domain) == 1:
        return LossGraph(objective, domain, corner, size)
    return LossMap(Landscape(objective, domain), corner, size)


def _path(plot: Plot, points: Array) -> Array:
    return cut_to_box(points, plot.corner, plot.corner + plot.size)


def _inside(plot: Plot, points: Array) -> NDArray[np.bool_]:
    return np.asarray(np.isfinite(plot.inside(points)).all(axis=-1))


def refined(heights: Array, factor: int) -> Array:
    """A grid (m, n) with `factor` cells for each cell, by cubic interpolation in both directions.

    Catmull and Rom's spline, its missing neighbours at the border extrapolated, so that whatever
    is quadratic stays exact.
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
