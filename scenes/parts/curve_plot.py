"""The curve of a loss over its only parameter, in axes that stay as they are."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.box import Pair
from gradreel.scenes.parts.curve_axes import BORDER, CurveAxes
from gradreel.scenes.parts.plot import Plot, polyline
from gradreel.scenes.parts.sampling import sampled_line
from gradreel.solver.objective import Objective

_SAMPLES = 501


class CurvePlot(CurveAxes):
    """Axes and the curve over a domain; `losses` are further values the axes have to hold."""

    def __init__(
        self,
        objective: Objective,
        domain: tuple[float, float],
        corner: Pair,
        size: Pair,
        names: tuple[str, str],
        losses: Array | None = None,
        ticks: tuple[int, int] = (6, 5),
    ) -> None:
        super().__init__(objective, corner, size)
        limits = self.range(domain, np.empty(0) if losses is None else losses, _SAMPLES)
        plot = Plot(
            domain,
            limits,
            corner,
            size,
            names,
            ticks,
            colors=(theme.colors().here, theme.colors().loss),
        )
        self.x, self.y = plot.x, plot.y
        line = sampled_line(self.value, domain, self.y, _SAMPLES)
        self.curve = plot.curve(*line, theme.colors().loss, 4.0)
        border = polyline(self.borders(domain, _SAMPLES), theme.colors().muted, BORDER)
        self.add(plot, border, self.curve)
