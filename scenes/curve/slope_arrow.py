"""Minus the slope as an arrow on the axis, true to the units of the axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np
from manim import DOWN, RIGHT, ManimColor, VGroup, interpolate_color

from gradreel.scenarios.arrays import Limits
from gradreel.scenes import regions, theme
from gradreel.scenes.parts.geometry.lines import FlatArrow, place_arrow
from gradreel.scenes.parts.lettering.text import Glyphs, Markup, maths, words
from gradreel.scenes.parts.plots.curve_axes import CurveAxes
from gradreel.scenes.sentences import curve as texts
from gradreel.scenes.sentences.catalogue import worded

BELOW = 0.72  # screen units from the axis down to the arrow's name, which is below the numbers
_LEAST = 0.1  # of the axis: an arrow is not shortened further to end before the lowest place
_MOST = 1e9  # times shorter: steeper slopes are given in numbers alone
_FAINT = 0.55  # of its colour, in that of the background: only a step is a full arrow
# Screen units between its name and a number beside that: nearer they would read as a difference.
_APART = 0.8


class Against(NamedTuple):
    """A place, and the downhill `change` from there: minus the slope."""

    place: float
    change: float


def shortened(limits: Limits, arrows: Sequence[Against], lowest: float | None = None) -> int | None:
    """How many times shorter all arrows have to be to stay on the axis; 1 if they do already.

    Shortened ones also end before the `lowest` place, as long as they can be seen. None if this
    would be too many times.
    """
    low, high = limits

    def on_axis(times: int) -> bool:
        return all(low <= arrow.place + arrow.change / times <= high for arrow in arrows)

    def before_lowest(times: int) -> bool:
        ends = [(arrow.place, arrow.place + arrow.change / times) for arrow in arrows]
        return lowest is None or all((lowest - a) * (lowest - b) >= 0.0 for a, b in ends)

    longest = max(abs(arrow.change) for arrow in arrows)
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
    """A pale arrow on the axis of a curve, `times` shorter than it is, with its name below."""

    def __init__(self, curve: CurveAxes, name: str, times: int) -> None:
        super().__init__()
        self._curve, self.times = curve, times
        self.arrow = FlatArrow(theme.colors().step)
        self._ink(_FAINT)
        self.label = maths(name, theme.LABEL, theme.colors().step)
        self.add(self.arrow, self.label)

    def put(self, place: float, change: float, mark: Markup | None = None) -> None:
        """Let it reach from a place over a whole change, with its name below its middle.

        The name stays clear of a `mark` below the place, if there is room for that in the frame.
        """
        self.grow(place, change, 1.0)
        foot, tip = self._curve.foot(np.array([place, place + change / self.times]))
        self.label.move_to((foot + tip) / 2 + BELOW * DOWN)
        if mark is None:
            return
        apart = float(mark.width + self.label.width) / 2 + _APART
        beyond = max(abs(float(tip[0] - foot[0])) / 2, apart)
        self.label.set_x(float(foot[0]) + np.sign(change) * beyond)
        safe = regions.safe()
        inward = max(0.0, safe.left - float(self.label.get_left()[0]))
        self.label.shift((inward - max(0.0, float(self.label.get_right()[0]) - safe.right)) * RIGHT)

    def grow(self, place: float, change: float, share: float) -> None:
        """Let it reach from a place over a share of a change."""
        self._reach(place, share * change / self.times)

    def squeeze(self, place: float, drawn: float, left: float, progress: float) -> None:
        """Shrink it from what is `drawn` to what is `left`, the step, by the share `progress`."""
        self._reach(place, drawn + progress * (left - drawn))
        self._ink(_FAINT + progress * (1.0 - _FAINT))

    def unscale(self, place: float, step: float, progress: float) -> None:
        """Let a step grow to its true length, by the share `progress`."""
        self._reach(place, step * (1.0 / self.times + progress * (1.0 - 1.0 / self.times)))

    def _ink(self, share: float) -> None:
        """Paint it with a share of its colour; opaque, so that the axis does not show through."""
        colors = theme.colors()
        ground, full = ManimColor(colors.background), ManimColor(colors.step)
        self.arrow.set_fill(interpolate_color(ground, full, share))

    def _reach(self, place: float, change: float) -> None:
        foot, tip = self._curve.foot(np.array([place, place + change]))
        place_arrow(self.arrow, foot, tip)


def scale_note(times: float) -> Glyphs:
    """A note beside the heading: how many times shorter than they are arrows are drawn."""
    note = words(worded(texts.shortened(times)), theme.LABEL, theme.colors().muted)
    right, baseline = regions.current().note_right
    note.on_baseline((right - note.width, baseline, 0.0))
    over = float(note.get_top()[1]) - regions.safe().top  # exponents are higher than capitals
    return note.shift(max(0.0, over) * DOWN)
