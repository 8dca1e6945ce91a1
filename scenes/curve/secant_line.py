"""A secant of a curve, with its run and its rise, and their numbers."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenes import theme
from gradreel.scenes.curve.secant import Secant
from gradreel.scenes.curve.stage import DOT, covers
from gradreel.scenes.parts.geometry.points import place_discs, trace
from gradreel.scenes.parts.lettering.text import Counter
from gradreel.scenes.parts.plots.curve_axes import CurveAxes
from gradreel.scenes.sentences.catalogue import text

_SEEN = 0.5  # of the screen: a leg so high has its number
_SAMPLES = 401  # points of the curve, to find out whether a number is clear of it
_BESIDE, _ABOVE, _BELOW = 0.12, 0.14, 0.36  # screen units from a leg to the baseline of its number
_UNDER = 0.5  # screen units below a run: its number has room there
_FEWEST = 0.02  # of the distance: from so close on the direction is known


class SecantLine(VGroup):
    """The `line` from a place on, the `other` point, the legs `run` and `rise` with `labels`.

    `distance` is the letter for the run.
    """

    def __init__(self, curve: CurveAxes, x: float, distance: str) -> None:
        super().__init__()
        colors = theme.colors()
        self._curve, self._x, self._distance = curve, x, distance
        self._drawn = curve.at(np.linspace(*curve.x, _SAMPLES))
        self.line = VMobject(stroke_color=colors.gradient, stroke_width=5.0)
        self.run, self.rise = (
            VMobject(stroke_color=colors.ink, stroke_width=2.5) for _ in range(2)
        )
        self.other = VMobject(fill_color=colors.ink, fill_opacity=1.0, stroke_width=0.0)
        self.labels = VGroup(Counter("", theme.LABEL), Counter("", theme.LABEL))
        self.add(self.run, self.rise, self.line, self.other, self.labels)

    @property
    def legs(self) -> VGroup:
        """What belongs to the second point alone: everything but the line."""
        return VGroup(self.run, self.rise, self.other, self.labels)

    def put(self, h: float) -> None:
        """Put the second point at a distance h."""
        curve = self._curve
        first, second = curve.at(self._x), curve.at(self._x + h)
        ahead = np.sign(h) * (second - first)
        left, right = (first, second) if h > 0 else (second, first)
        trace(self.line, curve.through(left, right, ahead))
        corner = np.array([second[0], first[1], 0.0])
        trace(self.run, curve.dashed(first, corner))
        trace(self.rise, curve.dashed(corner, second))
        place_discs(self.other, second[None][curve.within(second[None])], 0.8 * DOT)
        self._ends = first, second

    def leave(self, h: float, share: float) -> None:
        """Put the second point at a share of a distance h, as it leaves the first."""
        self.put(max(share, _FEWEST) * h)

    def write(self, numbers: Secant, side: float) -> None:
        """Write the numbers beside legs that are long enough; `side` is the sign of the run."""
        run, rise = self.labels
        (first, second), box = self._ends, self._curve.box
        run.write(text("label-run-of", distance=self._distance, run=numbers.distance))
        wide = float(run.width)
        under = second[1] >= first[1] and first[1] > box.bottom + _UNDER
        below = -_BELOW if under else _ABOVE
        run.on_baseline(((first[0] + second[0] - wide) / 2, first[1] + below, 0.0))
        rise.write(text("label-rise-of", rise=numbers.rise))
        across = _BESIDE if side > 0.0 else -_BESIDE - rise.width
        rise.on_baseline((second[0] + across, (first[1] + second[1]) / 2 - 0.1, 0.0))
        straight = first + np.linspace(-2.0, 3.0, 500)[:, None] * (second - first)
        taken = np.vstack([self._drawn, straight, self._curve.above])
        if covers(run, taken):  # there may be room beyond the end of the leg
            outward = _BESIDE if side > 0.0 else -_BESIDE - wide
            run.on_baseline((second[0] + outward, first[1] - 0.1, 0.0))
        across, upward = np.abs(second - first)[:2]
        for label, long_enough in ((run, across >= wide), (rise, upward >= _SEEN)):
            beyond = label.get_left()[0] < box.left
            if not long_enough or beyond or covers(label, taken):
                label.write("")
