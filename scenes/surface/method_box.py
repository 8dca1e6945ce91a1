"""Slopes divided by their usual sizes: a box of these sizes becomes a square, and takes an arrow
along."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from manim import Animation, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.methods.rule import MethodRule
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import trace
from gradreel.scenes.parts.maps.close_map import CloseMap
from gradreel.scenes.surface.method_arrows import TermArrows
from gradreel.solver.run_record import RunRecord

_CORNERS = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1), (1, 1)])
_WIDTH = 3.0  # the stroke of the box
_GROW, _SQUARE, _FADE = 0.9, 1.6, 0.3  # seconds


class BoxedArrows(TermArrows):
    """The slopes, or their means, as an arrow within a box that is as large as they usually are.

    The box reaches the root of the mean square of each slope to either side, at the scale of the
    arrows. In the step it becomes a square that reaches the learning rate, in its true size.
    """

    def __init__(self, chart: CloseMap, rule: MethodRule, run: RunRecord, times: int) -> None:
        super().__init__(chart, rule, run, times)
        self.box = VMobject(stroke_color=theme.colors().data, stroke_width=_WIDTH)
        chart.lay(self.box)

    def show(self, name: str, step: int) -> Iterator[list[Animation]]:
        yield from super().show(name, step)
        ink, vectors = theme.colors().residual, self.vectors
        if name == "mean":
            if step:
                yield [self.growing("mean0", ink, "mean")]
                yield [self.turning("mean", self.here, self.tip(vectors["mean"]))]
                yield self.fading("gradient")
            else:
                yield [self.growing("gradient", ink, "mean")]
                squeezed = self.turning("mean", self.here, self.tip(vectors["mean"]))
                yield [squeezed, *self.fading("gradient")]
        elif name == "squares":
            before, after = np.sqrt(vectors["squares0"]), np.sqrt(vectors["squares"])
            if step == 0:  # as large as the slopes, of which a mean is a part
                yield [self._spreading(before, np.abs(vectors["gradient"]))]
                before = np.abs(vectors["gradient"])
            if not np.array_equal(before, after):
                yield [self._spreading(before, after)]
        elif name == "full_mean":
            yield [self.turning("mean", self.here, self.tip(vectors["full_mean"]))]
        elif name == "full_squares":
            roots = np.sqrt(vectors["squares"]), np.sqrt(vectors["full_squares"])
            yield [self._spreading(*roots)]

    def stepping(self, step: int) -> Iterator[list[Animation]]:
        """The box becomes a square, and the arrow keeps its place within it."""
        slopes = self.vectors.get("full_mean", self.vectors["gradient"])
        roots = np.sqrt(self.vectors.get("full_squares", self.vectors["squares"]))
        shares = np.divide(slopes, roots, out=np.zeros_like(slopes), where=roots > 0)
        rate = float(self._run.lr[step])
        arrow = self.arrow("step", theme.colors().step, self.tip(slopes))
        yield self.fading("gradient", "mean")
        end = self.here + self.vectors["step"]
        first, last = roots / self._times, np.full_like(roots, rate)

        def square(share: float) -> None:
            half = first + share * (last - first)
            self._reach(half)
            self.chart.point(arrow, self.here - shares * half)

        yield [moving(self.box, square, _SQUARE)]
        yield [self.chart.growth(arrow, end, _FADE)]  # what is left: the shrinking of AdamW

    def leave(self) -> list[Animation]:
        """The animations in which all arrows and the box fade out."""

        def fade(share: float) -> None:
            self.box.set_stroke(opacity=1.0 - share)

        return [*super().leave(), moving(self.box, fade, _FADE)]

    def _spreading(self, start: Array, end: Array) -> Animation:
        self.box.set_stroke(opacity=1.0)

        def spread(share: float) -> None:
            self._reach((start + share * (end - start)) / self._times)

        return moving(self.box, spread, _GROW)

    def _reach(self, half: Array) -> None:
        """Let the box reach so far (2,) to either side."""
        trace(self.box, self.chart.map.at(self.here + _CORNERS * half))
