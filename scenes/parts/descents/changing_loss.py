"""The loss over the steps: linear for the first ones, then of all, logarithmic if necessary."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from manim import Animation, VGroup, smooth

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.descents.loss_curve import LossAxes, LossTrail
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.in_space.fading import GLIDE, exchanging, within
from gradreel.scenes.parts.plots.axes import widened
from gradreel.scenes.parts.plots.loss_name import logarithmic
from gradreel.scenes.parts.plots.plot import Plot

_PAD = 0.1  # of the range of losses, below and above, so that the curve does not touch the border


class ChangingLoss(VGroup):
    """The `curve` of `loss` (n,) over the steps, in axes in a `box` that can `change`.

    If all losses need a logarithmic axis (`log`), the axes are first linear and hold the steps up
    to `first`; `change` replaces them, first by logarithmic ones for the same steps, unless these
    are all steps, or only rounding lies between their losses.
    """

    def __init__(self, loss: Array, box: Box, names: tuple[str, str], first: int) -> None:
        super().__init__()
        self._loss, self._reached, self.box = np.asarray(loss, dtype=float), 0.0, box
        self._whole = LossAxes([self._loss], box, names)
        self.log = self._whole.log
        self._shown: Plot = self._whole
        self._to_come: list[Plot] = [self._whole]
        if self.log:
            self._shown = self._of_first(box, names, first, log=False)
            limits = float(self._loss[: first + 1].min()), float(self._loss[: first + 1].max())
            if first < len(self._loss) - 1 and limits == widened(limits):
                logarithmic_ = names[0], logarithmic(names[1])
                self._to_come.insert(0, self._of_first(box, logarithmic_, first, log=True))
        self._points = self._placed(self._shown)
        self._count = 1.0 if self.changes else float(len(self._loss))  # of marks, for their size
        self.curve = LossTrail(self._points[:1])
        self.add(self._shown, self.curve)
        self.draw_to(0.0)

    def _of_first(self, box: Box, names: tuple[str, str], first: int, log: bool) -> Plot:
        first_losses = self._loss[: first + 1]
        low, high = float(first_losses.min()), float(first_losses.max())
        pad = 0.0 if log else _PAD * (high - low)
        return Plot(
            (0.0, float(max(1, first))),
            (low - pad, high + pad),
            box,
            names,
            ticks=(min(4, max(1, first)), 3),
            log=log,
            colors=(theme.colors().muted, theme.colors().loss),
        )

    @property
    def changes(self) -> bool:
        """Whether the axes are still to become logarithmic."""
        return self._shown is not self._whole

    def at(self, step: int) -> Array:
        """The screen point of a step on the curve, (3,)."""
        return np.asarray(self._points[step])

    @property
    def head(self) -> Array:
        """The screen point that the curve has reached, (3,)."""
        return np.asarray(rows_up_to(self._points, self._reached)[-1])

    def draw_to(self, step: float) -> None:
        """Draw the curve up to a step, which may lie between two recorded ones."""
        self._reached = step
        self.curve.draw(rows_up_to(self._points, step), self._count)

    def change(self) -> Iterator[tuple[Plot, list[Animation]]]:
        """The axes that go, and animations that move the curve into the next ones.

        First the scale becomes another, then the axes those of all steps: both at once could not be
        followed. The curve moves while no numbers stand along it but those that move with it.
        """
        for axes in self._to_come:
            old, self._shown = self._shown, axes
            self.remove(old)
            self.add_to_back(axes)
            count = 1.0 if self.changes else float(len(self._loss))
            move = partial(self._move, (self._points, self._placed(axes)), (self._count, count))
            moved = moving(self.curve, move, steady=True)
            yield old, [*exchanging(old, [axes], one_by_one=True), moved]

    def _move(self, points: tuple[Array, Array], counts: tuple[float, float], share: float) -> None:
        gone = float(smooth(within(share, *GLIDE)))
        (before, after), (fewer, more) = points, counts
        self._points = before + gone * (after - before)
        self._count = fewer * (more / fewer) ** gone
        self.draw_to(self._reached)

    def _placed(self, axes: Plot) -> Array:
        return axes.place(np.arange(len(self._loss)), self._loss)
