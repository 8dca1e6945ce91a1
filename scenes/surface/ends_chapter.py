"""What the runs of a surface lesson that start in different places end in: listed, and judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.parts.descents.ends import End, at_lowest, at_minimum, gathered
from gradreel.scenes.parts.digits.numbers import number, round_to
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.geometry.ripple import RING, Ripple
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.maps.lowest import seen_as
from gradreel.scenes.sentences import surface as texts
from gradreel.scenes.surface.ends_legend import EndsLegend
from gradreel.scenes.surface.run_colors import colors_of_ends
from gradreel.solver.numbers import DIGITS

_FEWER = 3  # significant digits: losses that agree in them are nearly the same
# What is said if all runs end in one place: whether it is proven to be the lowest.
_PROVEN = {None: "starts-unproven", True: "starts-one-lowest", False: "starts-not-there"}


class EndsChapter(Chapter):
    """A chapter that lists and judges the ends of all runs.

    It sets the drawn `domain` with its `landscape`, the ends in `groups` with their colours, and
    `spot`, which turns parameters (2,) into the point of the screen (3,) where they are shown.
    """

    domain: Domain
    landscape: Landscape
    groups: list[tuple[End, str]]
    spot: Callable[[Array], Array]

    def legend(self, alone: bool = True) -> EndsLegend:
        return EndsLegend(self.groups, self.domain, self.notation.loss, self.printed, alone)

    def color(self, end: End) -> str:
        return self.color_of_run(end.runs[0])

    def color_of_run(self, index: int) -> str:
        return next(color for group, color in self.groups if index in group.runs)

    def printed(self, loss: float, digits: int = DIGITS) -> str:
        return number(round_to(loss, self._fine), digits)

    @property
    def _fine(self) -> float:
        """A difference of losses that does not count in this landscape."""
        landscape = self.landscape
        return 1e-5 * (landscape.top - landscape.bottom) or 1.0

    def judge(self, ends: list[End], settled: list[End], ridge: bool) -> None:
        """Say what the ends, and the loss between them, prove: global or local, convex or not."""
        if len(settled) == 1 and len(ends) == 1:
            span = self.landscape.high - self.landscape.low
            self.say(_PROVEN[at_lowest(self.objective, settled[0], span)])
            self._ring(settled)
        if len(settled) < 2:
            return
        deepest, highest = settled[0].loss, settled[-1].loss
        if self.printed(deepest) == self.printed(highest):
            self.say("starts-equally-deep" if ridge else "starts-level")
        elif ridge and self.printed(deepest, _FEWER) == self.printed(highest, _FEWER):
            self.say("starts-nearly-as-deep")
        elif local := self._local(settled):
            self.say(texts.local(len(local), self._near(local[-1])))
            self._ring([settled[0]], local)
            return
        else:
            self.say("starts-on-the-way")
        self._ring([settled[0]], [settled[-1]])

    def _local(self, settled: list[End]) -> list[End]:
        """All ends but the lowest, if they are minima above it; else the highest, if it is one."""
        lowest, *others = settled

        def is_local(end: End) -> bool:
            higher = self.printed(end.loss) != self.printed(lowest.loss)
            return higher and at_minimum(self.objective, end, self.recording.runs)

        return others if all(map(is_local, others)) else [*filter(is_local, others[-1:])]

    def _ring(self, *ends: Sequence[End]) -> None:
        """Draw rings around some ends, and then others, while the sentence about them is read."""
        rings = max(1, int(self.unread / RING / len(ends)))
        for some in ends:
            spots = np.array([self.spot(np.array(end.place)) for end in some])
            self.play(Ripple(spots).spreading(rings))

    def _near(self, end: End) -> list[float]:
        """The place of an end, rounded to what can be seen."""
        assert end.place is not None
        return seen_as(end.place, self.domain)


def colored(ends: Sequence[End]) -> list[tuple[End, str]]:
    """Ends with their colours, several as one if there are too many."""
    colors = colors_of_ends()
    return [*zip(gathered(ends, len(colors)), colors, strict=False)]
