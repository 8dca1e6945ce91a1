"""The loss over the steps, which grows with the descent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.geometry.lines import dashes
from gradreel.scenes.parts.geometry.points import discs, place_discs, polyline, trace
from gradreel.scenes.parts.plots.axes import Axes
from gradreel.scenes.parts.plots.loss_name import logarithmic
from gradreel.scenes.parts.plots.plot import Plot

_MARK = 0.14  # screen units: the height of an exit mark, 8 pixels at 480p
_HEAD = 0.09  # screen units: a radius larger than that of any mark, so that the head is seen
_DEEPEST = 3.0  # times the range of the losses: a lower best loss would flatten them
_THIN = 1.5  # stroke width of what was seen of the loss, behind the curve of all of it
_LOG_FROM = 1e3  # a loss that changes by more than this factor needs a logarithmic axis


class LossAxes(Plot):
    """Axes of steps and loss that hold all given losses, logarithmic if necessary.

    `names` are Typst math; where it is logarithmic, the upright axis says so beside its own. The
    axes reach to `steps`, by default the end of the longest run, and down to the `best` loss unless
    that would flatten the others.
    """

    def __init__(
        self,
        losses: Sequence[Array],
        box: Box,
        names: tuple[str, str],
        steps: int | None = None,
        best: float | None = None,
    ) -> None:
        values = np.concatenate(losses)
        low, high = float(values.min()), float(values.max())
        log = low > 0.0 and high / low > _LOG_FROM
        if best is not None and not log and high - best <= _DEEPEST * (high - low):
            low = min(low, best)
        pad = 0.0 if log else 0.1 * (high - low)
        if steps is None:
            steps = max(len(loss) for loss in losses) - 1
        steps = max(steps, 1)
        super().__init__(
            (0.0, float(steps)),
            (low, high) if log else (low - pad, high + pad),
            box,
            (names[0], logarithmic(names[1]) if log else names[1]),
            ticks=(min(5, steps), 3),
            log=log,
            colors=(theme.colors().muted, theme.colors().loss),
        )

    def level(self, loss: float | None) -> VGroup:
        """A dashed line at a loss; empty if the axes do not show it."""
        if loss is None or not self.y[0] <= loss <= self.y[1]:
            return VGroup()
        line = self.place(np.array(self.x), loss)
        return VGroup(polyline(dashes(line), theme.colors().muted, 2.5))


class LossTrail(VGroup):
    """A growing curve of losses: a line, a mark at each step, and a dot at its head."""

    def __init__(self, start: Array) -> None:
        colors = theme.colors()
        line = VMobject(stroke_color=colors.loss, stroke_width=4.0)
        marks = VMobject(fill_color=colors.loss, fill_opacity=1.0, stroke_width=0.0)
        self.parts = line, marks, discs(start, _HEAD, colors.here)
        super().__init__(*self.parts)

    def draw(self, path: Array, count: float) -> None:
        """Draw it along screen points (k, 3), with marks small enough for `count` of them."""
        line, marks, head = self.parts
        trace(line, path)
        place_discs(marks, path[:-1], mark_radius(count, 0.05))
        place_discs(head, path[-1:], _HEAD)


class LossCurve(LossAxes):
    """Axes and the curve of `loss` (n,) over the steps; `draw_to(step)` draws it up to a step.

    Behind it goes a thin curve of what each step saw of the loss, `seen` (n - 1,), if given.
    """

    def __init__(
        self,
        loss: Array,
        box: Box,
        names: tuple[str, str],
        best: float | None = None,
        seen: Array | None = None,
    ) -> None:
        self.loss = np.asarray(loss, dtype=float)
        others = np.empty(0) if seen is None else seen
        super().__init__([self.loss, others], box, names, best=best)
        self._points = self.place(np.arange(len(self.loss)), self.loss)
        self._seen = self.place(np.arange(len(others)), others)
        self.seen = VMobject(stroke_color=theme.colors().data, stroke_width=_THIN)
        self.add(self.seen)
        self._trail = LossTrail(self._points[:1])
        self.line, self.marks, self.head = self._trail.parts
        self.add(*self._trail.parts)
        self.draw_to(0.0)

    def draw_to(self, step: float) -> None:
        """Draw the curve up to a step, which may lie between two recorded ones."""
        self._trail.draw(rows_up_to(self._points, step), len(self.loss))
        if len(self._seen):
            trace(self.seen, rows_up_to(self._seen, min(step, len(self._seen) - 1)))

    @property
    def end(self) -> Array | None:
        """The screen point (3,) where the curve ends; None if that is not shown."""
        return self._points[-1] if self.within(self._points[-1]) else None

    def gap(self, loss: float) -> VGroup:
        """A line from the curve's end down to a loss; empty if that is not shown, or is reached."""
        end = self._points[-1]
        foot = self.place(float(len(self.loss) - 1), loss)
        if not self.y[0] <= loss <= self.y[1] or end[1] - foot[1] < _HEAD:
            return VGroup()
        return VGroup(polyline(np.array([end, foot]), theme.colors().ink, 4.0))


def mark_radius(count: float, largest: float) -> float:
    """A radius, `largest` at most, at which `count` marks on one line hardly touch."""
    return largest if count <= 25 else max(0.018, largest * (25 / count) ** 0.5)


def exit_mark(axes: Axes, points: Array) -> Array:
    """The corners (4, 3) of a mark at the top of axes where a curve (n, 3) leaves them.

    There are none if the curve ends within the axes, or leaves them elsewhere.
    """
    visible = axes.cut(points)
    visible = visible[np.isfinite(visible).all(axis=1)]
    if not len(visible) or axes.within(points[-1]) or axes.box.top - visible[-1, 1] > _MARK:
        return np.empty((0, 3))
    tip = np.array([visible[-1, 0], axes.box.top, 0.0])
    return np.asarray(tip + _MARK * np.array([(0, 0, 0), (-0.6, -1, 0), (0.6, -1, 0), (0, 0, 0)]))
