"""The loss along the straight line between two places, its chord, and its highest point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, UP, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.numbers import round_to
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.lines import dashes
from gradreel.scenes.parts.geometry.points import discs, polyline, trace
from gradreel.scenes.parts.lettering.text import Glyphs, words
from gradreel.scenes.parts.plots.loss_name import loss_name
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.objective import Objective

_SAMPLES = 301  # places along the line: 4 pixels apart at 1080p
_FINELY = 20_001  # the same where its highest point is searched for
_BEYOND = 0.25  # of the distance: the line goes on beyond both ends, where the loss rises again
_DOT = 0.11  # screen units: the radius of the dots at the ends
_FAINT = 0.2  # opacity of the area above the chord
_AIR = 0.45  # of the range of losses, below them: room for the loss of the lower end
_ABOVE = 1.6  # times the range of losses between the ends: the height of the picture
_BELOW = 0.75  # screen units from the axis down to its word, which is below the numbers
_GAP = 0.12  # screen units between a dot and its text
_LEVEL = 0.01  # of the line: so little may another parameter change along an axis
_FINEST = 1000  # of the line: the place of its highest point is told to so small a part of it


class Profile(VGroup):
    """The loss over the distance from a place (p,) to another; `grow` draws it.

    The places are those of `ends` (2, p). If nearly only one parameter changes between them, its
    `axis`, the loss is drawn over that, else over the distance. The places of all samples are
    `places` (n, p), the highest one between the ends is `crest` (p,).

    `dots` are at the ends in these `colors`, with the losses there as `told`; `chord` is the
    straight line between them, and `fill` fills the area `above` it. `top` is a dot at the crest.
    """

    def __init__(
        self,
        objective: Objective,
        ends: Array,
        colors: Sequence[str],
        told: Sequence[str],
        box: Box,
        loss: str,
    ) -> None:
        super().__init__()
        (start, end), names = ends, objective.parameters
        self.axis = _only_axis(end - start)
        shares = np.linspace(-_BEYOND, 1.0 + _BEYOND, _SAMPLES)
        self.places = start + shares[:, None] * (end - start)
        losses, end_losses = objective.value(self.places), objective.value(ends)
        between = (shares >= 0.0) & (shares <= 1.0) & np.isfinite(losses)
        low = float(min(losses[between].min(), end_losses.min()))
        rise = float(losses[between].max()) - low
        across = self._across(ends, self.places)
        self.plot = Plot(
            (float(across[0]), float(across[-1])),
            (low - _AIR * rise, low + _ABOVE * rise),
            box,
            ("" if self.axis is None else symbol(names[self.axis]), loss_name(loss)),
            ticks=(4, 3),
            colors=(None, theme.colors().loss),
        )
        self._way = self.plot.cut(self.plot.place(across, losses))
        self._curve = VMobject(stroke_color=theme.colors().loss, stroke_width=4.0)
        spots = self.plot.place(self._across(ends, ends), end_losses)
        self.chord = polyline(dashes(spots), theme.colors().ink, 3.0)
        inner = np.linspace(0.0, 1.0, _SAMPLES)[:, None]
        line = spots[0] + inner * (spots[1] - spots[0])
        inside = start + inner * (end - start)
        self._above = self.plot.place(self._across(ends, inside), objective.value(inside)), line
        self.above = VMobject(fill_color=theme.colors().ink, fill_opacity=_FAINT, stroke_width=0.0)
        self.dots = VGroup()
        for spot, color, height in zip(spots, colors, told, strict=True):
            number = words(height, theme.TICK)
            self.dots.add(discs(spot[None], _DOT, color).set_stroke(theme.colors().background, 1.5))
            self.dots.add(number.next_to(spot, DOWN, buff=_DOT + _GAP))
        self.crest = _highest(objective, ends)
        spot = self.plot.place(self._across(ends, self.crest[None]), objective.value(self.crest))
        self.top = discs(spot, _DOT, theme.colors().ink)
        self.add(self.plot, self._curve)
        if self.axis is None:
            word = words(text("label-way-between"), theme.TICK, theme.colors().muted)
            word.on_baseline((0.0, box.bottom - _BELOW, 0.0)).set_x(box.left + box.width / 2)
            self.add(word)
        self.grow(1.0)

    @property
    def crest_at(self) -> float:
        """Where the crest is on the axis of a parameter, rounded to what can be seen."""
        assert self.axis is not None
        (first, last), at = self.places[[0, -1], self.axis], float(self.crest[self.axis])
        return round_to(at, abs(last - first) / _FINEST)

    def above_top(self, word: Glyphs) -> Glyphs:
        """A word, moved to above the crest."""
        return word.next_to(self.top, UP, buff=_GAP)

    def _across(self, ends: Array, places: Array) -> Array:
        """Where places (n, p) on the line are on the horizontal axis."""
        if self.axis is not None:
            return np.asarray(places[:, self.axis])
        way = ends[1] - ends[0]
        return np.asarray((places - ends[0]) @ way / np.linalg.norm(way))

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


def _highest(objective: Objective, ends: Array) -> Array:
    """The place (p,) between two others, on the straight line, where the loss is highest."""
    places = ends[0] + np.linspace(0.0, 1.0, _FINELY)[:, None] * (ends[1] - ends[0])
    losses = objective.value(places)
    return np.asarray(places[np.argmax(np.where(np.isfinite(losses), losses, -np.inf))])


def _only_axis(way: Array) -> int | None:
    """The index of the parameter that alone changes on a way (p,); None if several do."""
    axis = int(np.argmax(np.abs(way)))
    others = np.delete(np.abs(way), axis)
    return axis if bool((others <= _LEVEL * abs(way[axis])).all()) else None
