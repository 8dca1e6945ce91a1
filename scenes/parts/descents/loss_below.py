"""The loss of one run below its picture: a curve, and above its end the current loss."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import RIGHT, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.descents.loss_curve import LossAxes, exit_mark
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.geometry.points import trace
from gradreel.scenes.parts.lettering.text import Counter
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.solver.run_record import RunRecord

# In screen units.
_ABOVE = 0.1  # from the axes up to the number
_CLEAR = 0.2  # between the number and a note beside it
_NAMES = 0.45  # from the axes down to below their numbers, where the verdict is


class LossBelow:
    """The loss curve in a box: `static_parts` stand still, `draw_to` moves `moving_parts`.

    All panels have the same scales: their axes show the `losses` (n,) of all runs, up to `steps`.
    Only those that are `numbered` have numbers upward. The current loss is to the left of a note,
    whose width `noted` returns.
    """

    def __init__(
        self,
        run: RunRecord,
        losses: Sequence[Array],
        steps: int,
        box: Box,
        names: tuple[str, str],
        noted: Callable[[], float] = lambda: 0.0,
        numbered: bool = True,
    ) -> None:
        self._run, self._noted = run, noted
        color = theme.colors().loss
        # Their numbers stand where there is room for them; the name of the steps may be too long.
        self.plot = keep_in_room(lambda box: LossAxes(losses, box, names, steps), box, np.inf)
        if not numbered:
            self.plot.ticks.remove(self.plot.ticks.upward)
        self.line = VMobject(stroke_color=color, stroke_width=3.5)
        self.exit = VMobject(fill_color=color, fill_opacity=1.0, stroke_width=0.0)
        self.value = Counter("", theme.TICK, color, RIGHT)
        self.static_parts = VGroup(self.plot)
        self.moving_parts = VGroup(self.line, self.exit, self.value)
        self.meaning, self.factors = VGroup(), VGroup()
        self.bottom = box.bottom - _NAMES
        self.draw_to(0.0)

    def draw_to(self, step: float) -> None:
        """Draw the loss up to a step, which may lie between two recorded ones."""
        steps = np.arange(self._run.steps + 1, dtype=float)
        loss = rows_up_to(self._run.loss, step)
        points = self.plot.place(rows_up_to(steps, step), loss)
        trace(self.line, self.plot.cut(points))
        trace(self.exit, exit_mark(self.plot, points))
        self.value.write(number(float(loss[-2]), 3))
        noted = self._noted()
        right = self.plot.box.right - (noted + _CLEAR if noted else 0.0)
        self.value.on_baseline((right, self.plot.box.top + _ABOVE, 0.0))
