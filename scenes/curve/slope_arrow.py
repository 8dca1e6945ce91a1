"""The slope as an arrow on the axis: against it, and as long as it is in the axis' units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np
from manim import DOWN, VGroup

from gradreel.scenarios.arrays import Limits
from gradreel.scenes import regions, theme
from gradreel.scenes.parts.curve_axes import CurveAxes
from gradreel.scenes.parts.lines import FlatArrow, place_arrow
from gradreel.scenes.parts.text import Glyphs, Markup, maths, words
from gradreel.scenes.sentences import curve as texts
from gradreel.scenes.sentences.catalogue import worded

BELOW = 0.72  # from the axis down to what is written of it, below its numbers
_LEAST = 0.1  # of the axis: to end before the lowest place, an arrow gets no shorter
_MOST = 1e9  # times shorter: what is steeper is told by numbers alone
_FAINT = 0.45  # what is no step is no full arrow
_APART = 0.2  # from a number beside its name


class Against(NamedTuple):
    """A place, and the way downhill from there: minus the slope."""

    place: float
    way: float


def shortened(limits: Limits, arrows: Sequence[Against], lowest: float | None = None) -> int | None:
    """How many times shorter than they are all arrows must be to stay on the axis; 1 if not at all.

    Those that are shortened end before the `lowest` place, too, as long as they can be seen. None
    where they cannot be told so.
    """
    low, high = limits

    def on_axis(times: int) -> bool:
        return all(low <= arrow.place + arrow.way / times <= high for arrow in arrows)

    def before_lowest(times: int) -> bool:
        ends = [(arrow.place, arrow.place + arrow.way / times) for arrow in arrows]
        return lowest is None or all((lowest - a) * (lowest - b) >= 0.0 for a, b in ends)

    longest = max(abs(arrow.way) for arrow in arrows)
    if not longest / _MOST <= high - low:
        return None
    counts = (times for times in _round_counts() if on_axis(times))
    first = next(counts)
    seen = _LEAST * (high - low)
    if first == 1 or before_lowest(first):
        return first
    shorter = next(times for times in counts if before_lowest(times) or longest / times < seen)
    return shorter if longest / shorter >= seen else first


def _round_counts() -> Iterator[int]:
    return (digit * 10**power for power in count() for digit in (1, 2, 3, 5, 7))


class SlopeArrow(VGroup):
    """A faint arrow on the axis of a curve with its name below; `times` shorter than it is."""

    def __init__(self, curve: CurveAxes, name: str, times: int) -> None:
        super().__init__()
        self._curve, self.times = curve, times
        self.arrow = FlatArrow(theme.colors().step, _FAINT)
        self.label = maths(name, theme.LABEL, theme.colors().step)
        self.add(self.arrow, self.label)

    def put(self, place: float, way: float, mark: Markup | None = None) -> None:
        """Let it reach from a place along the whole of a way, with its name below its middle.

        The name keeps off a `mark` below the place.
        """
        self.grow(place, way, 1.0)
        foot, tip = self._curve.foot(np.array([place, place + way / self.times]))
        self.label.move_to((foot + tip) / 2 + BELOW * DOWN)
        if mark is None:
            return
        apart = float(mark.width + self.label.width) / 2 + _APART
        beyond = max(abs(float(tip[0] - foot[0])) / 2, apart)
        self.label.set_x(float(foot[0]) + np.sign(way) * beyond)

    def grow(self, place: float, way: float, share: float) -> None:
        """Let it reach from a place along a share of a way."""
        self._reach(place, share * way / self.times)

    def squeeze(self, place: float, way: float, rate: float, gone: float) -> None:
        """Leave only the learning rate's part of it, which is a step; `gone` is how far that is."""
        self._reach(place, way / self.times * (1.0 + gone * (rate - 1.0)))
        self.arrow.set_fill(opacity=_FAINT + gone * (1.0 - _FAINT))

    def unscale(self, place: float, step: float, gone: float) -> None:
        """Let a step be drawn as long as it is."""
        self._reach(place, step * (1.0 / self.times + gone * (1.0 - 1.0 / self.times)))

    def _reach(self, place: float, way: float) -> None:
        foot, tip = self._curve.foot(np.array([place, place + way]))
        place_arrow(self.arrow, foot, tip)


def scale_note(times: float) -> Glyphs:
    """How many times shorter arrows are drawn than they are, beside the heading."""
    note = words(worded(texts.shortened(times)), theme.LABEL, theme.colors().muted)
    right, baseline = regions.current().note_right
    return note.on_baseline((right - note.width, baseline, 0.0))
