"""The loss over two parameters as a map whose axes can be rescaled while it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.box import Box, Domain
from gradreel.scenes.parts.contours import Contours
from gradreel.scenes.parts.formula import symbol
from gradreel.scenes.parts.landscape import Landscape
from gradreel.scenes.parts.loss_map import MapView
from gradreel.scenes.parts.ticks import MovingTicks
from gradreel.solver.objective import Objective

_TICK_ROOM = 0.8  # of the width of a map for a number, which has three signs or four


class ZoomedMap(MapView):
    """Bands of equal loss with contour lines over a domain, which `zoom_to` changes.

    Its levels are those of what it shows of the first domain, however much more it shows. It
    begins with the first of the domains in which it rests, `resting`, and shows a descent that has
    `visited` some parameters (n, 2); its levels are `logarithmic` if they must be for that.
    `contour` gives the lines of a loss in pieces (s, 2, 2), both ends of each, in parameters.
    `leftmost` is how far all reaches to the left when it rests, on the screen.
    """

    def __init__(
        self,
        objective: Objective,
        resting: Sequence[Domain],
        box: Box,
        visited: Array | None = None,
    ) -> None:
        super().__init__(box)
        landscape = Landscape(objective, resting[0], visited)
        self.logarithmic = landscape.heights.soft is not None
        # A function, because manim's fades copy everything else.
        self._landscape: Callable[[Domain], Landscape] = landscape.around
        self._contours = Contours()
        first, second = resting[0]
        across, upward = ([domain[name] for domain in resting] for name in (first, second))
        names = symbol(first), symbol(second)
        most = max(2, min(3, int(box.width / _TICK_ROOM)))
        self.ticks = MovingTicks(self, (most, 3), (across, upward), names)
        self.add(self._contours, self.ticks)
        self.leftmost = self.box.left
        for domain in reversed(resting):
            self.zoom_to(domain)
            self.leftmost = min(self.leftmost, float(self.get_left()[0]))

    def zoom_to(self, domain: Domain) -> None:
        """Show another part of the landscape."""
        landscape = self._landscape(domain)
        self.contour: Callable[[float], Array] = lambda level: landscape.contour(level)
        self.span(landscape)
        self._contours.draw(landscape, self.at)
        self.ticks.put(self)

    @property
    def noted(self) -> float:
        """How wide is what stands below the right end, to be added to the numbers across."""
        return self.ticks.across.noted
