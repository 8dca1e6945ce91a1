"""Panels that show the runs of a curve lesson side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from manim import LineJointType, VGroup, VMobject

from gradreel.scenes import regions, theme
from gradreel.scenes.curve.axis_step import AxisStep
from gradreel.scenes.curve.zoomed_curve import ZoomedCurve
from gradreel.scenes.parts.descents.below import Below
from gradreel.scenes.parts.descents.loss_curve import mark_radius
from gradreel.scenes.parts.descents.panel_note import PanelNote
from gradreel.scenes.parts.descents.verdict import verdict
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.formulas.notation import Notation, spoken
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.interpolation import rows_up_to, taken
from gradreel.scenes.parts.geometry.points import place_discs, trace
from gradreel.scenes.parts.lettering.text import shortened
from gradreel.scenes.parts.plots.loss_name import loss_name
from gradreel.scenes.parts.plots.places import apart_on_screen, way_on_screen
from gradreel.solver.message import Message
from gradreel.solver.objective import Objective
from gradreel.solver.run_record import RunRecord

MOST_PANELS = 6  # curves of more would be too small: all runs are then on one curve
IN_ONE_ROW = 4  # more panels are in two rows, without room below the curves
# In screen units.
_MARGIN = 1.3  # left of the first panel in a row, whose axes have the numbers for all
_TIP = 0.2  # the length of an arrow's tip
_NAME, _NOTE = 0.56, 0.12  # from the curve up to its name, and up to a note about it


class CurvePanelPlace(NamedTuple):
    """The box of a panel's curve, whether there is room below it, and its place in the row.

    The first in a row is `numbered`, for all axes with the same scale.
    """

    box: Box
    roomy: bool
    numbered: bool
    last: bool


class CurveRunPanel(VGroup):
    """One run on the curve, in zigzags from place to place, its `outcome` and the `reasons` for it.

    Its axes will rest at the limits `resting`, beginning with the first, and include the loss
    `start`; how much they grow is announced to `computed`. `count` words a number of steps.
    `static_parts` stand still, `moving_parts` move. `below` makes the picture below the curve, and
    `meaning` says what that shows. It is the `first` of a row, or not.
    """

    def __init__(
        self,
        run: RunRecord,
        name: str,
        color: str,
        objective: Objective,
        resting: Sequence[tuple[float, float]],
        parameter: str,
        notation: Notation,
        start: float,
        place: CurvePanelPlace,
        computed: Callable[[float], float],
        count: Callable[[int], Message],
        below: Callable[[], Below | None],
        reasons: VGroup,
    ) -> None:
        super().__init__()
        self.run = run
        self._width = float(np.ptp(resting[0]))
        self._visited = run.parameters[:, 0]
        box, self.first = place.box, place.numbered
        self.middle = box.left + box.width / 2
        held = [np.array([start])] * len(resting)
        numbered = place.numbered or resting[-1] != resting[0]
        names = (
            symbol(parameter) if place.last else "",
            loss_name(notation.loss) if place.numbered else notation.loss if numbered else "",
        )
        self.axes = ZoomedCurve(objective, resting, box, names, held, numbered=numbered, small=True)
        self.path = VMobject(
            stroke_color=color,
            stroke_width=2.5,
            stroke_opacity=0.75,
            joint_type=LineJointType.ROUND,
        )
        self.marks = _dot(color)
        self.start = _dot(theme.colors().ink)
        self.refused = AxisStep(_TIP)
        above = box.right, box.top + _NOTE
        self.note = PanelNote(count, above, computed, spoken(symbol(parameter)))
        self.moving_parts = VGroup(
            self.axes, self.path, self.marks, self.start, self.refused, self.note
        )
        head = shortened(name, box.width + 0.7 * regions.current().curve.panel_gap)
        head.on_baseline((0.0, box.top + _NAME, 0.0)).set_x(self.middle)
        self.static_parts = VGroup(head)
        self._below = below()
        if self._below:
            self.static_parts.add(self._below.static_parts)
            self.moving_parts.add(self._below.moving_parts)
        foot = self.middle, box.bottom
        self.meaning = self._below.meaning if self._below else VGroup()
        self.outcome, self.reasons = verdict(run, place.roomy, reasons, self._below, foot)
        self.draw_to(run.steps, resting[-1])
        beside = box.right + regions.current().curve.panel_gap
        self.note.keep_between(self.axes.ticks.headed, beside)
        self.draw_to(0.0, resting[0])

    @property
    def numbers(self) -> float:
        """How far the numbers on the left of its axes reach, in screen units, where they rest."""
        return self.axes.box.left - self.axes.leftmost

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
        self.note.tell(taken(step), float(np.ptp(limits)) / self._width, not within[-1])
        self._refuse(step)
        if self._below:
            self._below.draw_to(step)

    def _refuse(self, step: float) -> None:
        """Draw the refused step, at the end, as far as the axis goes."""
        here = float(self._visited[-1])
        refused = self.run.beyond[:, 0].tolist() if step == self.run.steps else []
        self.refused.put(self.axes, here, *(refused or [here]))


def panel_places(count: int, gap: float, raised: float = 0.0) -> list[CurvePanelPlace]:
    """The places of `count` panels, a gap apart; those in one row are `raised` for room below."""
    frame = regions.current().curve
    in_row = count if count <= IN_ONE_ROW else 3
    whole = frame.panel_row
    row = Box((whole.left, whole.bottom + raised), (whole.width, whole.height - raised))
    room = row.width - _MARGIN - in_row * gap
    width = min(frame.panel_width, room / in_row)
    left = row.left + _MARGIN + (room - in_row * width) / 2
    columns = [left + i * (width + gap) for i in range(in_row)]
    rows = (row,) if count <= IN_ONE_ROW else frame.panel_rows
    return [
        CurvePanelPlace(
            Box((columns[i % in_row], rows[i // in_row].bottom), (width, rows[i // in_row].height)),
            roomy=len(rows) == 1,
            numbered=i % in_row == 0,
            last=i % in_row == in_row - 1 or i == count - 1,
        )
        for i in range(count)
    ]


def window(
    domain: tuple[float, float], places: Sequence[float], farthest: float = 0.75
) -> tuple[float, float]:
    """A domain widened to include some places, by at most `farthest` widths to either side."""
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
