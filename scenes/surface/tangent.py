"""The tangent of a slice of a surface, with legs that show its slope."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import RIGHT, UP, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.drawing.items import Item
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.digits.round_steps import round_steps
from gradreel.scenes.parts.in_space.space import IN_FRONT, Space
from gradreel.scenes.parts.lettering.plate import on_plate
from gradreel.scenes.parts.lettering.text import Glyphs, words
from gradreel.solver.numbers import DIGITS, rounded

_ALONG = 0.3  # of the drawn domain: the longest leg along it, which stays beside its curve
_SHORT = 0.1  # of the domain: the shortest leg of length 1, which can still be read
_HIGH = 0.45  # of the drawn heights: the longest leg upward, which stays in the picture
_BACK = 0.5  # of the leg: how far the tangent reaches to the other side
_AIR = 0.1  # screen units around a label with its plate, within the safe area
_OUTSIDE = 0.34  # screen units from the middle of a leg to the middle of its number, at least
_CLEAR = 0.16  # screen units from a leg to the edge of a wide number: half the head of an arrow
_BALL = 0.15  # screen units from the middle of the ball to the edge of a number
_TRIES = 4  # places on the other side of a leg, for a number that would cover one of an axis
_PENCIL = 0.07  # screen units: the radius of the dot that draws the legs


class Tangent:
    """The tangent at parameters (2,) along one of them, as an arrow in which that one grows.

    Its legs are `along` and `up`, in the units of the axes, if heights are in proportion; `labels`
    are their numbers, which keep clear of the texts `beside` the space. Everything is in `items`
    and `labels`, invisible at first.
    """

    def __init__(
        self,
        space: Space,
        here: Array,
        axis: int,
        slope: float,
        loss: float,
        beside: Sequence[VMobject] = (),
    ) -> None:
        landscape = space.landscape
        nudge = np.zeros(2)
        width = float((landscape.high - landscape.low)[axis])
        height = landscape.heights.spread
        share, steepness = float(landscape.share(loss)), landscape.heights.steepness(loss)
        for along in _legs(width, abs(slope), height):
            self.along, nudge[axis] = along, along
            foot, corner, top, back = space.raised(
                here + np.outer([0.0, 1.0, 1.0, -_BACK], nudge),
                share + steepness * slope * along * np.array([0.0, 0.0, 1.0, -_BACK]),
            )
            if float(space.screen(np.array([top]))[0, 1]) <= regions.safe().top:
                break
        # With the printed slope, so that a reader who multiplies the two gets this.
        self.up = float(rounded(slope, DIGITS)) * self.along
        color = theme.colors().gradient
        self.items: list[Item] = [space.arrow(back, top, color)]
        self.labels = VGroup()
        self._corners = np.array([foot, corner, top])
        self._pencil = space.balls(foot, color, _PENCIL)
        if landscape.heights.soft is None and slope:
            legs = np.array([foot, corner, corner, top])
            self.items.append(space.segments(legs, color, 3.0, lift=IN_FRONT))
            middles = space.screen(np.array([(foot + corner) / 2, (corner + top) / 2]))
            ends = space.screen(np.array([foot, corner, top]))
            outward = _outward(ends)
            lengths = np.linalg.norm(np.diff(ends, axis=0), axis=1).tolist()
            for middle, direction, length, value in zip(
                middles, outward, lengths, (self.along, self.up), strict=True
            ):
                label = words(number(value, DIGITS + 1), theme.TICK, color)
                for way in _ways(label, direction, length):
                    _kept_safe(label.move_to(middle + way))
                    others = [*space.labels, *self.labels, *beside]
                    if not (_touches(label, others) or _hides(label, ends[0])):
                        break
                self.labels.add(on_plate(label))
        self._pencil.set_opacity(0.0)
        self.show(0.0)

    @property
    def has_legs(self) -> bool:
        """Whether the legs are drawn."""
        return len(self.labels) > 0

    def show(self, share: float) -> None:
        """Show tangent and legs, from invisible (0) to opaque (1)."""
        for item in self.items:
            item.set_opacity(share)

    def walk(self, share: float) -> None:
        """Draw the legs up to a share of their length, the one along first, with a dot ahead."""
        self.show(1.0)
        if not self.has_legs:
            return
        foot, corner, top = self._corners
        turn = foot + min(1.0, 2.0 * share) * (corner - foot)
        tip = corner + max(0.0, 2.0 * share - 1.0) * (top - corner) if share > 0.5 else turn
        self.items[-1].set_points(np.array([foot, turn, turn, tip]))
        self._pencil.set_points(tip).set_opacity(float(share < 1.0))


def _legs(width: float, slope: float, height: float) -> list[float]:
    """The lengths to try for the leg along: 1 or a round one that fits, and then shorter ones."""
    most = min(_ALONG * width, _HIGH * height / slope if slope else np.inf)
    steps = [float(step) for step in reversed(round_steps(most)) if step <= most]
    if not _SHORT * width <= 1.0 <= most:
        return steps
    return [1.0, *(step for step in steps if step < 1.0)]


def _outward(corners: Array) -> Array:
    """The directions (2, 3) at right angles to the first two sides of a triangle (3, 3), outward.

    Seen nearly edge on, the triangle is thin: other directions would lead along a side, to the
    ball.
    """
    sides = np.diff(corners, axis=0)
    normals = np.stack([-sides[:, 1], sides[:, 0], np.zeros(2)], axis=1)
    inward = np.einsum("ij,ij->i", normals, corners[[2, 0]] - corners[:2]) > 0.0
    normals[inward] *= -1.0
    return np.asarray(normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9))


def _ways(label: Glyphs, outward: Array, length: float) -> list[Array]:
    """Ways (3,) from the middle of a leg to places for its number, the best first.

    They are outside, on the other side, beyond the ends of the leg, and farther off.
    """
    along = np.array([-outward[1], outward[0], 0.0])
    size = np.array([label.width, label.height, 0.0]) / 2
    across, lengthwise = (float(np.abs(way) @ size) for way in (outward, along))
    inward = [-(_OUTSIDE + across + k * theme.TICK) * outward for k in range(_TRIES)]
    reach = length / 2 + _CLEAR + lengthwise
    beyond = sorted((reach * along, -reach * along), key=lambda way: -float(way[1]))
    return [max(_OUTSIDE, _CLEAR + across) * outward, inward[0], *beyond, *inward[1:]]


def _hides(label: Glyphs, ball: Array) -> bool:
    """Whether a label on its plate covers a part of the ball at a screen point."""
    away = np.abs((label.get_center() - ball)[:2])
    return bool((away < np.array([label.width, label.height]) / 2 + _BALL).all())


def _touches(label: Glyphs, others: Sequence[VMobject]) -> bool:
    """Whether a label on its plate touches any other that can be seen."""
    for other in others:
        sizes = np.array([(text.width, text.height) for text in (label, other)])
        away = np.abs((label.get_center() - other.get_center())[:2])
        seen = max(part.get_fill_opacity() for part in other.get_family()) > 0.0
        if other.width and seen and (away < sizes.sum(axis=0) / 2 + _AIR).all():
            return True
    return False


def _kept_safe(label: Glyphs) -> Glyphs:
    """The label, moved into the safe area from above or from the left."""
    safe = regions.safe()
    label.shift(min(0.0, safe.top - _AIR - float(label.get_top()[1])) * UP)
    return label.shift(max(0.0, safe.left + _AIR - float(label.get_left()[0])) * RIGHT)
