"""A map painted by where a descent from each point ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import cast

import numpy as np
from contourpy import FillType, LineType, contour_generator
from manim import VGroup, VMobject

from gradreel.scenarios.arrays import Array, Index
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.points import discs, joined, place_discs, trace
from gradreel.scenes.parts.maps.map_of_ends import MapOfEnds

_PAINT = 0.5  # opacity: contour lines show through
_COVERED = 0.4  # of a map by the dots of starts at random: more of them are smaller
_SMALLEST, _LARGEST = 0.014, 0.07  # screen units: a pixel at 480p, and less than the dot of a run

ToScreen = Callable[[Array], Array]  # from parameters (n, 2) to screen points (n, 3)


class Painted(VGroup):
    """A map in the colours of the `ends` (m, 2) to which descents lead from there.

    The map shows a domain of `span` (2,), and `to_screen` turns parameters into screen points.

    Where they lead to none of them, the map stays blank. `areas` has a mobject for each end, `line`
    separates them, and `descents` is their number.
    """

    areas: VGroup
    line: VMobject
    ridges: Sequence[Array] = ()  # the places (n, 2) of each piece of the line
    cell = np.zeros(2)  # the distances of the starts that it separates

    def __init__(self, found: MapOfEnds, ends: Array, span: Array) -> None:
        super().__init__()
        self.descents = len(found.starts)
        self._end_of = found.led_to(ends, span)
        away = np.linalg.norm((found.starts[:, None] - ends) / span, axis=2)
        self._away = [
            np.where(self._end_of == index, away[:, index], np.inf) for index in range(len(ends))
        ]

    def straight(self, axis: int, at: float) -> bool:
        """Whether one parameter is `at` a value on all of the line, as well as can be seen."""
        off = (np.abs(ridge[:, axis] - at).max() for ridge in self.ridges)
        return len(self.ridges) > 0 and max(off) <= self.cell[axis]

    def paint(self, share: float) -> None:
        """Paint all areas up to a share of the way from their ends to their farthest places."""
        for area, away in zip(self.areas, self._away, strict=True):
            reached = np.isfinite(away)
            farthest = float(away[reached].max()) if reached.any() else 0.0
            self._paint(area, away, share * farthest if share < 1.0 else None)

    def _paint(self, area: VMobject, away: Array, front: float | None) -> None:
        """Paint the area of the starts that are at most `front` away; None: of all finite ones."""
        raise NotImplementedError


class Basins(Painted):
    """Areas between the starts of a grid."""

    def __init__(
        self,
        found: MapOfEnds,
        ends: Array,
        span: Array,
        colors: Sequence[str],
        to_screen: ToScreen,
    ) -> None:
        super().__init__(found, ends, span)
        assert found.sides
        self._sides, self._to_screen = found.sides, to_screen
        self.areas = VGroup(
            *(VMobject(fill_color=c, fill_opacity=_PAINT, stroke_width=0.0) for c in colors)
        )
        self.paint(1.0)
        self.line = VMobject(stroke_color=theme.colors().ink, stroke_width=4.5)
        self.ridges = _borders(self._grid(self._end_of), len(ends), self._sides)
        self.cell = np.array([np.diff(side).max() for side in self._sides])
        trace(self.line, joined(map(to_screen, self.ridges)))
        self.add(self.areas, self.line)

    def _grid(self, values: Array | Index) -> Array:
        across, upward = self._sides
        return np.asarray(values.reshape(len(upward), len(across)))

    def _paint(self, area: VMobject, away: Array, front: float | None) -> None:
        if front is None:
            inside = np.isfinite(away).astype(float)
        else:
            cells = max(map(len, self._sides)) - 1
            inside = np.clip((front - away) * cells + 0.5, 0.0, 1.0)
        _fill(area, self._grid(inside), self._sides, self._to_screen)


class PaintedStarts(Painted):
    """A dot for each start at random."""

    def __init__(
        self,
        found: MapOfEnds,
        ends: Array,
        span: Array,
        colors: Sequence[str],
        to_screen: ToScreen,
    ) -> None:
        super().__init__(found, ends, span)
        self._places = to_screen(found.starts)
        area = float(np.prod(np.ptp(self._places[:, :2], axis=0))) / len(self._places)
        self._radius = float(np.clip(np.sqrt(_COVERED * area / np.pi), _SMALLEST, _LARGEST))
        self.areas = VGroup(*(discs(np.empty((0, 3)), self._radius, color) for color in colors))
        self.line = VMobject()
        self.paint(1.0)
        self.add(self.areas, self.line)

    def _paint(self, area: VMobject, away: Array, front: float | None) -> None:
        reached = np.isfinite(away) if front is None else away <= front
        place_discs(area, self._places[reached], self._radius)


def painted(
    found: MapOfEnds, ends: Array, span: Array, colors: Sequence[str], to_screen: ToScreen
) -> Painted:
    """The ends of a grid as areas, those of starts at random as dots."""
    kind = Basins if found.sides else PaintedStarts
    return kind(found, ends, span, colors, to_screen)


def _fill(
    shape: VMobject, inside: Array, sides: Sequence[Array], to_screen: Callable[[Array], Array]
) -> None:
    """Make a shape the area where `inside` (rows, columns) is more than a half."""
    across, upward = sides
    contours = contour_generator(across, upward, inside, fill_type=FillType.OuterOffset)
    polygons, offsets = cast(tuple[list[Array], list[Array]], contours.filled(0.5, 2.0))
    rings = [
        points[start:end]
        for points, offset in zip(polygons, offsets, strict=True)
        for start, end in pairwise(offset.astype(int).tolist())
    ]
    trace(shape, joined(to_screen(ring) for ring in rings))


def _borders(end_of: Array, count: int, sides: Sequence[Array]) -> list[Array]:
    """The lines (n, 2) between areas, each only once."""
    across, upward = sides
    return [
        line
        for index in range(1, count)
        for line in cast(
            list[Array],
            contour_generator(
                across, upward, (end_of == index).astype(float), line_type=LineType.Separate
            ).lines(0.5),
        )
    ]
