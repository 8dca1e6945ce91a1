"""A slice of the loss, and of the bowl that bends like it, along a step of Newton's method."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.methods.osculating import Osculating
from gradreel.scenes.parts.geometry.points import discs, draw_up_to, place_discs, polyline
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.parts.maps.best_mark import CROSS
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.objective import Objective

_SAMPLES = 201  # places along the slice
_BEFORE, _BEYOND = 0.25, 0.7  # of the way to where the bowl is level: how far the slice goes on
_AIR = 0.08  # of the range of losses, above and below
_MOST = 1.6  # times the range of the bowl: a loss that is higher is cut
_DOT, _ARM = 0.11, 0.1  # screen units: the radius of the dot, half the width of the cross
_BELOW = 0.75  # screen units from the axis down to its word, which is below the numbers


class BowlSlice(VGroup):
    """The loss over the distance along a step, with a dot, and the `bowl`, which `grow` draws."""

    def __init__(self, objective: Objective, bowl: Osculating, loss: str) -> None:
        super().__init__()
        colors, way = theme.colors(), bowl.level - bowl.here
        length = float(np.linalg.norm(way))
        shares = np.linspace(-_BEFORE, 1.0 + _BEYOND, _SAMPLES)
        places = bowl.here + shares[:, None] * way
        losses, bowls = objective.value(places), bowl.value(places)
        # A function, because manim's fades copy everything that is not.
        self._loss: Callable[[Array], Array] = lambda at: objective.value(at)
        self._along: Callable[[Array], float] = lambda at: float((at - bowl.here) @ way) / length
        low, high = float(bowls.min()), float(bowls.max())
        most = low + _MOST * (high - low)
        low = min(low, float(np.nanmin(np.where(losses <= most, losses, np.nan), initial=low)))
        air = _AIR * (high - low)
        limits = (shares[0] * length, shares[-1] * length), (low - air, most)
        box = regions.current().surface.slice
        self.plot = Plot(*limits, box, ("", loss), ticks=(4, 4), colors=(None, colors.loss))
        curve = self.plot.cut(self.plot.place(shares * length, losses))
        self._bowl = self.plot.cut(self.plot.place(shares * length, bowls))
        self.bowl = VMobject(stroke_color=colors.residual, stroke_width=4.0)
        self.dot = discs(np.zeros((1, 3)), _DOT, colors.here)
        self.level = polyline(
            self.plot.place(length, float(bowl.value(bowl.level))) + _ARM * CROSS, colors.residual
        )
        word = words(text("label-way-of-step"), theme.TICK, colors.muted)
        word.on_baseline((0.0, box.bottom - _BELOW, 0.0)).set_x(box.left + box.width / 2)
        self.add(self.plot, word, polyline(curve, colors.loss, 4.0))
        self.stand(bowl.here)

    def grow(self, share: float) -> None:
        """Draw the bowl from the left up to a share of its width."""
        draw_up_to(self.bowl, self._bowl, share)

    def stand(self, place: Array) -> None:
        """Put the dot on the loss at a place (p,) on the way."""
        at = self.plot.place(self._along(place), self._loss(place))
        place_discs(self.dot, at[None], _DOT)
