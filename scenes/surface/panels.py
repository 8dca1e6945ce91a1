"""Panels that show the runs of a surface lesson side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from manim import LEFT, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.parts.descents.below import Below
from gradreel.scenes.parts.descents.loss_curve import mark_radius
from gradreel.scenes.parts.descents.panel_note import PanelNote
from gradreel.scenes.parts.descents.verdict import verdict
from gradreel.scenes.parts.geometry.box import Box, Domain
from gradreel.scenes.parts.geometry.interpolation import rows_up_to, taken
from gradreel.scenes.parts.geometry.points import discs, place_discs, trace
from gradreel.scenes.parts.lettering.text import shortened, words
from gradreel.scenes.parts.maps.equal_scales import equally_scaled, note_of_scales
from gradreel.scenes.parts.maps.window import Window
from gradreel.scenes.parts.maps.zoomed_map import ZoomedMap
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.run_panel import FIRST_STEPS
from gradreel.solver.message import Message
from gradreel.solver.objective import Objective
from gradreel.solver.run_record import RunRecord

MOST_PANELS = 6  # maps of more would be too small: all runs are then on one map
IN_ONE_ROW = 4  # more are in two rows, without room below the maps
# In screen units, if nothing else is said.
_NUMBERS = 0.9  # room for the numbers left of a map
_APART = 0.12  # between the words of neighbouring panels, at least
_NAME, _NOTE = 0.56, 0.12  # from a map up to its name, and up to a note about it
_HEAD, _START = 0.075, 0.07  # the radii of the dots where a run is, and where it starts
_EDGE = 7.0  # stroke width of the edge of a path, which is seen on both sides of it
_SMALLEST, _OF_GAP = 0.022, 0.35  # the least radius of a mark; its part of the way to the next
_FIRST = 1.02  # times its first width: a map that has grown more shows a frame of its first part


class SurfacePanelPlace(NamedTuple):
    """The box of a panel's map, the greatest width of its words, whether there is room below."""

    box: Box
    words: float
    roomy: bool


class SurfaceRunPanel:
    """One run: what stands still, what moves, its `outcome`, and the `reasons` for it.

    The map begins with `domain`, and grows with a run that leaves it; how far is announced to
    `computed`. Its first part keeps its levels, and then has a frame. `visited` (m, 2) are the
    places of all runs. `count` words a number of steps. `below` makes the picture below the map,
    and `meaning` says what that shows; it is passed a function for the width of the note beside
    that. The name is set in this `size`.
    """

    def __init__(
        self,
        run: RunRecord,
        name: str,
        color: str,
        objective: Objective,
        domain: Domain,
        visited: Array,
        place: SurfacePanelPlace,
        computed: Callable[[float], float],
        count: Callable[[int], Message],
        below: Callable[..., Below | None],
        reasons: VGroup,
        size: float,
    ) -> None:
        self.run, self._domain = run, domain
        self.window = Window(domain, run.parameters)
        self._scale = self.window.scale(0.0)
        resting = [self.window.domain(step) for step in (0.0, FIRST_STEPS, run.steps)]
        self.map = keep_in_room(
            lambda box: ZoomedMap(objective, resting, equally_scaled(domain, box), visited),
            place.box,
            _NUMBERS,
            lambda made: made.leftmost,
        )
        (left, _), top, width = place.box.corner, place.box.top, place.box.width
        self.middle = left + width / 2
        # A run may have nearly the colour of the ground that it crosses.
        ground = theme.colors().background
        self._edge = VMobject(stroke_color=ground, stroke_width=_EDGE, stroke_opacity=0.7)
        self.trail = VMobject(stroke_color=color, stroke_width=3.0)
        self.marks, self.head = (discs(np.empty((0, 3)), _HEAD, color) for _ in range(2))
        self.head.set_stroke(ground, 2.0)
        self._mark = self._mark_radius()
        self.start = discs(self.map.at(run.parameters[:1]), _START, theme.colors().ink)
        self._first = VMobject(stroke_color=theme.colors().ink, stroke_width=1.5)
        self.note = PanelNote(count, (self.map.box.right, top + _NOTE), computed)
        run_parts = self._edge, self.trail, self.marks, self.head, self.start
        scales = note_of_scales(self.map)
        self.moving_parts = VGroup(self.map, self._first, *run_parts, scales, self.note)
        head = shortened(name, place.words, size).on_baseline((0.0, top + _NAME, 0.0))
        beyond = float(head.set_x(self.middle).get_right()[0]) - regions.safe().right
        self.static_parts = VGroup(head.shift(max(0.0, beyond) * LEFT))
        self._below = below(noted=lambda: self.map.noted)
        if self._below:
            self.static_parts.add(self._below.static_parts)
            self.moving_parts.add(self._below.moving_parts)
        foot = self.middle, place.box.bottom
        self.meaning = self._below.meaning if self._below else VGroup()
        self.outcome, self.reasons = verdict(run, place.roomy, reasons, self._below, foot)
        self._write_note(run.steps)
        self.note.keep_between(self.map.ticks.headed, left + place.words)
        self.draw_to(0.0)

    def draw_to(self, step: float) -> None:
        """Draw the run up to a step, which may lie between two recorded ones."""
        scale = self.window.scale(step)
        if scale != self._scale:
            self._scale = scale
            self.map.zoom_to(self.window.domain(step))
            self._frame_first()
        lost = self.window.lost
        passed = rows_up_to(self.run.parameters, step)
        reached, now = passed[:-1], passed[-1:]
        # Once lost, it does not come back, even if a later leg would cross the map.
        way = self.map.path(passed if lost is None else passed[: lost + 1])
        trace(self._edge, way)
        trace(self.trail, way)
        marks = self.map.at(reached[self.map.inside(reached)])
        place_discs(self.marks, marks, self._mark)
        here = self.map.at(now[self.map.inside(now) & (lost is None)])
        place_discs(self.head, here, _HEAD)
        place_discs(self.start, self.map.at(passed[:1]), _START)
        self._write_note(step)
        if self._below:
            self._below.draw_to(step)

    def _write_note(self, step: float) -> None:
        lost = self.window.lost
        outside = lost is not None and step > lost - 1
        self.note.tell(taken(min(step, self.run.steps)), self.window.scale(step), outside)

    def _mark_radius(self) -> float:
        """A radius at which most marks of this run can be told apart, if they can be seen so."""
        seen = self.map.at(self.run.parameters[self.map.inside(self.run.parameters)])
        gaps = np.linalg.norm(np.diff(seen, axis=0), axis=1)
        apart = float(np.median(gaps)) if gaps.size else np.inf
        return min(mark_radius(self.run.steps, 0.055), max(_SMALLEST, _OF_GAP * apart))

    def _frame_first(self) -> None:
        """Draw a frame around what the map showed at first, once it has grown."""
        (left, right), (low, high) = self._domain.values()
        corners = [(left, low), (right, low), (right, high), (left, high), (left, low)]
        ring = self.map.at(np.array(corners))
        trace(self._first, ring if self._scale > _FIRST else ring[:0])


def size_of_names(names: Sequence[str], places: Sequence[SurfacePanelPlace]) -> float:
    """One size of type for the names of all panels, in which each of them has room."""
    widths = [words(name, theme.LABEL).width for name in names]
    fit = all(width <= place.words for width, place in zip(widths, places, strict=True))
    return theme.LABEL if fit else theme.TICK


def panel_places(count: int) -> list[SurfacePanelPlace]:
    """The places of the panels: in one row with room below, or in two without."""
    frame = regions.current().surface
    rows = {1: frame.two_panels, 2: frame.two_panels, 3: frame.three_panels, 4: frame.four_panels}
    boxes = rows.get(count, frame.six_panels)
    apart = boxes[1].left - boxes[0].left - _APART
    return [SurfacePanelPlace(box, apart, count <= IN_ONE_ROW) for box in boxes[:count]]
