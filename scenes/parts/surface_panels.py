"""Panels that show the runs of a surface lesson side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from manim import LEFT, RIGHT, UP, VGroup, VMobject

from scenes import theme
from scenes.parts.landscape import Domain
from scenes.parts.loss_curve import loss_axes, mark_radius
from scenes.parts.numbers import number
from scenes.parts.plot import Plot, discs, place_discs, trace
from scenes.parts.text import Counter, in_math, maths, shortened
from scenes.parts.typeset import Array
from scenes.parts.verdict import verdict
from scenes.parts.walk import walked
from scenes.parts.window import Window
from scenes.parts.zoomed_map import ZoomedMap
from scenes.sentences import surface as texts
from solver.objective import Objective
from solver.trajectory import RunRecord

WITH_CURVES = 3  # so many panels fit in one row, with loss curves below
_COLUMNS = 3  # of panels without
_PLOT_HEIGHT = 0.8
_GAP = 0.75  # between map and plot


class Place(NamedTuple):
    """Left, top, width and height of a panel's map, and the room for words beside it, if any."""

    left: float
    top: float
    width: float
    height: float
    room: float


class RunPanel:
    """One run: what stands still, what moves, and the verdict that comes at the end.

    The map begins with `domain`, and grows with a run that leaves it. `losses` (n,) of all runs
    share the scale of the loss curves.
    """

    def __init__(
        self,
        run: RunRecord,
        objective: Objective,
        domain: Domain,
        losses: Sequence[Array],
        loss: str,
        place: Place,
    ) -> None:
        left, top, width, height, room = place
        self.run = run
        self.window = Window(domain, run.parameters)
        self._scale = self.window.scale(0.0)
        first = self.window.domain(0.0)
        self.map = ZoomedMap(objective, first, (left, top - height), (width, height))
        rate = in_math("eta", theme.STEP) + f' = "{number(run.run.lr)}"'
        name = shortened(run.run.name or run.run.optimizer, room or width)
        self.head = VGroup(name, maths(rate, theme.LABEL))
        self.verdict = verdict(objective, run)
        self.still = VGroup(self.head)
        self.trail = VMobject(stroke_color=theme.HERE, stroke_width=2.5)
        self.marks = VMobject(fill_color=theme.HERE, fill_opacity=1.0, stroke_width=0.0)
        self.start = discs(self.map.at(run.parameters[:1]), 0.07, theme.INK)
        self.note = Counter("", theme.TICK, theme.MUTED, LEFT if room else RIGHT)
        self.lively = VGroup(self.map, self.trail, self.marks, self.start, self.note)
        self.plot: Plot | None = None
        if room:
            self._speak_beside((left + width + 0.15, top), room)
        else:
            self.note.on_baseline((left + width, top + 0.12, 0))
            self._add_plot((left, top - height - _GAP - _PLOT_HEIGHT), width, losses, loss)
            self.head.arrange(buff=0.35).next_to((left + width / 2, top, 0), UP, buff=0.5)
        self.draw_to(0.0)

    def _add_plot(
        self, corner: tuple[float, float], width: float, losses: Sequence[Array], loss: str
    ) -> None:
        """The loss curve below the map, with the loss in numbers, for it may leave the axes."""
        size = (width, _PLOT_HEIGHT)
        self.plot = loss_axes(list(losses), corner, size, loss, self.run.steps)
        self.line = VMobject(stroke_color=theme.LOSS, stroke_width=3.5)
        self.value = Counter("", theme.TICK, theme.LOSS, RIGHT)
        self.value.on_baseline((corner[0] + width, corner[1] + _PLOT_HEIGHT + 0.1, 0))
        self.still.add(self.plot)
        self.lively.add(self.line, self.value)
        self.verdict.scale(min(1.0, (width + 1.2) / self.verdict.width))
        for row, line in enumerate(self.verdict):
            line.on_baseline((0.0, corner[1] - 0.8 - 0.45 * row, 0.0))
            line.set_x(corner[0] + width / 2)

    def _speak_beside(self, corner: tuple[float, float], room: float) -> None:
        """Stack the words from an upper left corner down, none wider than `room`."""
        x, y = corner[0], corner[1] - 0.15
        for row, line in enumerate([*self.head, self.verdict[0]]):
            line.scale(min(1.0, room / line.width))
            line.move_to((x, y - 0.42 * row, 0), aligned_edge=LEFT)
        self.note.on_baseline((x, y - 0.42 * 3.2, 0))

    def draw_to(self, step: float) -> None:
        """Draw the run up to a step, which may lie between two recorded ones."""
        scale = self.window.scale(step)
        if scale != self._scale:
            self._scale = scale
            self.map.look(self.window.domain(step))
        lost = self.window.lost
        walk = walked(self.run.parameters, step)
        reached = walk[:-1]
        # Once it is lost it does not come back, even where a later leg would cross the map.
        trace(self.trail, self.map.path(walk if lost is None else walk[: lost + 1]))
        marks = self.map.at(reached[self.map.inside(reached)])
        place_discs(self.marks, marks, mark_radius(self.run.steps, 0.055))
        place_discs(self.start, self.map.at(reached[:1]), 0.07)
        beyond = lost if lost is not None and step > lost - 1 else None
        self.note.write(texts.panel_zoomed(scale, beyond))
        if self.plot:
            steps = np.arange(self.run.steps + 1, dtype=float)
            loss = walked(self.run.loss, step)
            trace(self.line, self.plot.clipped(walked(steps, step), loss))
            self.value.write(number(float(loss[-2]), 3))


def panel_places(count: int) -> list[Place]:
    """Where the panels stand: with their losses below, or with their words beside."""
    if count <= WITH_CURVES:
        width, gap = (2.75, 1.6) if count == 3 else (4.6, 1.8)
        left = 0.15 - (count * width + (count - 1) * gap) / 2
        return [Place(left + i * (width + gap), 2.3, width, 2.05, 0.0) for i in range(count)]
    return [
        Place(-5.8 + 4.2 * (i % _COLUMNS), 2.4 - 2.75 * (i // _COLUMNS), 1.7, 1.7, 1.75)
        for i in range(count)
    ]
