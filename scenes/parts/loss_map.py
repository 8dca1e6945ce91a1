"""Flat pictures of the loss over its parameters: contours over two, a curve over one."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np

from gradreel.scenarios.arrays import Array, Mask
from gradreel.scenes import theme
from gradreel.scenes.parts.axes import Axes, widened
from gradreel.scenes.parts.box import Box, Domain
from gradreel.scenes.parts.contours import Contours
from gradreel.scenes.parts.fixed_ticks import FixedTicks
from gradreel.scenes.parts.formula import symbol
from gradreel.scenes.parts.landscape import Landscape
from gradreel.scenes.parts.points import polyline
from gradreel.solver.objective import Objective

_SAMPLES = 201  # points of the loss along its only parameter: 2 to 4 pixels apart at 1080p
_STEPS_PER_LEG = 8  # points of a path between two places, since on the drawn loss it is curved


class LossView(Axes):
    """Axes in which parameters have a place on the loss; its levels may be `logarithmic`."""

    logarithmic = False

    @abstractmethod
    def at(self, parameters: Array) -> Array:
        """Parameters (..., p) as screen points (..., 3), also beyond the border."""

    def path(self, parameters: Array) -> Array:
        """The path through parameters (n, p) as screen points, cut at the border (NaN gaps)."""
        return self.cut(self.at(parameters))

    def inside(self, parameters: Array) -> Mask:
        """Which parameters (n, p) lie within the border, (n,)."""
        return self.within(self.at(parameters))


class MapView(LossView):
    """The loss over two parameters, from above: the first goes across, the second upward."""

    def at(self, parameters: Array) -> Array:
        """Parameters (..., 2) as screen points (..., 3), also beyond the border."""
        parameters = np.asarray(parameters, dtype=float)
        return self.place(parameters[..., 0], parameters[..., 1])

    def span(self, landscape: Landscape) -> None:
        """Take over the limits of a landscape."""
        (left, bottom), (right, top) = landscape.low.tolist(), landscape.high.tolist()
        self.x, self.y = widened((left, right)), widened((bottom, top))


class LossMap(MapView):
    """A landscape seen from above: bands of similar loss with contour lines.

    It has few parts, which stand still: add it to a scene before what moves on it.
    """

    def __init__(
        self,
        landscape: Landscape,
        box: Box,
        ticks: tuple[int, int] = (4, 4),
    ) -> None:
        super().__init__(box)
        self.logarithmic = landscape.heights.soft is not None
        self.span(landscape)
        first, second = (symbol(name) for name in landscape.names)
        contours = Contours()
        contours.draw(landscape, self.at)
        self.add(contours, FixedTicks(self, ticks, (first, second)))


class LossGraph(LossView):
    """The loss over one parameter as a curve, with the same methods as a LossMap."""

    def __init__(
        self,
        objective: Objective,
        domain: Domain,
        box: Box,
        loss: str,
        ticks: tuple[int, int] = (4, 4),
    ) -> None:
        super().__init__(box)
        ((name, limits),) = domain.items()
        places = np.linspace(*limits, _SAMPLES)
        heights = np.concatenate([objective.value(part[:, None]) for part in np.split(places, 3)])
        finite = heights[np.isfinite(heights)]
        low, high = (finite.min(), finite.max()) if len(finite) else (0.0, 1.0)
        pad = 0.06 * (high - low)
        self.x, self.y = widened(limits), widened((float(low - pad), float(high + pad)))
        self._places, self._heights = places, heights
        colors = (theme.colors().ink, theme.colors().loss)
        curve = polyline(self.cut(self.place(places, heights)), theme.colors().loss, 4.0)
        self.add(FixedTicks(self, ticks, (symbol(name), loss), colors), curve)

    def at(self, parameters: Array) -> Array:
        """Parameters (..., 1) as screen points (..., 3) on the drawn curve."""
        across = np.asarray(parameters, dtype=float)[..., 0]
        return self.place(across, np.interp(across, self._places, self._heights))

    def path(self, parameters: Array) -> Array:
        """The path along the curve through parameters (n, 1) as screen points, cut."""
        parameters = np.asarray(parameters, dtype=float)
        shares = np.linspace(0.0, 1.0, _STEPS_PER_LEG, endpoint=False)[None, :, None]
        legs = parameters[:-1, None] + shares * np.diff(parameters, axis=0)[:, None]
        return super().path(np.vstack([legs.reshape(-1, 1), parameters[-1:]]))


def loss_view(
    objective: Objective,
    domain: Domain,
    box: Box,
    loss: str,
    visited: Array,
) -> LossMap | LossGraph:
    """The loss over one or two parameters, of which a descent has `visited` some (n, p)."""
    if len(domain) == 1:
        return LossGraph(objective, domain, box, loss)
    return LossMap(Landscape(objective, domain, visited), box)
