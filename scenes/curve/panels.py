"""Panels that show the runs of a curve lesson side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from manim import RIGHT, LineJointType, VGroup, VMobject

from gradreel.scenes import regions, theme
from gradreel.scenes.curve.zoomed_curve import ZoomedCurve
from gradreel.scenes.parts.box import Box
from gradreel.scenes.parts.formula import less_times, symbol, value
from gradreel.scenes.parts.headline import headline
from gradreel.scenes.parts.interpolation import rows_up_to
from gradreel.scenes.parts.lines import arrow, place_arrow
from gradreel.scenes.parts.loss_curve import exit_mark, mark_radius
from gradreel.scenes.parts.loss_name import loss_name
from gradreel.scenes.parts.notation import Notation
from gradreel.scenes.parts.places import apart_on_screen, way_on_screen
from gradreel.scenes.parts.plot import Plot
from gradreel.scenes.parts.points import place_discs, trace
from gradreel.scenes.parts.text import Counter, Glyphs, Markup, maths, words
from gradreel.scenes.parts.typeset import in_math
from gradreel.scenes.parts.verdict import factor_rows
from gradreel.scenes.sentences.catalogue import text, worded
from gradreel.scenes.sentences.runs import out_at
from gradreel.solver.objective import Objective
from gradreel.solver.recording import RunRecord


class CurvePanelPlace(NamedTuple):
    """Where a panel's curve stands, and what the panel has room for."""

    left: float
    top: float
    width: float
    height: float
    with_loss: bool
    numbered: bool


MOST_PANELS = 6
_IN_ONE_ROW = 4  # so many panels have room for their losses below
_MARGIN = 1.3  # left of the first panel in a row, whose axes have the numbers for all
_LOSS_HEIGHT = 0.75


class CurveRunPanel(VGroup):
    """One run on the curve, zig-zag from iterate to iterate, and its loss below.

    Its axes rest in the limits `resting`, first in the first of them. `static_parts` stand,
    `moving_parts` move, `verdict` comes at the end.
    """

    def __init__(
        self,
        run: RunRecord,
        name: str,
        objective: Objective,
        resting: Sequence[tuple[float, float]],
        parameter: str,
        own: Notation,
        losses: tuple[int, tuple[float, float]],
        start: float,
        place: CurvePanelPlace,
    ) -> None:
        super().__init__()
        self.run = run
        left, top, width, height, with_loss, numbered = place
        self._visited = run.parameters[:, 0]
        box = Box((left, top - height), (width, height))
        held, names = [np.array([start])] * len(resting), (symbol(parameter), loss_name(own.loss))
        self.axes = ZoomedCurve(objective, resting, box, names, held, numbered=numbered)
        self.path = VMobject(
            stroke_color=theme.colors().here,
            stroke_width=2.5,
            stroke_opacity=0.75,
            joint_type=LineJointType.ROUND,
        )
        self.marks = _dot(theme.colors().here)
        self.start = _dot(theme.colors().ink)
        self.refused = arrow(theme.colors().step)
        self.note = Counter("", theme.TICK, theme.colors().muted, RIGHT)
        self.note.on_baseline((left + width, top + 0.12, 0.0))
        self.note.write(
            worded(out_at(1234567890))
        )  # no letter is compiled in the midst of a movement
        self.moving_parts = VGroup(
            self.axes, self.path, self.marks, self.start, self.refused, self.note
        )
        self.head = headline(name, run, width + 0.7 * regions.current().curve.panel_gap, own)
        self.head.move_to((left + width / 2, top + 0.62, 0))
        self.static_parts = VGroup(self.head)
        bottom = top - height - 0.6
        self.plot: Plot | None = None
        if with_loss:
            box = Box((left, bottom - 0.15 - _LOSS_HEIGHT), (width, _LOSS_HEIGHT))
            steps, heights = losses
            self.plot = Plot((0.0, steps), heights, box, (own.step, ""), ticks=(2, 2))
            if not numbered:
                self.plot.ticks.remove(self.plot.ticks.upward)
            self.loss_line = VMobject(stroke_color=theme.colors().loss, stroke_width=3.5)
            self.static_parts.add(self.plot)
            self.exit = VMobject(fill_color=theme.colors().loss, fill_opacity=1.0, stroke_width=0.0)
            self.moving_parts.add(self.loss_line, self.exit)
            bottom = box.bottom - 0.5
        lines = _verdict(run, objective, own, short=not with_loss)
        self.verdict = VGroup(*lines)
        if not with_loss:
            self.verdict.arrange(RIGHT, buff=0.4).set_x(left + width / 2)
        for index, line in enumerate(lines):
            x = left + width / 2 if with_loss else line.get_x()
            y = bottom - 0.25 - 0.42 * index if with_loss else bottom - 0.15
            line.on_baseline((0.0, y, 0.0)).set_x(x)
        self.draw_to(0.0, resting[0])

    def reach(self, step: float) -> tuple[float, float]:
        """The lowest and highest place visited up to a step, which may lie between two others."""
        visited = rows_up_to(self._visited, step)
        return float(visited.min()), float(visited.max())

    def draw_to(self, step: float, limits: tuple[float, float]) -> None:
        """Draw the run up to a step, in axes with these limits."""
        if limits != self.axes.x:
            self.axes.zoom_to(limits)
        step = min(step, float(self.run.steps))
        places = rows_up_to(self.axes.at(self._visited[: int(step) + 2]), step)
        reached = places[:-1]
        trace(self.path, self.axes.cut(way_on_screen(places)))
        within = self.axes.within(reached)
        inside = reached[within]
        apart = inside[apart_on_screen(inside)]
        place_discs(self.marks, apart, mark_radius(len(apart), 0.06))
        place_discs(self.start, reached[:1][within[:1]], 0.075)
        self.note.write("" if within[-1] else worded(out_at(int(within.argmin()))))
        self._refuse(step)
        if self.plot:
            shown = min(step, self.plot.x[1])
            steps = np.append(np.arange(int(shown) + 1), shown)
            loss = np.interp(steps, np.arange(self.run.steps + 1), self.run.loss)
            points = self.plot.place(steps, loss)
            trace(self.loss_line, self.plot.cut(points))
            trace(self.exit, exit_mark(self.plot, points))

    def _refuse(self, step: float) -> None:
        """At the end, the step that was refused: an arrow on the axis, as far as that reaches."""
        beyond = self.run.beyond[:, 0] if step == self.run.steps else np.empty(0)
        ends = self.axes.foot(np.array([self._visited[-1], *beyond]))
        ends[:, 0] = np.clip(ends[:, 0], self.axes.box.left, self.axes.box.right)
        place_arrow(self.refused, ends[0], ends[-1], 0.2)


def panel_places(count: int) -> list[CurvePanelPlace]:
    """Where each of `count` panels stands."""
    frame = regions.current().curve
    in_row = count if count <= _IN_ONE_ROW else 3
    gap, row = frame.panel_gap, frame.panel_row
    room = row.width - _MARGIN - in_row * gap
    width = min(frame.panel_width, room / in_row)
    left = row.left + _MARGIN + (room - in_row * width) / 2
    columns = [left + i * (width + gap) for i in range(in_row)]
    rows = (row,) if count <= _IN_ONE_ROW else frame.panel_rows
    return [
        CurvePanelPlace(
            columns[i % in_row],
            rows[i // in_row].top,
            width,
            rows[i // in_row].height,
            with_loss=len(rows) == 1,
            numbered=i % in_row == 0,
        )
        for i in range(count)
    ]


def shared_losses(runs: Sequence[RunRecord]) -> tuple[int, tuple[float, float]]:
    """How many steps, and which losses, axes show that are one scale for all the runs.

    A run of very many steps, or one that explodes, must not hide the others.
    """
    counts = [max(run.steps, 1) for run in runs]
    steps = min(max(counts), max(2 * int(np.median(counts)), 10))
    low = min(float(run.loss.min()) for run in runs)
    start = max(float(run.loss[0]) for run in runs)
    staying = [run for run in runs if not run.ending.outcome.flees]
    enough = max([start + 1.5 * (start - low), *(float(run.loss.max()) for run in staying)])
    high = min(max(float(run.loss.max()) for run in runs), enough)
    air = 0.05 * (high - low)
    return steps, (low - air, high + air)


def window(
    domain: tuple[float, float], places: Sequence[float], farthest: float = 0.75
) -> tuple[float, float]:
    """A domain widened so that it holds some places, by at most `farthest` widths either way."""
    low, high = domain
    reach = farthest * (high - low)
    pad = 0.04 * (high - low)
    widest = low - reach, high + reach
    return (
        max(widest[0], min([low, *(x - pad for x in places if x < low)])),
        min(widest[1], max([high, *(x + pad for x in places if x > high)])),
    )


def _dot(color: str) -> VMobject:
    return VMobject(fill_color=color, fill_opacity=1.0, stroke_width=0.0)


def _verdict(
    run: RunRecord, objective: Objective, own: Notation, short: bool
) -> list[Glyphs | Markup]:
    """The outcome in words and, for a quadratic loss, the factor that made it so."""
    size = theme.TICK if short else theme.LABEL
    lines: list[Glyphs | Markup] = [words(worded(run.ending.outcome.word), size)]
    for row in factor_rows(objective, run):
        one, curvature, _ = row.operands
        left = f"{value(one)} {less_times(curvature, in_math(own.rate, theme.colors().step))}"
        rule = f"{left} {row.sign} {value(row.result)}"
        lines.append(
            words(text("label-factor", factor=row.result), size) if short else maths(rule, size)
        )
    return lines
