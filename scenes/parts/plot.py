"""Flat plots: axes with ticks and names, curves and points in them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.box import Pair
from gradreel.scenes.parts.clip import cut_to_box
from gradreel.scenes.parts.formula import value
from gradreel.scenes.parts.numbers import exact, power_of_ten
from gradreel.scenes.parts.round_steps import multiples, nice_ticks
from gradreel.scenes.parts.scale import Scale, in_full, scale_of
from gradreel.scenes.parts.text import Glyphs, as_ticks, maths, words

_BETWEEN, _ABOVE = 0.15, 0.06  # numbers of an axis, at least: side by side, one above the other
_EXPONENTS = (1, 2, 3, 5, 10, 20, 50, 100, 200)  # between ticks of a logarithmic axis
_WIDE = 0.6  # a name
_NARROWEST = 1e-12  # of its numbers: an axis has no fewer digits for its ticks
_KAPPA = 0.5522847498307936  # handles of a quarter circle as a cubic curve
_QUARTER = np.array([[1, 0, 0], [1, _KAPPA, 0], [_KAPPA, 1, 0], [0, 1, 0]])
_TURNS = [
    np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]) for c, s in ((1, 0), (0, 1), (-1, 0), (0, -1))
]
_CIRCLE = np.concatenate([_QUARTER @ turn for turn in _TURNS])


def polyline(points: Array, color: str, width: float = 4.0, **style: Any) -> VMobject:
    """A thin line through points (n, 3) on the screen; runs of NaN leave gaps."""
    line = VMobject(stroke_color=color, stroke_width=width, **style)
    return trace(line, points)


def trace(line: VMobject, points: Array) -> VMobject:
    """Make an existing line run through other points (n, 3); runs of NaN leave gaps."""
    whole = np.asarray(np.isfinite(points).all(axis=1))
    joined = whole[:-1] & whole[1:]
    start, end = points[:-1][joined], points[1:][joined]
    shares = np.array([0.0, 1 / 3, 2 / 3, 1.0])[None, :, None]
    curves = start[:, None, :] + shares * (end - start)[:, None, :]
    line.set_points(curves.reshape(-1, 3))
    return line


def discs(centers: Array, radius: float, color: str, opacity: float = 1.0) -> VMobject:
    """Filled circles about screen points (n, 3), all in one mobject."""
    shape = VMobject(fill_color=color, fill_opacity=opacity, stroke_width=0.0)
    return place_discs(shape, centers, radius)


def place_discs(shape: VMobject, centers: Array, radius: float) -> VMobject:
    """Move the circles of `discs` about other screen points (n, 3)."""
    centers = np.asarray(centers, dtype=float).reshape(-1, 1, 3)
    shape.set_points((centers + radius * _CIRCLE).reshape(-1, 3))
    return shape


_Mark = tuple[Glyphs, float]  # the number of a tick, and where it stands along the axis


class Plot(VGroup):
    """Axes over `x` and `y` ranges whose lower left corner stands at `corner` on the screen.

    Data become screen points by `at`. With `log`, y is drawn by its logarithm.
    """

    def __init__(
        self,
        x: tuple[float, float],
        y: tuple[float, float],
        corner: Pair,
        size: Pair,
        names: tuple[str, str] = ("", ""),
        ticks: tuple[int, int] = (5, 4),
        log: bool = False,
        colors: tuple[str | None, str | None] = (None, None),
    ) -> None:
        super().__init__()
        self.x, self.y, self.log = widened(x), y if log else widened(y), log
        self.corner, self.size = np.array(corner, dtype=float), np.array(size, dtype=float)
        right, top = self.corner + self.size
        left, bottom = self.corner
        lines = [((left, bottom), (right, bottom)), ((left, bottom), (left, top))]
        self.labels = VGroup()
        below, across = self._across(ticks[0])
        for label, place in below:
            lines.append(((place, bottom), (place, bottom - 0.08)))
            self.labels.add(label)
        beside, upward = self._upward(ticks[1])
        for label, place in beside:
            lines.append(((left, place), (left - 0.08, place)))
            self.labels.add(label)
        self.axes = _segments(lines, theme.colors().muted)
        self.offsets = across, upward  # to be added to the numbers; unnamed, they are the names
        names = less(names[0], across), less(names[1], upward)
        self.names = axis_names(names, self.corner, self.size, colors)
        self.add(self.axes, self.labels, self.names)

    def _across(self, most: int) -> tuple[list[_Mark], float]:
        """The numbers below the axis, few enough not to touch, and what is to be added to them.

        Nothing is, unless two numbers in full would touch.
        """
        for scale, count in product((in_full, scale_of), range(most, 0, -1)):
            ticks = nice_ticks(*self.x, count).tolist()
            shown = scale(ticks)
            marks = _marks(shown, self.at(ticks, self.y[0]), DOWN)
            if not _touch([label for label, _ in marks]):
                return marks, shown.offset
        return [marks[0], marks[-1]], shown.offset

    def _upward(self, most: int) -> tuple[list[_Mark], float]:
        """The numbers beside the axis, few enough not to touch, and what is to be added to them."""
        for count in range(most, 1, -1):
            ticks = self._powers(count).tolist() if self.log else []
            shown = Scale(tuple(map(power_of_ten, ticks)))
            if len(ticks) < 2:
                ticks = nice_ticks(*self.y, count).tolist()
                shown = scale_of(ticks)
            marks = _marks(shown, self.at(self.x[0], ticks), LEFT)
            if not _touch([label for label, _ in marks], upward=True):
                return marks, shown.offset
        return [marks[0], marks[-1]], shown.offset

    def _powers(self, count: int) -> Array:
        """Powers of ten for a logarithmic axis."""
        low, high = (float(np.log10(limit)) for limit in self.y)
        ticks = multiples(_EXPONENTS[0], low, high)
        for every in (*_EXPONENTS[1:], high - low):
            if len(ticks) <= count or len(fewer := multiples(every, low, high)) < 2:
                break
            ticks = fewer
        return np.asarray(10.0**ticks)

    def at(self, x: Any, y: Any) -> Array:
        """Data coordinates as screen points (..., 3)."""
        x, y = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
        low, high = self.y
        if self.log:
            y, low, high = np.log10(np.maximum(y, low)), np.log10(low), np.log10(high)
        points = np.zeros((*x.shape, 3))
        points[..., 0] = self.corner[0] + (x - self.x[0]) / (self.x[1] - self.x[0]) * self.size[0]
        points[..., 1] = self.corner[1] + (y - low) / (high - low) * self.size[1]
        return points

    def within(self, points: Array) -> NDArray[np.bool_]:
        """Which screen points (..., 3) lie within the axes, (...)."""
        low, high = self.corner - 1e-6, self.corner + self.size + 1e-6
        flat = points[..., :2]
        return np.asarray(((flat >= low) & (flat <= high)).all(axis=-1))

    def inside(self, points: Array) -> Array:
        """Screen points (n, 3) with those outside of the axes made NaN."""
        return np.where(self.within(points)[:, None], points, np.nan)

    def curve(self, x: Array, y: Array, color: str, width: float = 4.0) -> VMobject:
        """The line through data points, cut where it leaves the axes."""
        points = cut_to_box(_dense(self.at(x, y)), self.corner, self.corner + self.size)
        return polyline(points, color, width)

    def clipped(self, x: Array, y: Array) -> Array:
        """Data points as a dense screen polyline, NaN where it is outside of the axes."""
        points = self.at(x, y)
        if len(points) < 2:
            return self.inside(points)
        return self.inside(_dense(points))


def less(name: str, offset: float) -> str:
    """The name of an axis (Typst math) whose numbers are those after an offset is taken off."""
    if not offset:
        return name
    if not name:
        return value(Scale((), offset).note)
    return f"{name} {'-' if offset > 0.0 else '+'} {value(exact(abs(offset)))}"


def _dense(points: Array) -> Array:
    """A screen polyline (n, 3) so dense that what lies between two points is less than a pixel."""
    shares = np.linspace(0.0, 1.0, max(2, 1 + 2000 // len(points)), endpoint=False)
    steps = np.diff(points, axis=0)[:, None, :] * shares[None, :, None]
    return np.vstack([(points[:-1, None, :] + steps).reshape(-1, 3), points[-1:]])


def axis_names(
    names: tuple[str, str],
    corner: Array,
    size: Array,
    colors: tuple[str | None, str | None] = (None, None),
    gap: float = 0.2,
) -> VGroup:
    """The names of axes (Typst math; none where it is empty), where they end; `gap` away."""
    (left, bottom), (right, top) = corner, corner + size
    shown = VGroup()
    if names[0]:
        across = maths(names[0], theme.LABEL, colors[0])
        across.next_to((right, bottom, 0), RIGHT, buff=gap)
        if across.width > _WIDE:  # it goes below the numbers
            across.next_to((right, bottom - 0.3 - 1.25 * gap, 0), DOWN, buff=0.0)
            across.align_to((right, 0, 0), RIGHT)
        shown.add(across)
    if names[1]:
        upward = maths(names[1], theme.LABEL, colors[1])
        upward.next_to((left, top, 0), UP, buff=gap / 2).align_to((left + gap / 2, 0, 0), LEFT)
        shown.add(upward)
    return shown


def _marks(scale: Scale, places: Array, outward: Array) -> list[_Mark]:
    """The numbers of ticks at places (n, 3) on an axis."""
    labels = as_ticks(words(text, theme.TICK, theme.colors().muted) for text in scale.texts)
    for label, place in zip(labels, places, strict=True):
        label.next_to(place + 0.1 * outward, outward, buff=0.08)
    along = places[:, 0 if outward[1] else 1].tolist()
    return [*zip(labels, along, strict=True)]


def _touch(labels: Sequence[VMobject], upward: bool = False) -> bool:
    """Whether numbers below an axis, or beside one, stand too close together."""
    if upward:
        gaps = [after.get_bottom()[1] - before.get_top()[1] for before, after in pairwise(labels)]
        return any(gap < _ABOVE for gap in gaps)
    gaps = [after.get_left()[0] - before.get_right()[0] for before, after in pairwise(labels)]
    return any(gap < _BETWEEN for gap in gaps)


def _segments(lines: list[tuple[tuple[float, float], tuple[float, float]]], color: str) -> VMobject:
    """Separate straight segments between screen points, all in one mobject."""
    ends = np.array(lines, dtype=float)
    points = np.zeros((len(lines), 3, 3))
    points[:, :2, :2] = ends
    points[:, 2] = np.nan
    return polyline(points.reshape(-1, 3), color, 2.0)


def widened(limits: tuple[float, float]) -> tuple[float, float]:
    """Limits of an axis, wider where nothing lies between them but rounding."""
    low, high = limits
    if high - low > _NARROWEST * max(abs(low), abs(high)):
        return limits
    pad = max(abs(low), 1.0) * 0.5
    return low - pad, high + pad
