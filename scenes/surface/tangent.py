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
from gradreel.scenes.parts.lettering.plate import AIR, on_plate
from gradreel.scenes.parts.lettering.text import Glyphs, words
from gradreel.solver.numbers import DIGITS, rounded

_ALONG = 0.3  # of the drawn domain: the longest leg along it, which stays beside its curve
_SHORT = 0.1  # of the domain: the shortest leg of length 1, which can still be read
_HIGH = 0.45  # of the drawn heights: the longest leg upward, which stays in the picture
# Of the leg along: how far the tangent reaches to the other side, and its head beyond both legs,
# where it hides neither.
_BACK, _AHEAD = 0.5, 1.5
_AIR = 0.1  # screen units around a label with its plate, within the safe area
_OUTSIDE = 0.34  # screen units from the middle of a leg to the middle of its number, at least
_CLEAR = 0.16  # screen units from a leg to the edge of a wide number: half the head of an arrow
_BALL = 0.15  # screen units from the middle of the ball to the edge of a number
_LOOKS, _HEAD = 60, 0.06  # points of the tangent, and room on either side of it, nearly its head's
_TRIES = 4  # places on each side of a leg, for a number that would cover something
_PENCIL = 0.05  # screen units: the radius of the dot that draws the legs
_LEG = 4.0  # the thickness of a leg, less than that of the tangent


class Tangent:
    """The tangent at parameters (2,) along one of them, as an arrow in which that one grows.

    Its legs are `along` and `up`, in the units of the axes, if heights are in proportion; `labels`
    are their numbers, which keep clear of the texts `beside` the space. The leg along is not longer
    than `longest`. Everything is in `items` and `labels`, invisible at first.
    """

    def __init__(
        self,
        space: Space,
        here: Array,
        axis: int,
        slope: float,
        loss: float,
        beside: Sequence[VMobject] = (),
        longest: float = np.inf,
    ) -> None:
        landscape, self._space = space.landscape, space
        nudge = np.zeros(2)
        width = float((landscape.high - landscape.low)[axis])
        height = landscape.heights.spread
        share, steepness = float(landscape.share(loss)), landscape.heights.steepness(loss)
        for along in _legs(width, abs(slope), height, longest):
            self.along, nudge[axis] = along, along
            foot, corner, top, back, ahead = space.raised(
                here + np.outer([0.0, 1.0, 1.0, -_BACK, _AHEAD], nudge),
                share + steepness * slope * along * np.array([0.0, 0.0, 1.0, -_BACK, _AHEAD]),
            )
            beyond, there = space.screen(np.array([ahead, top]))[:, 1].tolist()
            if there <= regions.safe().top:
                break
        if beyond > regions.safe().top:
            ahead = top
        # With the printed slope, so that a reader who multiplies the two gets this.
        self.up = float(rounded(slope, DIGITS)) * self.along
        color = theme.colors().gradient
        self.items: list[Item] = [space.arrow(back, ahead, color)]
        self.labels = VGroup()
        self._corners = np.array([foot, corner, top])
        self._pencil = space.balls(foot, color, _PENCIL)
        if landscape.heights.soft is None and slope:
            legs = np.array([foot, corner, corner, top])
            self.items.append(space.segments(legs, color, _LEG, lift=IN_FRONT))
            middles = space.screen(np.array([(foot + corner) / 2, (corner + top) / 2]))
            ends = space.screen(np.array([foot, corner, top]))
            outward, tangent = _outward(ends), space.screen(np.linspace(back, ahead, _LOOKS))
            lengths = np.linalg.norm(np.diff(ends, axis=0), axis=1).tolist()
            for middle, direction, length, value in zip(
                middles, outward, lengths, (self.along, self.up), strict=True
            ):
                label = words(number(value, DIGITS + 1), theme.TICK, color)
                for way in _ways(label, direction, length):
                    _kept_safe(label.move_to(middle + way))
                    others = [*space.labels, *self.labels, *beside]
                    hides = _hides(label, ends[0]) or _crosses(label, tangent)
                    if not (hides or _touches(label, others)):
                        break
                self.labels.add(on_plate(label))
        self._away = [label.get_center() - at for label, at in self._beside()]
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

    def follow(self) -> None:
        """Put the numbers beside their legs again, after the eye has turned."""
        for (label, at), away in zip(self._beside(), self._away, strict=True):
            label.move_to(at + away)

    def _beside(self) -> list[tuple[VMobject, Array]]:
        """Each number with the screen point in the middle of its leg."""
        middles = self._space.screen((self._corners[:-1] + self._corners[1:]) / 2)
        return list(zip(self.labels, middles, strict=False))

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


def shared_leg(space: Space, slopes: Array) -> float:
    """The longest leg along both parameters that their tangents can share, with `slopes` (2,).

    It is infinite if there is none that can be read along both.
    """
    widths, height = (
        space.landscape.high - space.landscape.low,
        space.landscape.heights.spread,
    )
    legs = [
        np.array(_legs(width, slope, height))
        for width, slope in zip(widths.tolist(), np.abs(slopes).tolist(), strict=True)
    ]
    readable = [leg for leg in legs[0].tolist() if leg >= _SHORT * widths.max() * (1.0 - 1e-9)]
    return next((leg for leg in readable if np.isclose(legs[1], leg).any()), np.inf)


def _legs(width: float, slope: float, height: float, longest: float = np.inf) -> list[float]:
    """The lengths to try for the leg along: 1 or a round one that fits, and then shorter ones."""
    room = _HIGH * height / slope if slope else np.inf
    most = min(_ALONG * width, room, longest * (1.0 + 1e-9))
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

    They are outside, also farther off, on the other side, and beyond the ends of the leg.
    """
    along = np.array([-outward[1], outward[0], 0.0])
    size = np.array([label.width, label.height, 0.0]) / 2
    across, lengthwise = (float(np.abs(way) @ size) for way in (outward, along))
    outside = max(_OUTSIDE, _CLEAR + across) * outward
    farther = [outside + k * theme.TICK * outward for k in range(1, _TRIES)]
    inward = [-(_OUTSIDE + across + k * theme.TICK) * outward for k in range(_TRIES)]
    reach = length / 2 + _CLEAR + lengthwise
    beyond = sorted((reach * along, -reach * along), key=lambda way: -float(way[1]))
    return [outside, *farther, inward[0], *beyond, *inward[1:]]


def _hides(label: Glyphs, ball: Array) -> bool:
    """Whether a label on its plate covers a part of the ball at a screen point."""
    away = np.abs((label.get_center() - ball)[:2])
    return bool((away < np.array([label.width, label.height]) / 2 + _BALL).all())


def _crosses(label: Glyphs, line: Array) -> bool:
    """Whether a label on its plate covers a part of an arrow along screen points (n, 3)."""
    away = np.abs((line - label.get_center())[:, :2])
    covered = np.array([label.width, label.height]) / 2 + AIR + _HEAD
    return bool((away < covered).all(axis=1).any())


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
