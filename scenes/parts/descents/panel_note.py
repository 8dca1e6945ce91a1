"""The note above the picture of a run in a panel: its steps, and whether the axes hold it."""

from __future__ import annotations

from collections.abc import Callable

from manim import RIGHT

from gradreel.scenes import regions, theme
from gradreel.scenes.parts.geometry.box import Pair
from gradreel.scenes.parts.lettering.text import Counter
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.runs import panel_note
from gradreel.solver.message import Message

_APART = 0.15  # screen units from what is above an axis to the note
_LONG = 8.8  # as wide as any scale below 10; larger ones are written without a decimal


class PanelNote(Counter):
    """How many steps a run has made, and how far its axes are widened, or that it has left them.

    `count` words a number of steps. The baseline ends at `right` on the screen. The scales are
    announced to `computed`. Where another `axis` grows otherwise, only this one is told of.
    """

    def __init__(
        self,
        count: Callable[[int], Message],
        right: Pair,
        computed: Callable[[float], float],
        axis: str = "",
    ) -> None:
        super().__init__("", theme.TICK, theme.colors().muted, RIGHT)
        self.on_baseline((*right, 0.0))
        self._count, self._computed, self._axis = count, computed, axis
        self._tells_scale = self._tells_outside = True
        for steps in (1, 2):  # compile all letters now, rather than in an animation
            for scale, outside in ((2.0, False), (1.0, True)):
                self.write(worded(panel_note(count(steps), scale, outside, axis)))

    def tell(self, steps: int, scale: float, outside: bool) -> None:
        """Say how many steps there have been, and how many times as wide the axes are."""
        self._told = steps, scale, outside
        scale = self._computed(scale) if self._tells_scale else 1.0
        outside = outside and self._tells_outside
        self.write(worded(panel_note(self._count(steps), scale, outside, self._axis)))

    def keep_between(self, left: float, right: float) -> None:
        """Move it to the right if it would reach what ends at `left`, but not beyond `right`.

        Where there is no room for all that it will have told up to now, it will only count steps.
        """
        steps, scale, outside = self._told
        scales = [(min(scale, _LONG), False), (scale, False)]
        begin, end = left + _APART, min(right - _APART, regions.safe().right)
        fits = [self._width(steps, *state) <= end - begin for state in (*scales, (scale, outside))]
        self._tells_scale, self._tells_outside = all(fits[:2]), fits[2]
        widest = max(self._width(steps, *state) for state in (*scales, (scale, outside)))
        self.shift(max(0.0, begin + widest - float(self.origin[0])) * RIGHT)

    def _width(self, steps: int, scale: float, outside: bool) -> float:
        self.tell(steps, scale, outside)
        return float(self.width)
