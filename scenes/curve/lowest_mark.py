"""The mark at the lowest point of a curve, with its word."""

from __future__ import annotations

import numpy as np
from manim import RIGHT, UP, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.geometry.points import trace
from gradreel.scenes.parts.lettering.plate import on_plate
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.parts.maps.best_mark import CROSS
from gradreel.scenes.parts.maps.lowest_point import LowestPoint, lowest_point
from gradreel.scenes.parts.plots.curve_axes import CurveAxes
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.objective import Objective

_ARM = 0.1  # screen units: half the width of the cross
_AWAY = 0.3  # screen units from the middle of the cross to its word
_INSIDE = 0.002  # of the domain: a curve that is lowest nearer to its border falls on beyond


def lowest_on_curve(objective: Objective, domain: Domain) -> LowestPoint | None:
    """The lowest point of a curve: proven, or found in a domain."""
    return lowest_point(objective, domain, _INSIDE)


class LowestMark(VMobject):
    """A small cross on the curve, and its `word`; both are empty if the place is not shown."""

    def __init__(self, curve: CurveAxes, lowest: LowestPoint | None) -> None:
        super().__init__(stroke_color=theme.colors().ink, stroke_width=3.0)
        self._curve, self._lowest = curve, lowest
        self.word = VGroup() if lowest is None else on_plate(words(text(lowest.word), theme.TICK))
        self._letters = [*self.word]
        self.put()

    def put(self) -> None:
        """Put the cross where its place is in the current axes, and its word beside it."""
        if self._lowest is None:
            return
        middle = self._curve.at(float(self._lowest.place[0]))
        seen = bool(self._curve.within(middle))
        trace(self, middle + _ARM * CROSS if seen else np.empty((0, 3)))
        self.word.submobjects = [*self._letters] if seen else []
        if seen:
            self._put_word(middle)

    def _put_word(self, middle: Array) -> None:
        above = middle + (_AWAY + self.word.height / 2) * UP
        room = self._curve.within(above + self.word.height * UP)
        self.word.move_to(above if room else 2 * middle - above)
        # Not over the numbers of the axis of the loss.
        self.word.shift(max(0.0, self._curve.box.left - float(self.word.get_left()[0])) * RIGHT)
