"""Lines on a map that follow it when it is zoomed."""

from __future__ import annotations

from collections.abc import Callable

from manim import VMobject

from gradreel.scenes.parts.maps.close_map import CloseMap


class MapLines:
    """Lines below the dot of a map, each drawn by a function to fit the map as it is now."""

    def __init__(self, chart: CloseMap) -> None:
        self._map = chart
        self._lines: list[tuple[VMobject, Callable[[], VMobject]]] = []

    def add(self, draw: Callable[[], VMobject]) -> VMobject:
        """Add a line."""
        line = draw()
        self._map.lay(line)
        self._lines.append((line, draw))
        return line

    def fade(self, share: float) -> None:
        """Let all lines follow a zoom, of which this is the share, and fade in its first half."""
        for line, draw in self._lines:
            left = min(1.0 - min(1.0, 2.0 * share), line.get_stroke_opacity())
            line.set_stroke(opacity=left)
            if left > 0.0:
                line.set_points(draw().points)
