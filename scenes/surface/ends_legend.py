"""The legend of a map of runs that start in different places: how many end where."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import LEFT, VGroup

from gradreel.scenes import regions, theme
from gradreel.scenes.parts.descents.ends import End
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.geometry.points import discs
from gradreel.scenes.parts.lettering.text import maths, words
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.parts.maps.lowest import seen_as
from gradreel.scenes.sentences import surface as texts
from gradreel.scenes.sentences.catalogue import worded

_ROOMY = 4  # ends: up to so many are listed in large letters
# The size of letters, and screen units between entries: of few ends, of many, and of those beside
# which something else is shown.
_LARGE, _SMALL, _BESIDE = (theme.HEADING, 0.5), (theme.TICK, 0.3), (theme.LABEL, 0.3)


class EndsLegend(VGroup):
    """How many of the runs end where, each place in its colour, with the loss there as `printed`.

    It is `alone` beside the picture, or below a profile.
    """

    def __init__(
        self,
        groups: Sequence[tuple[End, str]],
        domain: Domain,
        loss: str,
        printed: Callable[[float], str],
        alone: bool,
    ) -> None:
        super().__init__()
        self._domain, self._name, self._printed = domain, loss, printed
        self._total = sum(len(end.runs) for end, _ in groups)
        few = len(groups) <= _ROOMY
        size, apart = (_LARGE if few else _SMALL) if alone else _BESIDE
        self.add(*(self._entry(end, color, size) for end, color in groups))
        self.arrange(aligned_edge=LEFT, direction=(0, -1, 0), buff=apart)
        frame = regions.current().surface
        place = (frame.legend if few else frame.long_legend) if alone else frame.legend_below
        self.move_to((*place, 0), aligned_edge=LEFT)
        if self.get_right()[0] > regions.safe().right:
            room = regions.safe().right - place[0]
            self.scale(room / self.width, about_point=self.get_left())

    def _entry(self, end: End, color: str, size: float) -> VGroup:
        mark = discs(np.zeros((1, 3)), 0.11, color)
        if end.place is None:
            restless = worded(texts.restless(len(end.runs), self._total))
            line = words(restless, min(size, theme.LABEL), color)
            return VGroup(mark, line).arrange(buff=0.2)
        name = in_math(self._name, theme.colors().loss)
        if end.places > 1:
            ended, sign = texts.elsewhere(len(end.runs), self._total, end.places), ">="
        else:
            near = seen_as(end.place, self._domain)
            ended, sign = texts.ended(len(end.runs), self._total, near), "="
        lines = VGroup(
            words(worded(ended), size, color),
            maths(f'{name} {sign} "{self._printed(end.loss)}"', size),
        ).arrange(aligned_edge=LEFT, direction=(0, -1, 0), buff=0.14)
        mark.next_to(lines[0], LEFT, buff=0.2)
        return VGroup(mark, lines)
