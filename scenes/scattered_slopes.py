"""What chapters about noise share: the arrow of the true slopes, and those of steps around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from manim import FadeIn, Mobject, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.parts.geometry.lines import FlatArrow, place_arrow
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.maps.downhill import Downhill, arrow_note
from gradreel.scenes.parts.maps.loss_map import LossView

MOST = 12  # steps whose arrows are shown at the start: these still stand apart
_EACH = 0.5  # seconds for each of them, at least
_SWING = 2.0  # seconds in which the arrows close up and open again, at least
_THIN = 0.6  # opacity of the arrows of steps, behind that of the true slopes


class ScatteredSlopes(Chapter):
    """At the start of a run: the arrow against the true gradient, then those that steps see.

    All are drawn at one scale, at which each of them fits; `note` says so if it is not theirs.
    """

    def show_true(self, view: LossView, seen: Sequence[Array]) -> None:
        """Let the arrow against the gradient grow, at a scale at which those `seen` fit as well."""
        self.view, self.here = view, self.run.parameters[0]
        grads = [self.run.grad[0], *seen]
        longest = max(grads, key=lambda grad: Downhill(view, self.here, grad).times)
        self.down = Downhill(view, self.here, longest)
        self.whole, tip = self._arrow(self.run.grad[0], theme.colors().step)
        self.note, self.fan = VGroup(), VGroup()
        self._arrows: list[tuple[FlatArrow, Array]] = []
        self.lay(self.fan)
        self.lay(self.whole)
        self.play(moving(self.whole, partial(self.down.grow, self.whole, tip), 1.2))
        if self.down.times > 1:
            self.note.add(arrow_note(view, self.down, self.computed))
            self.play(FadeIn(self.note), run_time=0.4)

    def lay(self, shape: VMobject) -> None:
        """Add a shape to the picture, below the dot."""
        raise NotImplementedError

    def show_each(
        self, seen: Sequence[Array], before: Callable[[int], None] = lambda index: None
    ) -> None:
        """Let one arrow after the other grow, and do something before each."""
        seconds = max(_EACH, self.unread / len(seen))
        for index, grad in enumerate(seen):
            before(index)
            arrow, tip = self._arrow(grad, theme.colors().data, _THIN)
            self.fan.add(arrow)
            self._arrows.append((arrow, tip))
            self.play(moving(arrow, partial(self.down.grow, arrow, tip), seconds))

    def gather(self) -> None:
        """Let all arrows close up to the true one, and open again, while a sentence is read."""

        def swing(share: float) -> None:
            apart = abs(np.cos(np.pi * share))
            for arrow, tip in self._arrows:
                end = self.whole.tip + apart * (tip - self.whole.tip)
                place_arrow(arrow, self.down.start, end)

        self.play(moving(self.fan, swing, max(_SWING, self.unread), steady=True))

    @property
    def slopes(self) -> list[Mobject]:
        """All arrows, and the note about their scale."""
        return [self.fan, self.whole, self.note]

    def _arrow(self, grad: Array, color: str, opacity: float = 1.0) -> tuple[FlatArrow, Array]:
        """An arrow against a gradient (p,), and its tip at the scale of all of them."""
        along = np.zeros(3)
        along[: len(grad)] = -grad * self.view.unit[: len(grad)]
        return FlatArrow(color, opacity), np.asarray(self.down.start + self.down.share * along)
