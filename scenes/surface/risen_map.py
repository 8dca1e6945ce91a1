"""The map that the floor of a space becomes when the eye rises above it, and back again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from manim import Animation, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme, timing
from gradreel.scenes.parts.geometry.box import Box, Domain
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import discs, polyline
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.in_space.rising import rising, rising_time
from gradreel.scenes.parts.in_space.space import IN_FRONT, ON_SURFACE
from gradreel.scenes.parts.in_space.viewpoint import seen_share
from gradreel.scenes.parts.maps.equal_scales import equally_scaled
from gradreel.scenes.parts.maps.framing import between
from gradreel.scenes.parts.maps.loss_map import LossMap
from gradreel.scenes.parts.maps.over_floor import laying, lifting
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.surface.trail import DescendedPicture

_LAID = 0.4  # seconds in which the map comes to lie over the floor, or goes
_GONE = 0.3  # share of the flight in which the first run fades: the map shows all runs
_EDGE, _LINE = 7.0, 4.0  # stroke widths of the line of a cut, and of its edge
_CLEAR = 0.6  # opacity of that edge
_DOT = 0.09  # screen units: the radius of the dot at the highest place of the cut


def line_of_cut(view: LossMap, cut: Array, crest: Array) -> VGroup:
    """The line on a map through places `cut` (n, 2), with a dot at the highest of them, `crest`."""
    points, colors = view.path(cut[[0, -1]]), theme.colors()
    return VGroup(
        polyline(points, colors.background, _EDGE, stroke_opacity=_CLEAR),
        polyline(points, colors.loss, _LINE),
        discs(view.at(crest[None]), _DOT, colors.ink).set_stroke(colors.background, 1.5),
    )


class RisenMap:
    """A map of a domain, in a room, to which the eye rises from a picture, and from which it sinks.

    The surface in the picture is cut along a line through places `cut` (n, 2). The floor is square:
    the map that comes to lie over it may have different scales, unlike `view`.
    """

    def __init__(
        self, picture: DescendedPicture, landscape: Landscape, domain: Domain, room: Box, cut: Array
    ) -> None:
        self._trail, self.space, self._cut = picture.trail, picture.space, cut
        self.view = keep_in_room(lambda box: LossMap(landscape, equally_scaled(domain, box)), room)
        self._landscape, self._floor = landscape, _squared(self.view.box)
        space = self.space
        points = space.at(cut[space.inside(cut)])
        hidden = seen_share(space.landscape, points, space.eye.view) < 1.0
        lift = IN_FRONT if hidden else ON_SURFACE
        colors, start = theme.colors(), points[:1]
        self._edge = space.stroke(start, colors.background, _EDGE, lift).set_opacity(_CLEAR)
        self._line = space.stroke(start, colors.loss, _LINE, lift)
        self._drawn = 0.0
        self._home, self._whole = space.eye.view, space.landscape
        limits = zip(self._whole.low.tolist(), self._whole.high.tolist(), strict=True)
        self._domain, self._first = domain, dict(zip(domain, limits, strict=True))

    def draw(self, share: float) -> None:
        """Draw the cut on the surface, up to a share of its places."""
        self._drawn = share
        passed = self._cut[: max(1, round(share * len(self._cut)))]
        points = self.space.at(passed[self.space.inside(passed)])
        self._edge.set_points(points)
        self._line.set_points(points)

    def rising(self) -> Animation:
        """An animation of the eye, which rises until it looks straight down."""
        return moving(self.space, self._rise, self._seconds, steady=True)

    def laid(self, crest: Array) -> tuple[LossMap, VGroup]:
        """The map as it lies over the floor, and the line of the cut on it."""
        square = self.square()
        return square, line_of_cut(square, self._cut, crest)

    def laying(self, square: LossMap, line: VGroup) -> list[Animation]:
        """Animations in which they come to lie there."""
        return laying(self.space, [square, *line[:2]], line[2], _LAID)

    def square(self) -> LossMap:
        """A map that lies over the floor, as the eye sees it from above."""
        return LossMap(self._landscape, self._floor)

    def sinking(self, square: LossMap) -> Iterator[list[Animation]]:
        """Animations in which a map that lies there becomes the floor again, and the eye sinks.

        Each list is to be played after the one before.
        """
        self._edge.set_opacity(0.0)
        self._line.set_opacity(0.0)
        yield lifting(self.space, [square], VGroup(), _LAID)
        yield [
            moving(self.space, lambda share: self._rise(1.0 - share), self._seconds, steady=True)
        ]

    @property
    def _seconds(self) -> float:
        return rising_time(self._home) + timing.BEAT / 2  # not rounded down to a beat: too fast

    def _rise(self, share: float) -> None:
        if self._domain != self._first:
            shown = between(self._first, self._domain, share)
            self.space.spread(self._whole if share == 0.0 else self._whole.over(shown))
            self.draw(self._drawn)
        self._trail.place(self._trail.run.steps, max(0.0, 1.0 - share / _GONE))
        room = regions.current().surface.space.corners
        self.space.set_view(rising(self._home, room, self._floor.corners, share))


def _squared(box: Box) -> Box:
    """The largest square in a box, in its middle."""
    side = min(box.size)
    left, bottom = (np.array(box.corner) + (np.array(box.size) - side) / 2).tolist()
    return Box((left, bottom), (side, side))
