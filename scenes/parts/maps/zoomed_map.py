"""The loss over two parameters as a map that can be zoomed while it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.geometry.box import Box, Domain
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.maps.contours import Contours
from gradreel.scenes.parts.maps.levels import faded, halvings, tuned
from gradreel.scenes.parts.maps.loss_map import MapView
from gradreel.scenes.parts.plots.ticks import MovingTicks
from gradreel.solver.objective import Objective

_TICK_ROOM = 0.8  # screen units of the width of a map for a number of three or four characters


class ZoomedMap(MapView):
    """Bands of similar loss with contour lines over a domain, which `zoom_to` changes.

    `resting` are the domains in which it will rest; it begins with the first, whose levels it keeps
    however much it shows; closer up, lines between them fade in. They are `logarithmic` if a
    descent that has `visited` some parameters (n, 2) could not be seen otherwise. `contour` returns
    the lines of a loss as segments (s, 2, 2), in parameters. `leftmost` is how far the map, with
    its numbers, reaches to the left when it rests.
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
        # A function, because manim's fades copy everything that is not.
        self._landscape: Callable[[Domain], Landscape] = landscape.around
        self._contours = Contours()
        first, second = resting[0]
        across, upward = ([domain[name] for domain in resting] for name in (first, second))
        names = symbol(first), symbol(second)
        most_numbers = max(2, min(3, int(box.width / _TICK_ROOM)))
        self.ticks = MovingTicks(self, (most_numbers, 3), (across, upward), names)
        self.add(self._contours, self.ticks)
        self.leftmost = self.box.left
        self._more, found = 0.0, []
        for domain in reversed(resting):
            found.append(self.zoom_to(domain))
            self.leftmost = min(self.leftmost, float(self.get_left()[0]))
        self._more = tuned(found)

    def zoom_to(self, domain: Domain) -> float:
        """Show another part of the landscape, and return how often its bands should be halved."""
        landscape = self._landscape(domain)
        self.contour: Callable[[float], Array] = lambda level: landscape.contour(level)
        self.span(landscape)
        shares = landscape.shares
        halved = halvings(landscape.heights, float(shares.min()), float(shares.max()))
        self._contours.draw(landscape, self.at, faded(halved + self._more))
        self.ticks.put(self)
        return halved

    @property
    def noted(self) -> float:
        """The width of the offset below the right end; 0 if there is none."""
        return self.ticks.across.noted
