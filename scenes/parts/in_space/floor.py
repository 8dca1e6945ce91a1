"""The axes of a space: the border, ticks and names of its floor, and the upright loss axis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np
from manim import DOWN, LEFT, OUT, RIGHT, UP, VGroup, VMobject

from gradreel.scenarios.arrays import Array, Limits
from gradreel.scenes import regions, theme
from gradreel.scenes.drawing.items import Camera3D, Strokes
from gradreel.scenes.parts.digits.scale import scale_of
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.in_space.facing import Corner, Facing
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.lettering.shift_off import shift_off
from gradreel.scenes.parts.lettering.text import Counter, as_ticks, maths
from gradreel.scenes.parts.plots.floor_ticks import (
    COUNT,
    GONE,
    MEETING,
    Tick,
    floor_ticks,
    going_over,
    moved_away,
    rests_well,
    settled,
)
from gradreel.scenes.parts.plots.loss_name import logarithmic, loss_name

# In world units, in which the floor reaches from -1 to 1, if nothing else is said.
HEIGHT = 1.15  # the height of the surface
CLEARANCE = 0.3  # between the floor and the lowest point, so that contours on the floor are seen
_LEVEL = 0.85  # cosine of the elevation up to which the upright axis has as many ticks
# Screen units between the numbers of the upright axis: enough even if the space is drawn smaller.
_APART = 1.1 * theme.TICK
_TICK = 0.05  # the length of a tick
_GAP = 0.12  # screen units from a name to the offset to be added to the numbers
_AIR = 0.06  # screen units between a number and its tick, at least
_ROUNDS = 6  # attempts to shift a name off the numbers that it touches; it stays after the last
_READ = 0.3  # opacity from which on a number is read
_SHORT = 0.3  # screen units: the width of a number up to which it needs no extra room
_NUMBER_BELOW, _NAME_BELOW = 0.12, 0.3  # how far they hang below a floor seen from the side
_LABELS = 4 * COUNT  # on an axis, at most: of two edges while one replaces the other


class _Mark(NamedTuple):
    """A tick from one world point to another, the place and text of its number, its opacity."""

    start: Array
    end: Array
    place: Array
    text: str
    opacity: float


class Floor:
    """The floor of a space with its axes, which follow the eye and the drawn domain.

    Ticks and names are at the two edges nearest to the eye, the upright axis is at the leftmost
    corner. While the eye orbits, they fade from edge to edge; where it rises, ticks stay, or come
    to where a map has them, and names and the upright axis fade.
    """

    def __init__(self, eye: Camera3D, landscape: Landscape, loss: str) -> None:
        self.eye = eye
        corners = np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)], dtype=float)
        border = np.stack([corners, np.roll(corners, -1, axis=0)], axis=1).reshape(-1, 3)
        self.lines = Strokes(eye, border, theme.colors().muted, 2.0)
        self.pole = Strokes(eye, np.empty((0, 3)), theme.colors().muted, 2.0)
        self._border = border
        self.shown = 1.0  # the highest opacity of names and numbers
        self._names = [maths(symbol(name), theme.LABEL) for name in landscape.names]
        name = loss_name(loss)
        if landscape.heights.soft is not None:
            name = logarithmic(name)
        self._names.append(maths(name, theme.LABEL, theme.colors().loss))
        # Heights have the colour of the loss: a number of the floor may stand right below them.
        muted = theme.colors().muted
        colors = muted, muted, theme.colors().loss
        # The offsets are added to the numbers of each axis.
        self._notes = [note for color in colors for note in _blank(1, color)]
        self._numbers = [
            as_ticks(_blank(_LABELS, color), [note])
            for note, color in zip(self._notes, colors, strict=True)
        ]
        self.labels = VGroup(*self._names, *chain(*self._numbers), *self._notes)
        self._home: list[Limits] = []  # the ranges and ticks where no zoom has led away
        self._at_home: list[list[Tick]] = []
        self.put(landscape)

    def put(self, landscape: Landscape, zooming: bool = False) -> None:
        """Show the axes of a part of the landscape; while `zooming`, ticks fade in and out.

        Call it, or `follow`, whenever the eye has moved.
        """
        ranges = [*zip(landscape.low, landscape.high, strict=True)]
        self._heights = landscape.heights
        self._rim = _rim(landscape)
        ranges.append(self._heights.range)
        upright = self._levels
        foot, top = self.eye.view.project(np.array([CLEARANCE, CLEARANCE + HEIGHT])[:, None] * OUT)
        self._ticks = [
            floor_ticks(float(low), float(high), count, zooming)
            for (low, high), count in zip(ranges, (*(COUNT + zooming,) * 2, upright), strict=True)
        ]
        if self._heights.soft is not None:
            ticks = self._heights.ticks(round(upright))
            self._ticks[2] = [(float(value), 1.0) for value in ticks]
        if zooming:
            away = moved_away(self._home[:2], ranges[:2])
            self._ticks = [
                going_over(home, ticks, limits, away)
                for home, ticks, limits in zip(self._at_home, self._ticks, ranges, strict=True)
            ]
        else:
            self._ticks[2] = self._thinned(self._ticks[2], float(np.linalg.norm(top - foot)))
            self._home, self._at_home = ranges, self._ticks
        self._scales = [scale_of([tick for tick, _ in ticks]) for ticks in self._ticks]
        for note, scale in zip(self._notes, self._scales, strict=True):
            note.write(scale.note)
        self._ranges = ranges
        self.follow()

    def rests_well(self, landscape: Landscape) -> bool:
        """Whether a zoom may rest at a part of the landscape: no number would be half faded."""
        heights = landscape.heights
        standing = heights.soft is not None or settled(*heights.range, self._levels)
        edges = zip(landscape.low.tolist(), landscape.high.tolist(), strict=True)
        return standing and all(rests_well(*limits) for limits in edges)

    @property
    def _levels(self) -> float:
        """About how many ticks the upright axis has: the higher the eye, the shorter it is."""
        return COUNT * min(1.0, float(np.hypot(*self.eye.view.toward_eye[:2])) / _LEVEL)

    def _thinned(self, ticks: list[Tick], height: float) -> list[Tick]:
        """Ticks whose numbers do not touch on an upright axis of this height on the screen."""
        while len(ticks) > 2:
            shares = self._heights.share(np.array([tick for tick, _ in ticks]))
            if height * float(np.diff(shares).min()) >= _APART:
                break
            ticks = ticks[::-2][::-1]
        return ticks

    def follow(self) -> None:
        """Put ticks, numbers and names where they belong from the eye's position."""
        self.overhang = 0.0, 0.0  # how far they would reach out of the safe area, to either side
        facing = Facing(self.eye.view.toward_eye)
        # Seen from the side, labels in front of the floor would be on it: they hang below instead.
        self._hanging = facing.level
        near, crowded = facing.near, facing.crowded
        edges = [
            [mark for some in facing.corners(axis) for mark in self._edge(axis, some, crowded)]
            for axis in (0, 1)
        ]
        upright = list(self._upright(near.sides, facing.standing))
        ticks = [end for edge in edges for mark in edge for end in (mark.start, mark.end)]
        self.lines.set_points(np.concatenate([self._border, np.reshape(ticks, (-1, 3))]))
        foot = self._corner(near.sides)
        pole = [foot, foot + (CLEARANCE + HEIGHT) * OUT]
        pole += [end for mark in upright for end in (mark.start, mark.end)]
        self.pole.set_points(np.array(pole)).set_opacity(facing.standing)
        widest = [self._write(axis, marks) for axis, marks in enumerate((*edges, upright))]
        for axis, outward in enumerate(near.outward):
            name = self._names[axis]
            wider = max(0.0, widest[axis] - _SHORT) + max(0.0, float(name.width) - _SHORT) / 2
            self._put_outside(
                name, 1.42 * outward - _NAME_BELOW * self._hanging * OUT, outward, wider
            )
            self._clear_numbers(name, outward)
            self._show_name(axis, float(facing.names[1 - axis]))
        top = self.eye.view.project(foot + (CLEARANCE + HEIGHT) * OUT)
        self._names[2].move_to(top + 0.38 * UP)
        self._clear_sheet(self._names[2])
        beyond = regions.safe().left - float(self._names[2].get_left()[0])
        self._names[2].shift(max(0.0, beyond) * RIGHT)
        self._show_name(2, facing.standing)

    def _write(self, axis: int, marks: list[_Mark]) -> float:
        """Write the numbers of an axis, and return the width of the widest."""
        for label in self._numbers[axis][len(marks) :]:
            label.write("").set_opacity(0.0)
        for label, mark in zip(self._numbers[axis], marks, strict=False):
            label.write(mark.text).set_opacity(self.shown * mark.opacity)
            self._put_outside(label, mark.place, mark.start, (label.width - _SHORT) / 2)
            self._clear_tick(label, mark)
        return max([float(label.width) for label in self._numbers[axis][: len(marks)]], default=0.0)

    def _show_name(self, axis: int, opacity: float) -> None:
        """Show the name of an axis, and on its free side the offset to be added to the numbers."""
        name, note = self._names[axis], self._notes[axis]
        name.set_opacity(self.shown * opacity)
        # Beside the name of the losses, the sheet would run through it.
        note.next_to(name, UP if axis == 2 else DOWN, _GAP).set_opacity(self.shown * opacity)
        safe = regions.safe()
        room = safe.right - note.width / 2
        note.set_x(float(np.clip(note.get_x(), -room, room)))
        note.shift(min(0.0, safe.top - float(note.get_top()[1])) * UP)

    def _put_outside(self, label: VMobject, place: Array, start: Array, excess: float) -> None:
        """Put a label at a place, farther away from `start` by its excess width."""
        tip, foot = self.eye.view.project(np.array([place, start]))
        outward = (tip - foot)[0] / max(float(np.linalg.norm(tip - foot)), 1e-9)
        label.move_to(tip).shift(outward * max(0.0, excess) * RIGHT)
        self._keep_safe(label)

    def _clear_tick(self, label: VMobject, mark: _Mark) -> None:
        """Move a number away from its tick, which it would touch where all is drawn small."""
        start, tip, end = self.eye.view.project(np.array([mark.start, mark.end, mark.place]))[:, :2]
        outward = (end - start) / max(float(np.linalg.norm(end - start)), 1e-9)
        needed = np.abs(outward) @ (label.width / 2, label.height / 2) + _AIR
        lacking = needed - (label.get_center()[:2] - tip) @ outward
        self._keep_safe(label.shift(max(0.0, float(lacking)) * np.array([*outward, 0.0])))

    def _keep_safe(self, label: VMobject) -> None:
        """Move a label sideways into the safe area."""
        safe = regions.safe()
        to_left, to_right = safe.left - label.get_left()[0], safe.right - label.get_right()[0]
        if label.width:
            left, right = self.overhang
            self.overhang = max(left, float(to_left)), max(right, -float(to_right))
        label.shift(float(np.clip(0.0, to_left, to_right)) * RIGHT)

    def _clear_numbers(self, name: VMobject, edge: Array) -> None:
        """Move the name of an axis outward until it touches no number, if there is room.

        `edge` is the middle of its edge, (3,).
        """
        foot, tip = self.eye.view.project(np.array([edge, 2 * edge]))[:, :2]
        outward = (tip - foot) / max(float(np.linalg.norm(tip - foot)), 1e-9)
        for _ in range(_ROUNDS):
            shifts = [
                shift_off(name, label, outward) * min(1.0, label.fill_opacity / _READ)
                for label in chain(*self._numbers)
                if label.width and label.fill_opacity
            ]
            if max(shifts, default=0.0) < 1e-3:
                break
            name.shift(max(shifts) * np.array([*outward, 0.0]))
        self._keep_safe(name)

    def _clear_sheet(self, name: VMobject) -> None:
        """Move the name of the upright axis to the left of where the sheet's border rises to it."""
        border = self.eye.view.project(self._rim)
        risen = border[:, 1] > float(name.get_bottom()[1]) - _AIR
        reached = float(border[risen, 0].min(initial=np.inf))
        name.shift(max(0.0, float(name.get_right()[0]) + _AIR - reached) * LEFT)

    def _edge(self, axis: int, corner: Corner, crowded: float) -> Iterator[_Mark]:
        """The marks along an edge of the floor at a corner.

        Near that, they have no numbers where the view is `crowded`, because both edges' would meet.
        """
        low, high = self._ranges[axis]
        outward = corner.outward[axis]
        for (value, opacity), numeral in self._numbered(axis):
            start = outward.copy()
            start[axis] = 2 * (value - low) / (high - low) - 1
            visible = opacity * corner.edges[1 - axis]
            meeting = float(np.clip((corner.sides[axis] * start[axis] - MEETING) / GONE, 0.0, 1.0))
            down = self._hanging * OUT
            end = start + visible * (_TICK * outward - _TICK * down)
            place = start + 0.17 * outward - _NUMBER_BELOW * down
            shown = visible * (1 - meeting * crowded * corner.edges[axis])
            yield _Mark(start, end, place, numeral, shown)

    def _upright(self, sides: Array, facing: float) -> Iterator[_Mark]:
        """The marks of the upright axis."""
        for (value, opacity), numeral in self._numbered(2):
            share = float(self._heights.share(value))
            foot = self._corner(sides) + (CLEARANCE + HEIGHT * share) * OUT
            out = 1 + _TICK * opacity
            end, place = foot * (out, out, 1.0), foot * (1.14, 1.14, 1.0)
            yield _Mark(foot, end, place, numeral, opacity * facing)

    def _numbered(self, axis: int) -> Iterable[tuple[Tick, str]]:
        """The ticks of an axis, each with the text of its number."""
        return zip(self._ticks[axis], self._scales[axis].texts, strict=True)

    def _corner(self, sides: Array) -> Array:
        """The leftmost corner of the floor, as seen from the eye."""
        ends = np.array([(sides[0], -sides[1], 0.0), (-sides[0], sides[1], 0.0)])
        return np.array(ends[np.argmin(self.eye.view.project(ends)[:, 0])])


def _rim(landscape: Landscape) -> Array:
    """World points (n, 3) along the border of the sheet."""
    ends = np.linspace(-1.0, 1.0, landscape.size)
    x, y = np.meshgrid(ends, ends)
    z = CLEARANCE + HEIGHT * np.clip(landscape.shares, 0.0, 1.0)
    sheet = np.stack([x, y, z], axis=-1)
    return np.concatenate([sheet[0], sheet[-1], sheet[:, 0], sheet[:, -1]])


def _blank(count: int, color: str) -> list[Counter]:
    return [Counter("", theme.TICK, color) for _ in range(count)]
