"""The loss over the steps, first of a few in linear axes, then of all, by logarithms if need be."""

from __future__ import annotations

import numpy as np
from manim import Animation, FadeIn, FadeOut, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.box import Box
from gradreel.scenes.parts.interpolation import rows_up_to
from gradreel.scenes.parts.loss_curve import LossAxes, LossTrail
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.plot import Plot
from gradreel.scenes.sentences.catalogue import text

_PAD = 0.1  # of the losses' range, below and above them


class ChangingLoss(VGroup):
    """The `curve` of `loss` (n,) over the steps, in axes that `change` where they must be `log`.

    Until then they are linear and hold the first steps, up to the step `first`.
    """

    def __init__(self, loss: Array, box: Box, names: tuple[str, str], first: int) -> None:
        super().__init__()
        self._loss, self._reached = np.asarray(loss, dtype=float), 0.0
        self._whole = LossAxes([self._loss], box, names)
        self.log = self._whole.log
        self._shown: Plot = self._whole
        if self.log:
            across, upward = names
            named = across, f'{upward} "{text("axis-logarithmic")}"'
            self._whole = LossAxes([self._loss], box, named)
            self._shown = self._linear(box, names, first)
        self._points = self._placed(self._shown)
        self.curve = LossTrail(self._points[:1])
        self.add(self._shown, self.curve)
        self.draw_to(0.0)

    def _linear(self, box: Box, names: tuple[str, str], first: int) -> Plot:
        few = self._loss[: first + 1]
        low, high = float(few.min()), float(few.max())
        pad = _PAD * (high - low)
        return Plot(
            (0.0, float(max(1, first))),
            (low - pad, high + pad),
            box,
            names,
            ticks=(min(4, max(1, first)), 3),
            colors=(theme.colors().muted, theme.colors().loss),
        )

    @property
    def changes(self) -> bool:
        """Whether the axes have yet to become logarithmic."""
        return self._shown is not self._whole

    def draw_to(self, step: float) -> None:
        """Draw the curve up to a step, which may lie between two recorded ones."""
        self._reached = step
        count = len(self._loss) if not self.changes else 1
        self.curve.draw(rows_up_to(self._points, step), count)

    def change(self) -> list[Animation]:
        """The curve moves into the axes of all steps, whose numbers come instead of the others."""
        before, after, old = self._points, self._placed(self._whole), self._shown

        def move(share: float) -> None:
            self._points = before + share * (after - before)
            self.draw_to(self._reached)

        self._shown = self._whole
        self.remove(old)
        self.add_to_back(self._whole)
        return [FadeOut(old), FadeIn(self._whole), moving(self.curve, move, 1.2)]

    def _placed(self, axes: Plot) -> Array:
        return axes.place(np.arange(len(self._loss)), self._loss)
