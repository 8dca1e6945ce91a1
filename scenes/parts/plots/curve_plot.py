"""The curve of a loss over its only parameter, in fixed axes."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.points import polyline
from gradreel.scenes.parts.plots.axes import widened
from gradreel.scenes.parts.plots.curve_axes import BORDER, CurveAxes
from gradreel.scenes.parts.plots.fixed_ticks import FixedTicks
from gradreel.solver.objective import Objective

_SAMPLES = 501  # places on the curve at first; `sampled_line` adds more where they are needed


class CurvePlot(CurveAxes):
    """Axes and the curve over a domain; the axes also include `losses`."""

    def __init__(
        self,
        objective: Objective,
        domain: tuple[float, float],
        box: Box,
        names: tuple[str, str],
        losses: Array | None = None,
        ticks: tuple[int, int] = (6, 5),
    ) -> None:
        super().__init__(objective, box)
        included = np.empty(0) if losses is None else losses
        self.x, self.y = widened(domain), widened(self.range(domain, included, _SAMPLES))
        colors = (theme.colors().here, theme.colors().loss)
        self.curve = polyline(self.line(domain, _SAMPLES), theme.colors().loss, 4.0)
        border = polyline(self.borders(domain, _SAMPLES), theme.colors().muted, BORDER)
        self.add(FixedTicks(self, ticks, names, colors), border, self.curve)
