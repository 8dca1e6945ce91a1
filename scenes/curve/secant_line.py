"""A secant of a curve, with its run and its rise, and their numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.curve.secant import Secant
from gradreel.scenes.curve.stage import DOT, covers
from gradreel.scenes.parts.geometry.box import Pair
from gradreel.scenes.parts.geometry.points import draw_up_to, place_discs, trace
from gradreel.scenes.parts.lettering.text import Counter
from gradreel.scenes.parts.plots.curve_axes import CurveAxes
from gradreel.scenes.sentences.catalogue import text

_SEEN = 0.5  # of the screen: a leg so high has its number
_SAMPLES = 401  # points of the curve, to find out whether a number is clear of it
_BESIDE, _ABOVE, _BELOW = 0.12, 0.14, 0.36  # screen units from a leg to the baseline of its number
_UNDER = 0.5  # screen units below a run: its number has room there
_NEAREST, _TRIES = 0.15, 3  # of a rise, from its corner: where its number is tried last


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
        self._texts = Counter("", theme.LABEL), Counter("", theme.LABEL)
        self.labels = VGroup(*self._texts)
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
        self._way = curve.through(left, right, ahead)
        trace(self.line, self._way)
        corner = np.array([second[0], first[1], 0.0])
        trace(self.run, curve.dashed(first, corner))
        trace(self.rise, curve.dashed(corner, second))
        place_discs(self.other, second[None][curve.within(second[None])], 0.8 * DOT)
        self._ends = first, second

    def draw(self, h: float, share: float) -> None:
        """Put the second point at a distance h, and draw a share of the line through both."""
        self.put(h)
        draw_up_to(self.line, self._way, share)

    def write(self, numbers: Secant, side: float) -> None:
        """Write the numbers beside legs that are long enough; `side` is the sign of the run."""
        run, rise = self._texts
        (first, second), box = self._ends, self._curve.box
        straight = first + np.linspace(-2.0, 3.0, 500)[:, None] * (second - first)
        taken = np.vstack([self._drawn, straight, self._curve.above])
        across, upward = np.abs(second - first)[:2]
        under = second[1] >= first[1] and first[1] > box.bottom + _UNDER
        height = first[1] + (-_BELOW if under else _ABOVE)
        distance = f"{self._distance} = {numbers.distance}"
        whole = text("label-run-of", distance=self._distance, run=numbers.distance)

        def beyond(wide: float) -> float:
            """The left end of a label that is beyond the second point."""
            return float(second[0]) + (_BESIDE if side > 0.0 else -_BESIDE - wide)

        def along_run(wide: float) -> list[Pair]:
            middle = (float(first[0] + second[0]) - wide) / 2, height
            return [middle, (beyond(wide), first[1] - 0.1)] if across >= wide else []

        def along_rise(wide: float) -> list[Pair]:
            shares = np.linspace(0.5, 1.0 - _NEAREST, _TRIES if upward >= _SEEN else 0)
            ways = [float(second[1] + share * (first[1] - second[1])) for share in shares]
            return [(beyond(wide), way - 0.1) for way in ways]

        self._write(run, (whole, distance), along_run, taken)
        taken = np.vstack([taken, run.points])
        climb = text("label-rise-of", rise=numbers.rise)
        self._write(rise, (climb, numbers.rise), along_rise, taken)

    def _write(
        self,
        label: Counter,
        wordings: Sequence[str],
        places: Callable[[float], Sequence[Pair]],
        taken: Array,
    ) -> None:
        """Write the first wording for which one of the places is free, or nothing."""
        for wording in wordings:
            label.write(wording)
            for place in places(float(label.width)):
                label.on_baseline((*place, 0.0))
                if label.get_left()[0] >= self._curve.box.left and not covers(label, taken):
                    return
        label.write("")
