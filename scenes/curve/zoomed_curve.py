"""A loss over its only parameter, in axes that can be zoomed while they are shown."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VMobject

from gradreel.scenarios.arrays import Array, Limits
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.points import trace
from gradreel.scenes.parts.plots.axes import widened
from gradreel.scenes.parts.plots.curve_axes import BORDER, CurveAxes
from gradreel.scenes.parts.plots.ticks import MovingTicks
from gradreel.solver.objective import Objective

_SAMPLES = 161  # points of the curve: few, because it is drawn anew in every frame
_THICK = 4.0  # stroke width of a curve, as in a `CurvePlot`
_THIN = 3.0  # the same in a small picture
_APART = 0.2  # screen units from an axis to its name, as in a `CurvePlot`
_CLOSE = 0.1  # the same in a small picture
_MOST_ABOVE = 12.0  # times the height of the losses held: the curve is cut above


class ZoomedCurve(CurveAxes):
    """Axes whose limits of the parameter `zoom_to` changes; those of the loss follow.

    `resting` are the limits at which they will rest; they begin with the first. They include the
    losses `held`, far above which the curve is cut. The upward axis has numbers only if it is
    `numbered`; in a `small` picture lines are thinner and names closer. `leftmost` is how far the
    axes reach to the left when they rest.
    """

    def __init__(
        self,
        objective: Objective,
        resting: Sequence[Limits],
        box: Box,
        names: tuple[str, str],
        held: Sequence[Array],
        ticks: tuple[int, int] = (3, 3),
        numbered: bool = True,
        small: bool = False,
    ) -> None:
        super().__init__(objective, box)
        width = _THIN if small else _THICK
        self.curve = VMobject(stroke_color=theme.colors().loss, stroke_width=width)
        self._border = VMobject(stroke_color=theme.colors().muted, stroke_width=BORDER)
        self._lowest, self._highest = widened(self.range(resting[0], held[0], _SAMPLES))
        self._hold(held[0])
        heights = []
        for limits, losses in zip(resting, held, strict=True):
            self._hold(losses)
            heights.append(self._heights(limits))
        colors = (theme.colors().here, theme.colors().loss)
        gap = _CLOSE if small else _APART
        self.ticks = MovingTicks(self, ticks, (resting, heights), names, colors, numbered, gap)
        self.add(self.ticks, self._border, self.curve)
        self.leftmost = self.box.left
        for limits, losses in zip(reversed(resting), reversed(held), strict=True):
            self.zoom_to(limits, losses)
            self.leftmost = min(self.leftmost, float(self.get_left()[0]))

    def zoom_to(self, limits: Limits, held: Array | None = None) -> None:
        """Show other limits of the parameter, and from now on include other losses."""
        if held is not None:
            self._hold(held)
        self.x, self.y = limits, self._heights(limits)
        trace(self.curve, self.line(limits, _SAMPLES))
        trace(self._border, self.borders(limits, _SAMPLES))
        self.ticks.put(self)

    def _hold(self, held: Array) -> None:
        """Include other losses, and cut the curve far above them, but not below its first part."""
        self._held = held
        above = _MOST_ABOVE * (float(held.max()) - self._lowest)
        self._ceiling = max(self._highest, self._lowest + above)

    def _heights(self, limits: Limits) -> Limits:
        """The limits of the loss between two limits of the parameter."""
        return widened(self.range(limits, self._held, _SAMPLES, self._ceiling))
