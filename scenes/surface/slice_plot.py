"""A slice of a surface as a flat plot, with a tangent and legs that show its slope."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import DOWN, RIGHT, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.lines import FlatArrow, place_arrow
from gradreel.scenes.parts.geometry.points import discs, polyline, trace
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.parts.lettering.plate import AIR, on_plate
from gradreel.scenes.parts.lettering.text import Glyphs, words
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.surface.slice_formula import slice_formula
from gradreel.solver.numbers import DIGITS, rounded

# Of the leg along: how far the tangent reaches to the other side, and its head beyond both legs,
# where it hides neither.
_BACK, _AHEAD = 0.4, 1.35
_BELOW, _ABOVE = 0.22, 0.08  # of all heights, below for the number of a leg
_SAMPLES = 101  # points of the curve: four pixels apart at 1080p
_DOT = 0.09  # screen units: the radius of the dot at the start
_AWAY = 0.16  # screen units from a leg to its number, and from the dot
_HEAD = 0.2  # screen units: the head of the tangent


class Slice:
    """The losses along one parameter from a place (2,) on, over the domain of a space."""

    def __init__(self, space: Space, here: Array, axis: int) -> None:
        landscape = space.landscape
        self.here, self.axis = here, axis
        self.low, self.high = float(landscape.low[axis]), float(landscape.high[axis])
        self.places = np.tile(here, (_SAMPLES, 1))
        self.places[:, axis] = np.linspace(self.low, self.high, _SAMPLES)
        losses = landscape.objective.value(self.places)
        self.losses = np.where(landscape.heights.drawn(losses), losses, np.nan)

    @property
    def height(self) -> float:
        """The difference of the highest loss to the lowest; 0 if none is drawn."""
        drawn = self.losses[np.isfinite(self.losses)]
        return float(np.ptp(drawn)) if len(drawn) else 0.0


class SlicePlot(VGroup):
    """A slice, which comes from its place in a space, and the tangent at its place.

    The legs of the tangent are `along` and `up`, in the units of the axes; `labels` are their
    numbers. Tangent and legs are drawn by `walk`, and not before. `loss` is the symbol of the loss.
    All their numbers are announced to `computed`.
    """

    def __init__(
        self,
        space: Space,
        of: Slice,
        slope: float,
        along: float,
        loss: str,
        computed: Callable[[float], float],
    ) -> None:
        super().__init__()
        # With the printed slope, so that a reader who multiplies the two gets this.
        self.along, self.up = computed(along), computed(float(rounded(slope, DIGITS)) * along)
        computed(abs(self.up))  # as a sentence says it
        landscape = space.landscape
        x, z = float(of.here[of.axis]), float(landscape.objective.value(of.here))
        across = x + along * np.array([0.0, 1.0, 1.0, -_BACK, _AHEAD])
        upward = z + slope * along * np.array([0.0, 0.0, 1.0, -_BACK, _AHEAD])
        low, high = np.nanmin([*of.losses, *upward]), np.nanmax([*of.losses, *upward])
        pads = np.array([-_BELOW, _ABOVE]) * (high - low)
        limits = (min(of.low, float(across.min())), max(of.high, float(across.max())))
        heights = (float(low + pads[0]), float(high + pads[1]))
        formula = slice_formula(landscape.objective, of.here, of.axis, loss, computed)
        names = (symbol(landscape.names[of.axis]), formula)
        colors = (None, theme.colors().loss)

        def plot(box: Box) -> Plot:
            return Plot(limits, heights, box, names, (4, 3), colors=colors)

        self.axes = keep_in_room(plot, regions.current().surface.slopes)
        self._flat = self.axes.place(of.places[:, of.axis], of.losses)
        in_space = space.screen(space.at(of.places))
        self._in_space = np.where(np.isfinite(self._flat), in_space, np.nan)
        color = theme.colors().gradient
        self.curve = polyline(self._in_space, theme.colors().loss, 4.0)
        foot, corner, top, back, ahead = self.axes.place(across, upward)
        self._corners, self._ends = np.array([foot, corner, top]), (back, ahead)
        self.dot = discs(foot[None], _DOT, theme.colors().here)
        self._legs, self._tangent = polyline(np.empty((0, 3)), color, 3.5), FlatArrow(color)
        self.labels = VGroup(*map(on_plate, self._numbers()))
        self.add(self.axes, self.curve, self._legs, self._tangent, self.dot)

    def _numbers(self) -> list[Glyphs]:
        """The numbers of both legs, on the outer side of each."""
        foot, corner, top = self._corners
        color = theme.colors().gradient
        along, up = (
            words(number(leg, DIGITS + 1), theme.TICK, color) for leg in (self.along, self.up)
        )
        rises = 1.0 if self.up > 0.0 else -1.0
        along.next_to((foot + corner) / 2, rises * DOWN, buff=_AWAY)
        along.shift(min(0.0, float((corner - along.get_right())[0])) * RIGHT)
        up.next_to((corner + top) / 2, RIGHT, buff=_AWAY)
        # Beyond a short leg, the tangent would lead through its number.
        over = rises * float((up.get_center() - top)[1]) + up.height / 2 + AIR
        up.shift(max(0.0, over) * rises * DOWN)
        up.shift(min(0.0, regions.safe().right - float(up.get_right()[0])) * RIGHT)
        if abs(float((up.get_center() - along.get_center())[1])) < up.height / 2 + along.height:
            along.shift(min(0.0, float((up.get_left() - along.get_right())[0]) - _AWAY) * RIGHT)
        return [along, up]

    def emerge(self, share: float) -> None:
        """Bring the curve a share of the way from its place in space into the plot."""
        trace(self.curve, self._in_space + share * (self._flat - self._in_space))

    def walk(self, share: float) -> None:
        """Draw the tangent, and the legs up to a share of their length, the one along first."""
        foot, corner, top = self._corners
        place_arrow(self._tangent, *self._ends, _HEAD)
        if share <= 0.5:
            trace(self._legs, np.array([foot, foot + 2.0 * share * (corner - foot)]))
        else:
            tip = corner + (2.0 * share - 1.0) * (top - corner)
            trace(self._legs, np.array([foot, corner, tip]))
