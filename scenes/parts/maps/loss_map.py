"""Flat pictures of the loss over its parameters: contours over two, a curve over one."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

import numpy as np
from manim import VMobject

from gradreel.scenarios.arrays import Array, Limits, Mask
from gradreel.scenes import theme
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.geometry.box import Box, Domain
from gradreel.scenes.parts.geometry.points import trace
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.maps.contours import Contours
from gradreel.scenes.parts.plots.axes import Axes, widened
from gradreel.scenes.parts.plots.fixed_ticks import FixedTicks
from gradreel.solver.objective import Objective

_SAMPLES = 201  # points of the loss along its only parameter: 2 to 4 pixels apart at 1080p
_AIR = 0.06  # of the range of losses, below and above, so that the curve touches no border
_STEPS_PER_LEG = 8  # points of a path between two places, since on the drawn loss it is curved


class LossView(Axes):
    """Axes in which parameters have a place on the loss; its levels may be `logarithmic`."""

    logarithmic = False

    @abstractmethod
    def at(self, parameters: Array) -> Array:
        """Parameters (..., p) as screen points (..., 3), also beyond the border."""

    @abstractmethod
    def foot(self, parameters: Array) -> Array:
        """Where arrows between parameters (..., p) stand, as screen points (..., 3)."""

    def path(self, parameters: Array) -> Array:
        """The path through parameters (n, p) as screen points, cut at the border (NaN gaps)."""
        return self.cut(self.at(parameters))

    def inside(self, parameters: Array) -> Mask:
        """Which parameters (n, p) lie within the border, (n,)."""
        return self.within(self.at(parameters))


class MapView(LossView):
    """The loss over two parameters, from above: the first goes across, the second upward."""

    subject = "map"

    def at(self, parameters: Array) -> Array:
        """Parameters (..., 2) as screen points (..., 3), also beyond the border."""
        parameters = np.asarray(parameters, dtype=float)
        return self.place(parameters[..., 0], parameters[..., 1])

    def foot(self, parameters: Array) -> Array:
        return self.at(parameters)

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


class GraphView(LossView):
    """The loss over one parameter as a curve, which is drawn as the `line`."""

    def __init__(self, objective: Objective, box: Box) -> None:
        super().__init__(box)
        # A function, because manim's fades copy everything that is not.
        self._value: Callable[[Array], Array] = lambda places: objective.value(places[:, None])
        self.line = VMobject(stroke_color=theme.colors().loss, stroke_width=4.0)

    def span(self, limits: Limits) -> None:
        """Draw the curve between limits of the parameter, in axes that hold it."""
        places = np.linspace(*limits, _SAMPLES)
        heights = np.concatenate([self._value(part) for part in np.split(places, 3)])
        finite = heights[np.isfinite(heights)]
        low, high = (finite.min(), finite.max()) if len(finite) else (0.0, 1.0)
        pad = _AIR * (high - low)
        self.x, self.y = widened(limits), widened((float(low - pad), float(high + pad)))
        self._places, self._heights = places, heights
        trace(self.line, self.cut(self.place(places, heights)))

    def foot(self, parameters: Array) -> Array:
        return self.place(np.asarray(parameters, dtype=float)[..., 0], self.y[0])

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


class LossGraph(GraphView):
    """The loss over one parameter as a curve in fixed axes, with the same methods as a LossMap."""

    def __init__(
        self,
        objective: Objective,
        domain: Domain,
        box: Box,
        loss: str,
        ticks: tuple[int, int] = (4, 4),
    ) -> None:
        super().__init__(objective, box)
        ((name, limits),) = domain.items()
        self.span(limits)
        colors = (theme.colors().ink, theme.colors().loss)
        self.add(FixedTicks(self, ticks, (symbol(name), loss), colors), self.line)


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
