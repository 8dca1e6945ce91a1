"""The mark of the lowest point of a surface: a small cross with its word."""

from __future__ import annotations

import numpy as np
from manim import DL, DOWN, LEFT, RIGHT, UP, UR, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.drawing.items import Strokes
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.in_space.space import IN_FRONT, Space
from gradreel.scenes.parts.lettering.plate import on_plate
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.parts.maps.lowest_point import LowestPoint, lowest_point
from gradreel.scenes.regions import current
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.objective import Objective

_ARM = 0.06  # world units: half the width of the cross, 8 pixels at 480p
_AWAY = 0.26  # screen units from the middle of the cross to its word, which clears a ball
_NEAR = 0.13  # screen units: places of a run so close to the cross are hidden by its ball
_AIR = np.array([0.07, 0.05, 0.0])  # screen units around a number of an axis
_FARTHEST = 0.9  # screen units: a word farther away would no longer belong to the cross
_CROSS = _ARM * np.array([(-1, -1, 0), (1, 1, 0), (-1, 1, 0), (1, -1, 0)])
_INSIDE = 0.01  # of the domain: a place found nearer to its border may be lower beyond


def lowest_seen(objective: Objective, domain: Domain) -> LowestPoint | None:
    """The lowest point of a loss, if a domain contains it; else None."""
    if objective.minimum is None and objective.expression is None:
        return None
    lowest = lowest_point(objective, domain, _INSIDE)
    return lowest if lowest is not None and lowest.within(domain) else None


class LowestCross:
    """A cross on a surface at its lowest point, with a `word`; `follow` keeps both in place.

    The word is below the cross, or above it where a run through `places` (n, 2) comes from below:
    it would cover the run.
    """

    def __init__(self, space: Space, lowest: LowestPoint, places: Array) -> None:
        self._space, self._place = space, lowest.place
        seen = places[space.inside(places)]
        ways = space.screen(space.at(seen)) - space.screen(space.at(lowest.place))
        heights = ways[np.linalg.norm(ways, axis=1) > _NEAR, 1]
        self._side = UP if heights.size and np.median(heights) < 0.0 else DOWN
        self.cross = Strokes(space.eye, _CROSS, theme.colors().ink, 3.0, lift=IN_FRONT)
        space.items.add(self.cross)
        self.word: VGroup = on_plate(words(text(lowest.word), theme.TICK))
        self._shown = 1.0
        self.follow()

    def show(self, share: float) -> None:
        """Show the cross if its place is in view, from invisible (0) to opaque (1)."""
        self._shown = share
        self.cross.set_opacity(share if self.seen else 0.0)

    @property
    def seen(self) -> bool:
        """Whether its place is in the part of the landscape that is shown."""
        return bool(self._space.inside(self._place[None])[0])

    def follow(self) -> None:
        """Put cross and word where the place is on the screen now."""
        self.show(self._shown)
        # Where it is not seen, the word waits at the border.
        shown = self._space.landscape
        middle = self._space.at(np.clip(self._place, shown.low, shown.high))
        self.cross.set_points(middle + _CROSS)
        self.word.next_to(self._space.screen(middle), self._side, buff=_AWAY)
        self._clear_numbers()
        box, safe = current().surface.space, current().safe
        left = max(box.left, safe.left)
        self.word.shift(max(0.0, left - float(self.word.get_left()[0])) * RIGHT)
        self.word.shift(max(0.0, float(self.word.get_right()[0]) - box.right) * LEFT)

    def _clear_numbers(self) -> None:
        """Move the word to the right of numbers of the axes that it would cover.

        It goes no farther than up to the next number there.
        """
        text = self.word.submobjects[-1]  # the plate below it may meet what the text must not
        (left, bottom, _), (right, top, _) = text.get_corner(DL), text.get_corner(UR)
        shifts, ends = [0.0], [_FARTHEST]
        for label in self._space.labels:
            if not (label.width and label.fill_opacity):
                continue
            low, high = label.get_corner(DL) - _AIR, label.get_corner(UR) + _AIR
            depth = float(min(top, high[1]) - max(bottom, low[1]))
            if left < high[0] and right > low[0]:
                shifts.append(float(np.clip(depth / _AIR[1], 0.0, 1.0) * (high[0] - left)))
            elif right <= low[0] and depth > 0.0:
                ends.append(float(low[0] - right))
        self.word.shift(min(*ends, max(shifts)) * RIGHT)
