"""Shows slope and intercept of a line: legs along it, and where it crosses the axis."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import DOWN, RIGHT, UP, VGroup

from gradreel.scenes import theme
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.digits.round_steps import round_steps
from gradreel.scenes.parts.geometry.points import discs, polyline, trace
from gradreel.scenes.parts.lettering.plate import on_plate
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.parts.plots.scatter import Scatter

_RUN = 0.3  # of the width: the length of the level leg, about, unless it can be 1
_LEAST, _MOST = 0.12, 0.6  # of the width: a level leg of length 1 has to be within these
_DOT = 0.1  # screen units: the radius of the dot at the intercept
_AWAY = 0.1  # screen units from a leg to its number


class RiseAndRun(VGroup):
    """A level and an upright leg below a straight line, with numbers, and its intercept.

    `line` returns the height of the line at an input. Whatever is outside of the picture is left
    out. `draw` draws a share of the rest.
    """

    def __init__(
        self,
        scatter: Scatter,
        line: Callable[[float], float],
        crosses: bool,
        computed: Callable[[float], float],
    ) -> None:
        super().__init__()
        self._legs = polyline(np.empty((0, 3)), theme.colors().here, 3.5)
        low, high = scatter.x
        run = _run(high - low)
        start = 0.0 if low <= 0.0 <= high - run else low + (high - low - run) / 2
        first, last = line(start), line(start + run)
        corners = scatter.place([start, start + run, start + run], [first, first, last])
        self._corners = corners if scatter.within(corners).all() else np.empty((0, 3))
        self._labels = VGroup()
        if len(self._corners):
            across = words(number(computed(run)), theme.LABEL, theme.colors().here)
            upward = words(number(computed(last - first)), theme.LABEL, theme.colors().here)
            side = DOWN if last > first else UP
            across.next_to((corners[0] + corners[1]) / 2, side, buff=_AWAY)
            upward.next_to((corners[1] + corners[2]) / 2, RIGHT, buff=_AWAY)
            self._labels.add(on_plate(across), on_plate(upward))
        self._dot = discs(np.empty((0, 3)), _DOT, theme.colors().here)
        foot = scatter.place(0.0, line(0.0))
        if crosses and scatter.within(foot):
            self._dot = discs(foot, _DOT, theme.colors().here)
        self.add(self._legs, self._dot, self._labels)
        self.draw(0.0)

    def draw(self, share: float) -> None:
        """Draw the legs up to a share of their length, and then their numbers."""
        self._dot.set_fill(opacity=min(1.0, 4.0 * share))
        corners, reached = self._corners, np.clip(2.4 * share - np.array([0.0, 1.0]), 0.0, 1.0)
        if len(corners):
            along = corners[0] + reached[0] * (corners[1] - corners[0])
            up = corners[1] + reached[1] * (corners[2] - corners[1])
            trace(self._legs, np.array([corners[0], along, *([up] if reached[1] else [])]))
        for label, shown in zip(self._labels, reached, strict=False):
            plate, number_ = label
            plate.set_fill(opacity=0.8 * shown**4)
            number_.set_fill(opacity=shown**4)


def _run(width: float) -> float:
    """The length of the level leg in a picture of this width: 1 if possible, else round."""
    if _LEAST * width <= 1.0 <= _MOST * width:
        return 1.0
    return min(round_steps(_RUN * width), key=lambda run: abs(np.log(run / (_RUN * width))))
