"""Panels that show the runs of a surface lesson side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from manim import RIGHT, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.parts.box import Box, Domain, Pair
from gradreel.scenes.parts.headline import headline
from gradreel.scenes.parts.interpolation import rows_up_to
from gradreel.scenes.parts.loss_curve import LossAxes, exit_mark, mark_radius
from gradreel.scenes.parts.notation import Notation
from gradreel.scenes.parts.numbers import number
from gradreel.scenes.parts.plot import Plot
from gradreel.scenes.parts.points import discs, place_discs, trace
from gradreel.scenes.parts.room import keep_in_room
from gradreel.scenes.parts.text import Counter
from gradreel.scenes.parts.verdict import verdict
from gradreel.scenes.parts.window import Window
from gradreel.scenes.parts.zoom_note import ZoomNote
from gradreel.scenes.parts.zoomed_map import ZoomedMap
from gradreel.solver.objective import Objective
from gradreel.solver.recording import RunRecord

MOST_PANELS = 6
WITH_CURVES = 3  # so many panels fit in one row, with loss curves below
_NUMBERS = 0.9  # left of a map
_WORDS = 1.25  # more than its own width, for what is said of a panel
_PLOT_HEIGHT = 0.8
_GAP = 0.75  # between map and plot
_CLEAR = 0.2  # between two numbers there
_BELOW, _CLOSE = 0.8, 0.68  # from axes down to what is said below them


class SurfacePanelPlace(NamedTuple):
    """Left, top, width and height of a panel's map, and whether its losses stand below."""

    left: float
    top: float
    width: float
    height: float
    with_loss: bool


class SurfaceRunPanel:
    """One run: what stands still, what moves, and the verdict that comes at the end.

    The map begins with `domain`, and grows with a run that leaves it; how far is told to
    `computed`. All the runs together have `visited` (m, 2), and their `losses` (n,) share the scale
    of the loss curves.
    """

    def __init__(
        self,
        run: RunRecord,
        name: str,
        objective: Objective,
        domain: Domain,
        visited: Array,
        losses: Sequence[Array],
        own: Notation,
        place: SurfacePanelPlace,
        computed: Callable[[float], float],
    ) -> None:
        left, top, width, height, with_loss = place
        self.run = run
        self.window = Window(domain, run.parameters)
        self._scale = self.window.scale(0.0)
        resting = [self.window.domain(step) for step in (0.0, run.steps)]
        self.map = keep_in_room(
            lambda box: ZoomedMap(objective, resting, box, visited),
            Box((left, top - height), (width, height)),
            _NUMBERS,
            lambda made: made.leftmost,
        )
        middle = left + width / 2
        self.trail = VMobject(stroke_color=theme.colors().here, stroke_width=2.5)
        self.marks = VMobject(fill_color=theme.colors().here, fill_opacity=1.0, stroke_width=0.0)
        self.start = discs(self.map.at(run.parameters[:1]), 0.07, theme.colors().ink)
        self.note = ZoomNote(self.window, (left + width, top + 0.12), computed, short=True)
        self.moving_parts = VGroup(self.map, self.trail, self.marks, self.start, self.note)
        head = headline(name, run, width + _WORDS, own).move_to((middle, top + 0.62, 0))
        self.static_parts = VGroup(head)
        self.verdict = verdict(objective, run, own)
        self.verdict.scale(min(1.0, (width + _WORDS) / self.verdict.width))
        bottom, below = top - height, _CLOSE
        self.plot: Plot | None = None
        if with_loss:
            bottom, below = bottom - _GAP - _PLOT_HEIGHT, _BELOW
            self._add_plot((left, bottom), width, losses, own)
        for row, line in enumerate(self.verdict):
            line.on_baseline((0.0, bottom - below - 0.45 * row, 0.0)).set_x(middle)
        self.draw_to(0.0)

    def _add_plot(self, corner: Pair, width: float, losses: Sequence[Array], own: Notation) -> None:
        """The loss curve below the map, with the loss in numbers, for it may leave the axes."""
        box = Box(corner, (width, _PLOT_HEIGHT))
        self.plot = LossAxes(losses, box, own.loss_axes, self.run.steps)
        self.line = VMobject(stroke_color=theme.colors().loss, stroke_width=3.5)
        self.value = Counter("", theme.TICK, theme.colors().loss, RIGHT)
        self.static_parts.add(self.plot)
        self.exit = VMobject(fill_color=theme.colors().loss, fill_opacity=1.0, stroke_width=0.0)
        self.moving_parts.add(self.line, self.exit, self.value)

    def draw_to(self, step: float) -> None:
        """Draw the run up to a step, which may lie between two recorded ones."""
        scale = self.window.scale(step)
        if scale != self._scale:
            self._scale = scale
            self.map.zoom_to(self.window.domain(step))
        lost = self.window.lost
        passed = rows_up_to(self.run.parameters, step)
        reached = passed[:-1]
        # Once it is lost it does not come back, even where a later leg would cross the map.
        trace(self.trail, self.map.path(passed if lost is None else passed[: lost + 1]))
        marks = self.map.at(reached[self.map.inside(reached)])
        place_discs(self.marks, marks, mark_radius(self.run.steps, 0.055))
        place_discs(self.start, self.map.at(reached[:1]), 0.07)
        self.note.show_step(step)
        if self.plot:
            steps = np.arange(self.run.steps + 1, dtype=float)
            loss = rows_up_to(self.run.loss, step)
            points = self.plot.place(rows_up_to(steps, step), loss)
            trace(self.line, self.plot.cut(points))
            trace(self.exit, exit_mark(self.plot, points))
            self.value.write(number(float(loss[-2]), 3))
            self._put_value(self.plot)

    def _put_value(self, plot: Plot) -> None:
        """Put the loss over the end of its axes, left of what the map says there."""
        noted = self.map.noted
        right = plot.box.right - (noted + _CLEAR if noted else 0.0)
        self.value.on_baseline((right, plot.box.top + 0.1, 0.0))


def panel_places(count: int) -> list[SurfacePanelPlace]:
    """Where the panels stand: in one row with their losses below, or in two without."""
    frame = regions.current().surface
    if count <= 2:
        boxes = frame.two_panels
    else:
        boxes = frame.three_panels if count <= WITH_CURVES else frame.six_panels
    with_loss = count <= WITH_CURVES
    return [
        SurfacePanelPlace(box.left, box.top, box.width, box.height, with_loss)
        for box in boxes[:count]
    ]
