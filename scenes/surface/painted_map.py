"""The runs on a map of several valleys, which is painted by where descents end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.geometry.points import discs, place_discs, trace
from gradreel.scenes.parts.maps.loss_map import LossMap
from gradreel.solver.run_record import RunRecord

_DOT = 0.09  # screen units: the radius of a run's dot
_TRAIL = 2.5  # stroke width of its trail
_EDGE = 1.5  # stroke width of the line around a dot, which ends on ground of its own colour


class RunsOnMap(VGroup):
    """A dot with its trail for each run on a map; `leave` gives them the `colors` of their ends."""

    def __init__(self, view: LossMap, runs: Sequence[RunRecord], colors: Sequence[str]) -> None:
        super().__init__()
        self._view, self._runs, self._colors = view, runs, colors
        ink = theme.colors().ink
        self.starts = [view.at(run.parameters[:1]) for run in runs]
        self._trails = [VMobject(stroke_color=ink, stroke_width=_TRAIL) for _ in runs]
        self._dots = [discs(start, _DOT, ink) for start in self.starts]
        for dot in self._dots:
            dot.set_stroke(theme.colors().background, _EDGE)
        self.add(*self._trails, *self._dots)

    def leave(self) -> None:
        """Colour every run by its end."""
        for trail, dot, color in zip(self._trails, self._dots, self._colors, strict=True):
            dot.set_fill(color)
            trail.set_stroke(theme.colors().ink)

    def draw_to(self, step: float) -> None:
        """Show every run up to a step, which may lie between two recorded ones."""
        for run, trail, dot in zip(self._runs, self._trails, self._dots, strict=True):
            path = rows_up_to(run.parameters, step)
            trace(trail, self._view.path(path))
            now: Array = self._view.at(path[-1:])
            place_discs(dot, now if self._view.inside(path[-1:])[0] else np.empty((0, 3)), _DOT)
