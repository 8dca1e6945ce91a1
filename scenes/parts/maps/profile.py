"""The loss along the straight line between two places, and its chord."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.lines import dashes
from gradreel.scenes.parts.geometry.points import discs, polyline, trace
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.objective import Objective

_SAMPLES = 301  # places along the line: 4 pixels apart at 1080p
_BEYOND = 0.25  # of the distance: the line goes on beyond both ends, where the loss rises again
_DOT = 0.11  # screen units: the radius of the dots at the ends
_FAINT = 0.3  # opacity of the area above the chord
_AIR = 0.08  # of the range of losses, below them
_ABOVE = 1.6  # times the range of losses between the ends: the height of the picture
_BELOW = 0.75  # screen units from the axis down to its word, which is below the numbers


class Profile(VGroup):
    """The loss over the distance from a place (p,) to another; `grow` draws it.

    `ends` are dots in these `colors`; `chord` is the straight line between them, and `fill` fills
    the area `above` it.
    """

    def __init__(
        self,
        objective: Objective,
        start: Array,
        end: Array,
        colors: tuple[str, str],
        box: Box,
        loss: str,
    ) -> None:
        super().__init__()
        shares = np.linspace(-_BEYOND, 1.0 + _BEYOND, _SAMPLES)
        length = float(np.linalg.norm(end - start))
        losses = objective.value(start + shares[:, None] * (end - start))
        end_losses = objective.value(np.array([start, end]))
        hump = losses[(shares >= 0.0) & (shares <= 1.0) & np.isfinite(losses)]
        low = float(min(np.nanmin(hump), end_losses.min()))
        rise = float(hump.max()) - low
        air = _AIR * rise
        self.plot = Plot(
            (-_BEYOND * length, (1.0 + _BEYOND) * length),
            (low - air, low + _ABOVE * rise),
            box,
            ("", loss),
            ticks=(4, 3),
            colors=(None, theme.colors().loss),
        )
        self._way = self.plot.cut(self.plot.place(shares * length, losses))
        self._curve = VMobject(stroke_color=theme.colors().loss, stroke_width=4.0)
        places = self.plot.place(np.array([0.0, length]), end_losses)
        self.chord = polyline(dashes(places), theme.colors().ink, 3.0)
        between = np.linspace(0.0, 1.0, _SAMPLES)
        line = places[0] + between[:, None] * (places[1] - places[0])
        losses = objective.value(start + between[:, None] * (end - start))
        self._above = self.plot.place(between * length, losses), line
        self.above = VMobject(
            fill_color=theme.colors().gradient, fill_opacity=_FAINT, stroke_width=0.0
        )
        self.ends = VGroup(
            *(discs(place[None], _DOT, color) for place, color in zip(places, colors, strict=True))
        )
        word = words(text("label-way-between"), theme.TICK, theme.colors().muted)
        word.on_baseline((0.0, box.bottom - _BELOW, 0.0)).set_x(box.left + box.width / 2)
        self.add(self.plot, word, self._curve)
        self.grow(1.0)

    def fill(self, share: float) -> None:
        """Fill what rises above the chord, from the left up to a share of the way."""
        count = max(2, round(share * _SAMPLES))
        curve, line = (points[:count] for points in self._above)
        higher = np.where(np.isfinite(curve[:, 1]), np.maximum(curve[:, 1], line[:, 1]), line[:, 1])
        top = np.stack([line[:, 0], np.minimum(higher, self.plot.box.top), line[:, 2]], axis=1)
        trace(self.above, np.vstack([top, line[::-1], top[:1]]))

    def grow(self, share: float) -> None:
        """Draw the curve from the left up to a share of its width."""
        trace(self._curve, self._way[: max(2, round(share * _SAMPLES))])
