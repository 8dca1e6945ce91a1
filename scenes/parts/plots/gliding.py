"""Where the parts of a picture go when its axes become others, which show the same elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from manim import DL, UR, Mobject, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.points import Discs
from gradreel.scenes.parts.lettering.measured_text import MeasuredText
from gradreel.scenes.parts.plots.axes import Axes
from gradreel.scenes.parts.plots.fixed_ticks import FixedTicks
from gradreel.scenes.parts.plots.ticks import MovingTicks

_AROUND = 0.8  # screen units around axes: what is so near goes with them, as their names do
_BESIDE = 0.25  # screen units: letters so far outside are no part of axes, as formulas above them
_MOST = 4.0  # times larger or smaller: beyond that nothing could be followed
_SAME = 1e-6  # screen units: a shorter way is none


@dataclass(frozen=True)
class _Map:
    """Takes screen points (n, 3) elsewhere: larger or smaller along each axis, and shifted."""

    scale: Array  # (3,)
    shift: Array  # (3,)

    @classmethod
    def between(cls, size: Array, point: Array, new_size: Array, new_point: Array) -> _Map:
        """The map from lengths `size` (2,) around a point (3,) to others around another."""
        scale = np.array([*(new_size / size), 1.0])
        return cls(scale, new_point - scale * point)

    @property
    def reversed(self) -> _Map:
        """The way back."""
        return _Map(1.0 / self.scale, -self.shift / self.scale)

    def moved(self, leaf: VMobject) -> Array:
        """The points (n, 3) of a shape elsewhere."""
        return _moved(leaf, lambda points: points * self.scale + self.shift)


class Glide:
    """The way from the axes `start` to the axes `end`, on which data keep their places.

    The lines, numbers and names of the axes go from border to border, as far from it as they were.
    """

    def __init__(self, start: Axes, end: Axes) -> None:
        self.start, self.end = start, end
        (x, _), (y, _) = start.x, start.y
        there = end.place(x + start.zero - end.zero, y)
        self._data = _Map.between(start.unit, start.place(x, y), end.unit, there)

    @property
    def followed(self) -> bool:
        """Whether the eye can follow it."""
        return bool((np.abs(np.log(self._data.scale)) < np.log(_MOST)).all())

    @property
    def leads(self) -> bool:
        """Whether it leads anywhere."""
        corners = np.array([(*corner, 0.0) for corner in self.start.box.corners])
        scale, shift = self._data.scale, self._data.shift
        return bool(np.abs(corners * scale + shift - corners).max() > _SAME)

    def ahead(self, leaf: VMobject) -> Array | None:
        """The points (n, 3) to which a shape of the start goes; None if the end has no room."""
        return _gone(leaf, self.start, self.end, self._data)

    def back(self, leaf: VMobject) -> Array | None:
        """The points (n, 3) from which a shape of the end comes; None if the start has no room."""
        return _gone(leaf, self.end, self.start, self._data.reversed)


def glides(old: Iterable[Mobject], new: Iterable[Mobject]) -> list[Glide]:
    """The ways from axes in one picture to those in another that show the same.

    If several in one picture do, the first of them is taken, that of the first run.
    """
    before, after = _by_subject(old), _by_subject(new)
    ways = (
        Glide(before[subject][0], after[subject][0])
        for subject in before
        if min(len(before[subject]), len(after.get(subject, ()))) == 1
    )
    return [way for way in ways if way.followed]


def axes_besides(mobjects: Iterable[Mobject], gliding: Sequence[Axes]) -> list[Axes]:
    """All axes in a picture but those that glide."""
    family = (part for top in mobjects for part in top.get_family())
    return [part for part in family if isinstance(part, Axes) and part not in gliding]


def led(
    leaf: VMobject, ways: Sequence[Glide], others: Sequence[Axes], back: bool = False
) -> Array | None:
    """The points (n, 3) to which a shape goes with the nearest axes; None if it stays.

    With `back`, those from which it comes. It stays if the nearest axes are among the `others`,
    which do not glide, or do not lead anywhere.
    """
    near = _nearest(leaf, [*(way.end if back else way.start for way in ways), *others])
    if near is None or near >= len(ways) or not ways[near].leads:
        return None
    return ways[near].back(leaf) if back else ways[near].ahead(leaf)


def _nearest(leaf: VMobject, axes: Sequence[Axes]) -> int | None:
    """The index of the axes to which a shape belongs; None if it is far from all of them."""
    away = [_distance(leaf, some) for some in axes]
    index = int(np.argmin(away)) if away else 0
    return index if away and away[index] < _AROUND else None


def _by_subject(mobjects: Iterable[Mobject]) -> dict[str, list[Axes]]:
    """The linear axes in a picture, by what they show."""
    found: dict[str, list[Axes]] = {}
    for part in (part for top in mobjects for part in top.get_family()):
        if isinstance(part, Axes) and part.subject and not part.log:
            found.setdefault(part.subject, []).append(part)
    return found


def _distance(leaf: VMobject, axes: Axes) -> float:
    """From axes to the middle of a shape beside them, or less than 0 if it is a part of them."""
    if leaf in axes.get_family():
        return -1.0
    low, high = (np.array(corner) for corner in axes.box.corners)
    middle = leaf.get_center()[:2]
    return float(np.maximum(np.maximum(low - middle, middle - high), 0.0).max())


def _gone(leaf: VMobject, start: Axes, end: Axes, data: _Map) -> Array | None:
    """The points (n, 3) of a shape when some axes have become others; None if it has no room there.

    Letters beside axes go along the border. Those of the axes themselves always have room.
    """
    for ticks in (
        part for part in start.get_family() if isinstance(part, FixedTicks | MovingTicks)
    ):
        for name in ticks.names:
            if leaf in name.get_family():
                return np.asarray(leaf.points + _from_corner(name, start.box, end.box))
        if leaf in ticks.get_family():
            return _along_border(leaf, start.box, end.box)
    beside = isinstance(leaf, MeasuredText) and not start.within(leaf.get_center())
    if beside and _distance(leaf, start) > _BESIDE:
        return None
    moved = _along_border(leaf, start.box, end.box) if beside else data.moved(leaf)
    return moved if end.within(moved, _AROUND).all() else None


def _moved(leaf: VMobject, goals: Callable[[Array], Array]) -> Array:
    """The points (n, 3) of a shape where `goals` takes them; letters and discs keep their form."""
    points = np.asarray(leaf.points)
    match leaf:
        case MeasuredText():
            middle = leaf.get_center()[None]
        case Discs():
            middle = leaf.centers
        case _:
            return goals(points)
    return np.asarray(points + goals(middle) - middle)


def _from_corner(name: VMobject, box: Box, other: Box) -> Array:
    """How far (3,) a name beside a corner of a box goes to be beside that of another."""
    corners, others = (
        np.array([(x, y, 0.0) for x in (each.left, each.right) for y in (each.bottom, each.top)])
        for each in (box, other)
    )
    apart = corners - np.clip(corners, name.get_corner(DL), name.get_corner(UR))
    return np.asarray((others - corners)[np.linalg.norm(apart, axis=1).argmin()])


def _along_border(leaf: VMobject, box: Box, other: Box) -> Array:
    """The points (n, 3) of a shape around a box, around another; it keeps its distance."""
    (low, high), (new_low, new_high) = (np.array(each.corners) for each in (box, other))

    def goals(points: Array) -> Array:
        nearest_inside = np.clip(points[:, :2], low, high)
        shares = (nearest_inside - low) / (high - low)
        moved = new_low + shares * (new_high - new_low) + points[:, :2] - nearest_inside
        return np.column_stack([moved, points[:, 2]])

    return _moved(leaf, goals)
