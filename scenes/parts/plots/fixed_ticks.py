"""The ticks of axes whose limits do not change."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np
from manim import DOWN, LEFT, VGroup, VMobject

from gradreel.scenarios.arrays import Array, Limits
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.numbers import exact, power_of_ten
from gradreel.scenes.parts.digits.round_steps import multiples, nice_ticks
from gradreel.scenes.parts.digits.scale import Scale, in_full, scale_of
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.geometry.points import polyline
from gradreel.scenes.parts.lettering.text import Glyphs, as_ticks, words
from gradreel.scenes.parts.plots.axes import TICK, TO_NUMBER, Axes, axis_lines, axis_names

# Screen units between numbers, at least, so that they do not touch: side by side, and stacked.
_BETWEEN, _ABOVE = 0.15, 0.06
_EXPONENTS = (1, 2, 3, 5, 10, 20, 50, 100, 200)  # powers of ten between logarithmic ticks

_Mark = tuple[Glyphs, float]  # the number of a tick, and its place along the axis


class FixedTicks(VGroup):
    """The lines of axes, at most `counts` round numbers along them, and the names of the axes.

    There are fewer numbers if they would touch. They are in `across` and in `upward`; `offsets` are
    to be added to them, as the names (Typst math) of the axes say, or by themselves.
    """

    def __init__(
        self,
        axes: Axes,
        counts: tuple[int, int],
        names: tuple[str, str] = ("", ""),
        colors: tuple[str | None, str | None] = (None, None),
    ) -> None:
        super().__init__()
        box = axes.box
        below, less_across = _across(axes, counts[0])
        left, less_upward = _upward(axes, counts[1])
        self.offsets = less_across, less_upward
        ticks = [
            [((place, box.bottom), (place, box.bottom - TICK)) for _, place in below],
            [((box.left, place), (box.left - TICK, place)) for _, place in left],
        ]
        self.across = VGroup(*(label for label, _ in below))
        self.upward = VGroup(*(label for label, _ in left))
        named = _less(names[0], less_across), _less(names[1], less_upward)
        self.names = axis_names(named, box, colors)
        labels = iter(self.names)
        for marks, name, offset in zip((below, left), named, self.offsets, strict=True):
            parts = next(labels) if name else ()
            written = [part for part in parts if offset and isinstance(part, Glyphs)]
            as_ticks((label for label, _ in marks), written)
        drawn = (_segments(lines, theme.colors().muted) for lines in ticks)
        self.add(axis_lines(box), *drawn, self.across, self.upward, self.names)


def _across(axes: Axes, most_ticks: int) -> tuple[list[_Mark], float]:
    """The numbers below the axis, few enough not to touch, and the offset to be added to them.

    There is an offset only if even two numbers in full would touch.
    """
    for scale, count in product((in_full, scale_of), range(most_ticks, 0, -1)):
        ticks = nice_ticks(*axes.x, count).tolist()
        numbers = scale(ticks)
        marks = _marks(numbers, axes.place(ticks, axes.y[0]), DOWN)
        if not _touch([label for label, _ in marks]):
            return marks, numbers.offset
    return [marks[0], marks[-1]], numbers.offset


def _upward(axes: Axes, most_ticks: int) -> tuple[list[_Mark], float]:
    """The numbers beside the axis, few enough not to touch, and the offset to be added to them."""
    for count in range(most_ticks, 1, -1):
        ticks = _powers(axes.y, count).tolist() if axes.log else []
        numbers = Scale(tuple(map(power_of_ten, ticks)))
        if len(ticks) < 2:
            ticks = nice_ticks(*axes.y, count).tolist()
            numbers = scale_of(ticks)
        marks = _marks(numbers, axes.place(axes.x[0], ticks), LEFT)
        if not _touch([label for label, _ in marks], upward=True):
            return marks, numbers.offset
    return [marks[0], marks[-1]], numbers.offset


def _powers(limits: Limits, count: int) -> Array:
    """At most about `count` powers of ten for a logarithmic axis."""
    low, high = (float(np.log10(limit)) for limit in limits)
    ticks = multiples(_EXPONENTS[0], low, high)
    for every in (*_EXPONENTS[1:], high - low):
        if len(ticks) <= count or len(fewer := multiples(every, low, high)) < 2:
            break
        ticks = fewer
    return np.asarray(10.0**ticks)


def _less(name: str, offset: float) -> str:
    """The name of an axis (Typst math) from whose numbers an offset has been subtracted."""
    if not offset:
        return name
    if not name:
        return value(Scale((), offset).note)
    return f"{name} {'-' if offset > 0.0 else '+'} {value(exact(abs(offset)))}"


def _marks(scale: Scale, places: Array, outward: Array) -> list[_Mark]:
    """The numbers of ticks at points (n, 3) on an axis."""
    labels = [words(text, theme.TICK, theme.colors().muted) for text in scale.texts]
    for label, place in zip(labels, places, strict=True):
        label.next_to(place, outward, buff=TO_NUMBER)
    along = places[:, 0 if outward[1] else 1].tolist()
    return [*zip(labels, along, strict=True)]


def _touch(labels: Sequence[VMobject], upward: bool = False) -> bool:
    """Whether numbers below an axis, or beside an upward one, are too close together."""
    if upward:
        gaps = [second.get_bottom()[1] - first.get_top()[1] for first, second in pairwise(labels)]
        return any(gap < _ABOVE for gap in gaps)
    gaps = [second.get_left()[0] - first.get_right()[0] for first, second in pairwise(labels)]
    return any(gap < _BETWEEN for gap in gaps)


def _segments(lines: list[tuple[tuple[float, float], tuple[float, float]]], color: str) -> VMobject:
    """Separate straight segments between pairs of screen points, in one mobject."""
    ends = np.array(lines, dtype=float)
    points = np.zeros((len(lines), 3, 3))
    points[:, :2, :2] = ends
    points[:, 2] = np.nan
    return polyline(points.reshape(-1, 3), color, 2.0)
