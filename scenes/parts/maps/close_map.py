"""The floor seen from straight above, as a map that zooms in on a step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import Animation, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.parts.geometry.box import Box, Domain
from gradreel.scenes.parts.geometry.lines import FlatArrow, place_arrow
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import discs, place_discs
from gradreel.scenes.parts.maps.framing import between
from gradreel.scenes.parts.maps.zoomed_map import ZoomedMap
from gradreel.solver.objective import Objective

DOT = 0.11  # screen units: the radius of the dot


class MapArrow(FlatArrow):
    """An arrow between two places (2,) on a map, drawn to the scale of its axes."""

    def __init__(self, start: Array, end: Array, color: str) -> None:
        super().__init__(color)
        self.start, self.end = np.array(start, dtype=float), np.array(end, dtype=float)


class CloseMap(VGroup):
    """A map with a dot and arrows, which keep their parameters while the map is zoomed.

    `resting` are the domains in which it will rest; it begins with the first. It fills a box, or
    is as far to the right of that as its numbers need.
    """

    def __init__(
        self,
        objective: Objective,
        resting: Sequence[Domain],
        box: Box,
        here: Array,
        visited: Array | None = None,
    ) -> None:
        super().__init__()
        map_ = ZoomedMap(objective, resting, box, visited)
        overhang = regions.safe().left - map_.leftmost
        if overhang > 0.0:
            moved = Box((box.left + overhang, box.bottom), box.size)
            map_ = ZoomedMap(objective, resting, moved, visited)
        self.map = map_
        self.domain = resting[0]
        self.arrows: list[MapArrow] = []
        self._layer = VGroup()
        self.here = np.array(here, dtype=float)
        self.dot = discs(map_.at(self.here)[None], DOT, theme.colors().here)
        self.add(map_, self._layer, self.dot)

    def arrow(self, start: Array, end: Array, color: str) -> MapArrow:
        """Add an arrow to the map."""
        shape = MapArrow(start, end, color)
        self.arrows.append(shape)
        self._layer.add(shape)
        self._place(shape)
        return shape

    def lay(self, shape: VMobject) -> None:
        """Add a shape, in screen points, to what is below the dot."""
        self._layer.add(shape)

    def point(self, shape: MapArrow, end: Array) -> None:
        """Let an arrow point to another place (2,)."""
        shape.end = np.array(end, dtype=float)
        self._place(shape)

    def stand(self, place: Array) -> None:
        """Put the dot at a place (2,)."""
        self.here = np.array(place, dtype=float)
        place_discs(self.dot, self.map.at(self.here)[None], DOT)

    def show_domain(self, domain: Domain) -> None:
        """Show another part of the landscape."""
        self.domain = domain
        self.map.zoom_to(domain)
        for shape in self.arrows:
            self._place(shape)
        self.stand(self.here)

    def zoom(
        self, domain: Domain, run_time: float, meanwhile: Callable[[float], None] | None = None
    ) -> Animation:
        """Zoom in or out until a domain fills the map; `meanwhile` is called with each share."""
        start = self.domain

        def change(share: float) -> None:
            if domain != start:
                self.show_domain(between(start, domain, share) if share < 1.0 else domain)
            if meanwhile:
                meanwhile(share)

        return moving(self, change, run_time)

    def growth(self, shape: MapArrow, end: Array, run_time: float) -> Animation:
        """Move the end of an arrow to a place (2,)."""
        start = shape.end.copy()
        return moving(
            shape, lambda share: self.point(shape, start + share * (end - start)), run_time
        )

    def _place(self, shape: MapArrow) -> None:
        place_arrow(shape, self.map.at(shape.start), self.map.at(shape.end))
