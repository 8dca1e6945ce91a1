"""Directions from a place on a map, each with its slope."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
from manim import Animation, FadeIn, FadeOut, ManimColor, VGroup, VMobject
from manim.utils.color import interpolate_color

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.numbers import fixed, number
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.lettering.plate import AIR, on_plate
from gradreel.scenes.parts.lettering.text import Glyphs, words
from gradreel.scenes.parts.maps.close_map import CloseMap, MapArrow
from gradreel.scenes.parts.maps.framing import inside
from gradreel.scenes.parts.maps.right_angle import right_angle

_COUNT = 12  # directions, 30 degrees apart: two of them lie along the contour line
_DIGITS = 2  # of the steepest slope: enough to see which that is; the others have its decimals
_BEYOND = 0.14  # screen units between the tip of an arrow and its number
_FARTHER = np.array([0.0, 0.1, 0.2, 0.3])  # more of them, so that numbers do not touch
_PLATES = 2 * AIR + 0.04  # screen units between two numbers whose plates do not touch
_PALE = 0.15  # opacity of the arrows that are not the answer
_OPPOSITE = 1.2  # seconds in which the steepest way down comes to its true length
_EXACT = 1e-9  # of the steepest slope, about: less is rounding


class Fan(VGroup):
    """Arrows of equal length from the dot of a map; the first leads against the gradient.

    `slopes` are the slopes in all directions, and `numbers` their labels, in multiples of `unit`:
    a power of ten, if they would otherwise be written with one, or touch each other.
    """

    def __init__(self, chart: CloseMap, grad: Array, reach: Array) -> None:
        super().__init__()
        self._map = chart
        angles = np.arctan2(*(-grad / reach)[::-1]) + 2 * np.pi / _COUNT * np.arange(_COUNT)
        self.ways = reach * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        slopes = self.ways @ grad / np.linalg.norm(self.ways, axis=1)
        noise = _EXACT * 10.0 ** np.floor(np.log10(np.abs(slopes).max()))
        # Without it, opposite directions are rounded alike.
        self.slopes, self.unit = np.round(slopes / noise) * noise + 0.0, 1.0
        here, colors = chart.here, theme.colors()
        self.arrows = [chart.arrow(here, here, colors.ink) for _ in self.ways]
        self.numbers = VGroup()
        self._gradient: MapArrow | None = None

    def open(self, share: float) -> None:
        """Draw all arrows at a share of their length."""
        for arrow, vector in zip(self.arrows, self.ways, strict=True):
            self._map.point(arrow, self._map.here + share * vector)

    def number(self) -> None:
        """Write the slopes beyond the tips of the arrows, as near as they do not touch."""
        power = float(10.0 ** np.floor(np.log10(np.abs(self.slopes).max())))
        for unit, beyond in product((1.0, power), (_BEYOND + _FARTHER).tolist()):
            self.unit = unit
            labels = self._labels(beyond)
            if not (any("×" in label.note.says for label in labels) or _touching(labels)):
                break
        self.numbers.add(*map(on_plate, labels))

    def _labels(self, beyond: float) -> list[Glyphs]:
        """The slopes in units of `unit`, so far beyond the tips of the arrows."""
        labels = [words(slope, theme.TICK) for slope in self._written()]
        return [self._beyond(label, way, beyond) for way, label in enumerate(labels)]

    def _beyond(self, label: Glyphs, way: int, beyond: float) -> Glyphs:
        """A label, put so far beyond the tip of an arrow."""
        start, tip = self._map.map.at(self._map.here + np.outer([0.0, 1.0], self.ways[way]))
        direction = (tip - start) / np.linalg.norm(tip - start)
        half = np.abs(direction[:2]) @ (label.width / 2, label.height / 2)
        return label.move_to(tip + (beyond + half) * direction)

    def _written(self) -> list[str]:
        """The slopes in units of `unit`, all of them rounded to the same decimal place."""
        slopes = (self.slopes / self.unit).tolist()
        places = _DIGITS - 1 - math.floor(math.log10(max(map(abs, slopes))))
        return [fixed(round(slope, places), max(0, places)) for slope in slopes]

    @property
    def downhill(self) -> MapArrow:
        """The arrow against the gradient."""
        return self.arrows[0]

    def narrowing(self) -> list[Animation]:
        """Animations that leave only the steepest way down, in the colour of steps."""
        before, after = ManimColor(theme.colors().ink), ManimColor(theme.colors().step)

        def narrow(share: float) -> None:
            for arrow in self.arrows[1:]:
                arrow.set_opacity(1.0 + share * (_PALE - 1.0))
            self.downhill.set_fill(interpolate_color(before, after, share))

        # Once there is nothing to compare it with, the slope is printed like other numbers.
        rough, exact = self.numbers[0], words(number(float(self.slopes[0]) / self.unit), theme.TICK)
        self.numbers.submobjects[0] = on_plate(self._beyond(exact, 0, _BEYOND))
        gone = [FadeOut(label) for label in (rough, *self.numbers[1:])]
        return [moving(self._map, narrow), *gone, FadeIn(self.numbers[0])]

    def grow(self, uphill: Array, share: float) -> None:
        """Let the gradient `uphill` (2,) grow from the dot, while all but it and its opposite fade.

        Where they would leave the map, arrows end at its border.
        """
        chart = self._map
        if self._gradient is None:
            self._gradient = chart.arrow(chart.here, chart.here, theme.colors().gradient)
        held = inside(chart.domain, chart.here, uphill) if share < 1.0 else 1.0
        chart.point(self._gradient, chart.here + min(share, held) * uphill)
        for arrow, way in zip(self.arrows, self.ways, strict=True):
            chart.point(arrow, chart.here + inside(chart.domain, chart.here, way) * way)
        for arrow in self.arrows[1:]:
            arrow.set_opacity((1.0 - share) * _PALE)

    def oppose(self, uphill: Array) -> Animation:
        """An animation in which the steepest way down becomes as long as the gradient."""
        return self._map.growth(self.downhill, self._map.here - uphill, _OPPOSITE)

    def right_angle(self) -> VMobject:
        """The mark of a right angle between the contour line and the steepest way down."""
        start, tip = self._map.map.at(np.stack([self._map.here, self._map.here + self.ways[0]]))
        return right_angle(start, tip - start)


def _touching(labels: list[Glyphs]) -> bool:
    """Whether the plates of any two numbers touch."""
    middles = np.array([label.get_center()[:2] for label in labels])
    sizes = np.array([(label.width, label.height) for label in labels])
    away = np.abs(middles[:, None] - middles) - (sizes[:, None] + sizes) / 2
    near = (away < _PLATES).all(axis=2)
    return bool(near[~np.eye(len(labels), dtype=bool)].any())
