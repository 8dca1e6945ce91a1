"""The loss over two parameters as a map whose axes can be rescaled while it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
from gradreel.scenes.parts.plot import axis_names, polyline
from gradreel.scenes.parts.ticks import Ticks
from gradreel.solver.objective import Objective


class ZoomedMap(VGroup):
    """Bands of equal loss with contour lines over a domain, which `zoom_to` changes.

    It begins with the first of the domains in which it rests, `resting`, and shows a descent that
    has `visited` some parameters (n, 2); its levels are `logarithmic` if they must be for that.
    `leftmost` is how far all reaches to the left when it rests, on the screen.
    """

    def __init__(
        self,
        objective: Objective,
        resting: Sequence[Domain],
        corner: Pair,
        size: Pair,
        visited: Array | None = None,
    ) -> None:
        super().__init__()
        landscape = Landscape(objective, resting[0], visited)
        self.logarithmic = landscape.heights.soft is not None
        # A function, because manim's fades copy everything else.
        self._landscape: Callable[[Domain], Landscape] = landscape.over
        self.corner, self.size = np.array(corner), np.array(size)
        left, bottom = corner
        right, top = self.corner + self.size
        self._contours = Contours()
        names = tuple(resting[0])
        axes = ([domain[name] for domain in resting] for name in names)
        ticks = [Ticks(3, axis, limits) for axis, limits in enumerate(axes)]
        self.ticks, self._across = VGroup(*ticks), ticks[0]
        frame = np.array([(left, top, 0.0), (left, bottom, 0.0), (right, bottom, 0.0)])
        first, second = map(symbol, names)
        labels = axis_names((first, second), self.corner, self.size, gap=0.1)
        self.add(self._contours, polyline(frame, theme.colors().muted, 2.0), self.ticks, labels)
        self.leftmost = left
        for domain in reversed(resting):
            self.zoom_to(domain)
            self.leftmost = min(self.leftmost, float(self.get_left()[0]))

    def zoom_to(self, domain: Domain) -> None:
        """Show another part of the landscape."""
        landscape = self._landscape(domain)
        self.low, self.high = landscape.low, landscape.high
        self._contours.draw(landscape, self.at)
        for axis, limits in enumerate(zip(self.low, self.high, strict=True)):
            self.ticks[axis].put((float(limits[0]), float(limits[1])), self.corner, self.size)

    @property
    def noted(self) -> float:
        """How wide is what stands below the right end, to be added to the numbers across."""
        return self._across.noted

    def at(self, parameters: Array) -> Array:
        """Parameters (..., 2) as screen points (..., 3), also beyond the border."""
        shares = (np.asarray(parameters, dtype=float) - self.low) / (self.high - self.low)
        flat = self.corner + shares * self.size
        return np.concatenate([flat, np.zeros((*flat.shape[:-1], 1))], axis=-1)

    def path(self, parameters: Array) -> Array:
        """The way through parameters (n, 2) as screen points, cut at the border (NaN gaps)."""
        return cut_to_box(self.at(parameters), self.corner, self.corner + self.size)

    def inside(self, parameters: Array) -> NDArray[np.bool_]:
        """Which parameters (n, 2) lie within the border, (n,)."""
        pad = 1e-9 * (self.high - self.low)
        within = (parameters >= self.low - pad) & (parameters <= self.high + pad)
        return np.asarray(within.all(axis=-1))
