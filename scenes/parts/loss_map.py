"""The loss over its parameters, flat: contours over two parameters, a curve over one."""

from __future__ import annotations

import numpy as np
from manim import VGroup
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.box import Domain, Pair
from gradreel.scenes.parts.clip import cut_to_box
from gradreel.scenes.parts.contours import Contours
from gradreel.scenes.parts.formula import symbol
from gradreel.scenes.parts.landscape import Landscape
from gradreel.scenes.parts.plot import Plot
from gradreel.solver.objective import Objective

_SAMPLES = 201  # of the loss along its one parameter
_STEPS_PER_LEG = 8  # of a path between two places: on the drawn loss it is curved


class LossMap(VGroup):
    """A landscape seen from above: bands of equal loss with contour lines, in a plot.

    Its parts are few and stand still: put them up before what moves on them. Its levels are
    `logarithmic` where the landscape's are.
    """

    def __init__(
        self,
        landscape: Landscape,
        corner: Pair,
        size: Pair,
        ticks: tuple[int, int] = (4, 4),
    ) -> None:
        super().__init__()
        self.logarithmic = landscape.heights.soft is not None
        (left, bottom), (right, top) = landscape.low.tolist(), landscape.high.tolist()
        first, second = (symbol(name) for name in landscape.names)
        self.plot = Plot((left, right), (bottom, top), corner, size, (first, second), ticks)
        contours = Contours()
        contours.draw(landscape, self.at)
        self.add(contours, self.plot)

    def at(self, parameters: Array) -> Array:
        """Parameters (..., 2) as screen points (..., 3), also beyond the border."""
        parameters = np.asarray(parameters, dtype=float)
        return self.plot.at(parameters[..., 0], parameters[..., 1])

    def path(self, parameters: Array) -> Array:
        """The way through parameters (n, 2) as screen points, cut at the border (NaN gaps)."""
        return _path(self.plot, self.at(parameters))

    def inside(self, parameters: Array) -> NDArray[np.bool_]:
        """Which parameters (n, 2) lie within the border, (n,)."""
        return self.plot.within(self.at(parameters))


class LossGraph(VGroup):
    """The loss over one parameter as a curve; places on it like those of a LossMap."""

    logarithmic = False

    def __init__(
        self,
        objective: Objective,
        domain: Domain,
        corner: Pair,
        size: Pair,
        loss: str,
        ticks: tuple[int, int] = (4, 4),
    ) -> None:
        super().__init__()
        ((name, limits),) = domain.items()
        places = np.linspace(*limits, _SAMPLES)
        heights = np.concatenate([objective.value(part[:, None]) for part in np.split(places, 3)])
        finite = heights[np.isfinite(heights)]
        low, high = (finite.min(), finite.max()) if len(finite) else (0.0, 1.0)
        pad = 0.06 * (high - low)
        self.plot = Plot(
            limits,
            (float(low - pad), float(high + pad)),
            corner,
            size,
            (symbol(name), loss),
            ticks,
            colors=(theme.colors().ink, theme.colors().loss),
        )
        self._places, self._heights = places, heights
        self.curve = self.plot.curve(places, heights, theme.colors().loss, 4.0)
        self.add(self.plot, self.curve)

    def at(self, parameters: Array) -> Array:
        """Parameters (..., 1) as screen points (..., 3) on the drawn curve."""
        across = np.asarray(parameters, dtype=float)[..., 0]
        return self.plot.at(across, np.interp(across, self._places, self._heights))

    def path(self, parameters: Array) -> Array:
        """The way along the curve by parameters (n, 1) as screen points, cut at the border."""
        parameters = np.asarray(parameters, dtype=float)
        shares = np.linspace(0.0, 1.0, _STEPS_PER_LEG, endpoint=False)[None, :, None]
        legs = parameters[:-1, None] + shares * np.diff(parameters, axis=0)[:, None]
        return _path(self.plot, self.at(np.vstack([legs.reshape(-1, 1), parameters[-1:]])))

    def inside(self, parameters: Array) -> NDArray[np.bool_]:
        """Which parameters (n, 1) lie within the border, (n,)."""
        return self.plot.within(self.at(parameters))


def loss_view(
    objective: Objective,
    domain: Domain,
    corner: Pair,
    size: Pair,
    loss: str,
    visited: Array,
) -> LossMap | LossGraph:
    """The loss, by its symbol, over one or two parameters, of which some are `visited` (n, p)."""
    if len(domain) == 1:
        return LossGraph(objective, domain, corner, size, loss)
    return LossMap(Landscape(objective, domain, visited), corner, size)


def _path(plot: Plot, points: Array) -> Array:
    return cut_to_box(points, plot.corner, plot.corner + plot.size)
