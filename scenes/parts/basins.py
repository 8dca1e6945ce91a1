"""A map painted by where a descent from each point ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import cast

import numpy as np
from contourpy import FillType, LineType, contour_generator
from manim import VGroup, VMobject

from gradreel.scenarios import Run
from gradreel.scenarios.arrays import Array, Index
from gradreel.scenes import theme
from gradreel.scenes.parts.box import Domain
from gradreel.scenes.parts.ends import TOGETHER
from gradreel.scenes.parts.points import joined, trace
from gradreel.solver.many_descents import ends_of_descents, nearest
from gradreel.solver.objective import Objective

SIDE = 150  # starts along each side of a map: 22,500 descents, 3 pixels apart at 1080p
_PAINT = 0.5  # opacity: contour lines show through


class Basins(VGroup):
    """The domain in the colours of the `ends` (m, p) to which descents from there lead.

    The descents are plain ones with the learning rate and steps of a run; where they lead to none
    of the ends, the map stays blank. `areas` has a mobject for each end, `line` separates them, and
    `descents` is their number. `to_screen` turns parameters (n, 2) into screen points (n, 3).
    """

    def __init__(
        self,
        objective: Objective,
        domain: Domain,
        ends: Array,
        colors: Sequence[str],
        run: Run,
        to_screen: Callable[[Array], Array],
    ) -> None:
        super().__init__()
        sides = [np.linspace(low, high, SIDE) for low, high in domain.values()]
        places = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)
        self.descents = len(places)
        found = ends_of_descents(objective, places, run.rate, run.steps)
        span = np.ptp(np.array(list(domain.values())), axis=1)
        end_of = nearest(found, ends, span, TOGETHER).reshape(SIDE, SIDE)
        self._end_of, self._sides, self._to_screen = end_of, sides, to_screen
        away = np.linalg.norm((places[:, None] - ends) / span, axis=2).reshape(SIDE, SIDE, -1)
        self._away = [
            np.where(end_of == index, away[..., index], np.inf) for index in range(len(ends))
        ]
        self.areas = VGroup(
            *(VMobject(fill_color=c, fill_opacity=_PAINT, stroke_width=0.0) for c in colors)
        )
        self.paint(1.0)
        self.line = VMobject(stroke_color=theme.colors().ink, stroke_width=3.0)
        trace(self.line, _borders(end_of, len(ends), sides, to_screen))
        self.add(self.areas, self.line)

    def paint(self, share: float) -> None:
        """Paint all areas up to a share of the way from their ends to their farthest places."""
        for area, away in zip(self.areas, self._away, strict=True):
            reached = np.isfinite(away)
            if share < 1.0 and reached.any():
                front = share * float(away[reached].max()) - away
                inside = np.clip(front * (SIDE - 1) + 0.5, 0.0, 1.0)
            else:
                inside = reached.astype(float)
            _fill(area, inside, self._sides, self._to_screen)


def _fill(
    shape: VMobject, inside: Array, sides: Sequence[Array], to_screen: Callable[[Array], Array]
) -> None:
    """Make a shape the area where `inside` (n, n) is more than a half."""
    across, upward = sides
    contours = contour_generator(across, upward, inside, fill_type=FillType.OuterOffset)
    polygons, offsets = cast(tuple[list[Array], list[Array]], contours.filled(0.5, 2.0))
    rings = [
        points[start:end]
        for points, offset in zip(polygons, offsets, strict=True)
        for start, end in pairwise(offset.astype(int).tolist())
    ]
    trace(shape, joined(to_screen(ring) for ring in rings))


def _borders(
    end_of: Index, count: int, sides: Sequence[Array], to_screen: Callable[[Array], Array]
) -> Array:
    """The lines between areas, each only once."""
    across, upward = sides
    lines = [
        line
        for index in range(1, count)
        for line in cast(
            list[Array],
            contour_generator(
                across, upward, (end_of == index).astype(float), line_type=LineType.Separate
            ).lines(0.5),
        )
    ]
    return joined(to_screen(line) for line in lines)
