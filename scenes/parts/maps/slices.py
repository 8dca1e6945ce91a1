"""Slices through the lowest point of a quadratic loss, one in each direction: parabolas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from manim import LEFT, RIGHT, Animation, FadeIn, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.formulas.notation import Notation
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import between, discs, joined, place_discs, trace
from gradreel.scenes.parts.lettering.text import Markup, maths
from gradreel.scenes.parts.lettering.typeset import in_math, upright
from gradreel.scenes.parts.plots.curve_axes import CurveAxes
from gradreel.scenes.parts.plots.loss_name import loss_name
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.sentences.catalogue import text

_AIR = 1.12  # times the largest distance shown: the width of the picture to each side
_SAMPLES = 81  # points of a parabola, which looks smooth with so many
_DOT, _BAR = 0.1, 7.0  # radius of a dot, in screen units; stroke width of the line to it
_GROWING = 0.1  # of a slice: while so much more of it is drawn, the dot on it and its bar grow
_DRAWING, _NAMING = 1.2, 0.4  # seconds in which a slice is drawn, at least, and named
# In screen units.
_LEADING = 0.42  # between the names of two slices, at least
_BESIDE = 0.15  # between the end of a slice and its name
_WORD = 0.75  # from the axis down to the word for what it shows, which is below its numbers


class Slices(VGroup):
    """The loss over the distance from its lowest point, in directions with these `curvatures`.

    `grow` draws the slices one after the other. `draw_to` moves a dot in each, and a bar for its
    distance, along the `distances` (T+1, p) of a run. `names` (Typst math) are written at the ends
    of the slices, and not beyond `right`: for long ones, and for long numbers, the slices are
    narrower than the box. A loss of one parameter is its own slice: its curve, counted from the
    lowest place `zero` (p,). Of several, each has a loss of its own: they show it above the lowest.
    """

    def __init__(
        self,
        lowest: float,
        curvatures: Sequence[float],
        distances: Array,
        names: Sequence[str],
        box: Box,
        right: float,
        notation: Notation,
        zero: Array | None = None,
    ) -> None:
        super().__init__()
        labels = [maths(name, theme.TICK) for name in names]
        room = right - _BESIDE - max(float(label.width) for label in labels) - box.left
        box = Box(box.corner, (min(box.width, room), box.height))
        above = len(curvatures) > 1 and lowest != 0.0
        lowest = 0.0 if above else lowest
        loss = loss_name(notation.loss)
        if above:
            loss = f"{notation.loss} {upright(text('label-above-lowest'))}"
        self._lowest, self._distances = lowest, distances
        self._bends = np.array(curvatures)
        reach = _AIR * (float(np.abs(distances).max()) or 1.0)
        heights = lowest + self._bends * reach**2 / 2
        self.plot = keep_in_room(
            lambda box: Plot(
                (-reach, reach),
                (lowest, float(heights.max())),
                box,
                ("", loss),
                ticks=(3, 3),
                colors=(None, theme.colors().loss),
            ),
            box,
            box.left - regions.safe().left,
        )
        if zero is not None and len(zero) == 1:
            self.plot.subject, self.plot.zero = CurveAxes.subject, float(zero[0])
        self._curves = VMobject(stroke_color=theme.colors().loss, stroke_width=4.0)
        self._reach = reach
        self._bars = VMobject(stroke_color=theme.colors().here, stroke_width=_BAR)
        self._dots = discs(np.empty((0, 3)), _DOT, theme.colors().here)
        away = in_math(notation.away, theme.colors().here)
        word = maths(f"{away} = {upright(text('label-distance'))}", theme.TICK)
        middle = float(self.plot.place(0.0, lowest)[0])
        word.on_baseline((0.0, box.bottom - _WORD, 0.0)).set_x(middle)
        self.names = self._placed(labels, heights)
        self.add(self.plot, word, self._curves, self._bars, self._dots)
        self._step = 0.0
        self.grow(float(len(labels)))

    def _placed(self, names: Sequence[Markup], heights: Array) -> VGroup:
        """The names at the right ends of the slices, from the top down and apart."""
        labels, top = VGroup(), np.inf
        for label, height in zip(names, heights.tolist(), strict=True):
            end = self.plot.place(self._reach, height)
            label.move_to(end + _BESIDE * RIGHT, aligned_edge=LEFT)
            label.set_y(min(float(end[1]), top))
            top = float(label.get_y()) - _LEADING
            labels.add(label)
        lacking = self.plot.box.bottom - top - _LEADING
        return labels.shift((0.0, max(0.0, lacking), 0.0))

    def unfolding(self, seconds: float) -> Iterator[Animation]:
        """Animations that draw and name one slice after the other, in so many seconds if it can."""
        each = max(_DRAWING, seconds / len(self.names) - _NAMING)
        for drawn, name in enumerate(self.names):
            yield moving(self, partial(self._grow_next, drawn), each)
            yield FadeIn(name, run_time=_NAMING)

    def _grow_next(self, drawn: int, share: float) -> None:
        self.grow(drawn + share)

    def grow(self, drawn: float) -> None:
        """Draw so many slices from the lowest point outward; the last may be drawn in part.

        The run appears in a slice as soon as that reaches it.
        """
        self._drawn = np.clip(drawn - np.arange(len(self._bends)), 0.0, 1.0)
        across = self._drawn[:, None] * self._reach * np.linspace(-1.0, 1.0, _SAMPLES)
        heights = self._lowest + self._bends[:, None] * across**2 / 2
        curves = zip(self._drawn, across, heights, strict=True)
        trace(self._curves, joined(self.plot.place(x, y) for share, x, y in curves if share))
        self.draw_to(self._step)

    def draw_to(self, step: float) -> None:
        """Show the run at a step, which may lie between two recorded ones."""
        self._step = step
        now = rows_up_to(self._distances, step)[-1]
        beyond = self._drawn - np.abs(now) / self._reach
        reached = beyond > 0.0
        now, bends = now[reached], self._bends[reached]
        grown = np.minimum(1.0, beyond[reached] / _GROWING)
        heights = self._lowest + bends * now**2 / 2
        places = self.plot.place(now, heights)
        place_discs(self._dots, places, grown * _DOT)
        middles = self.plot.place(now * (1.0 - grown), heights)
        trace(self._bars, between(middles, places))


def name_of_slice(name: str, curvature: str, letter: str) -> str:
    """What is written at the end of a slice, as Typst math."""
    head = f"{name} : #h(0.3em) " if name else f'"{text("label-curvature")}" '
    return f"{head}{letter} = {value(curvature)}"
