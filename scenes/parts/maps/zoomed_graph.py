"""The loss over one parameter of a fit as a curve that can be zoomed while it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from gradreel.scenes import theme
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.geometry.box import Box, Domain
from gradreel.scenes.parts.maps.loss_map import GraphView
from gradreel.scenes.parts.plots.ticks import MovingTicks
from gradreel.solver.objective import Objective

_NUMBERS = 4  # along each axis, about


class ZoomedGraph(GraphView):
    """A curve over a domain, which `zoom_to` changes.

    `resting` are the domains in which it will rest; it begins with the first. `leftmost` is how far
    it reaches to the left, with its numbers, when it rests.
    """

    def __init__(
        self, objective: Objective, resting: Sequence[Domain], box: Box, loss: str
    ) -> None:
        super().__init__(objective, box)
        limits, heights = [], []
        for domain in resting:
            self.span(*domain.values())
            limits.append(self.x)
            heights.append(self.y)
        (name,) = resting[0]
        colors = (theme.colors().ink, theme.colors().loss)
        names = (symbol(name), loss)
        self._ticks = MovingTicks(self, (_NUMBERS, _NUMBERS), (limits, heights), names, colors)
        self.add(self._ticks, self.line)
        self.leftmost = self.box.left
        for domain in reversed(resting):
            self.zoom_to(domain)
            self.leftmost = min(self.leftmost, float(self.get_left()[0]))

    def zoom_to(self, domain: Domain) -> None:
        """Show another part of the curve."""
        self.span(*domain.values())
        self._ticks.put(self)
