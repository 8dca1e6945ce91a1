"""Flat plots: fixed axes with ticks and names."""

from __future__ import annotations

from gradreel.scenarios.arrays import Limits
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.plots.axes import Axes, widened
from gradreel.scenes.parts.plots.fixed_ticks import FixedTicks


class Plot(Axes):
    """Axes over `x` and `y` ranges in a box on the screen."""

    def __init__(
        self,
        x: Limits,
        y: Limits,
        box: Box,
        names: tuple[str, str] = ("", ""),
        ticks: tuple[int, int] = (5, 4),
        log: bool = False,
        colors: tuple[str | None, str | None] = (None, None),
    ) -> None:
        super().__init__(box)
        self.x, self.y, self.log = widened(x), y if log else widened(y), log
        self.ticks = FixedTicks(self, ticks, names, colors)
        self.add(self.ticks)
