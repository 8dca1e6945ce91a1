"""A loss over its only parameter in axes that can be rescaled while they are shown."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject

from scenes import theme
from scenes.parts.clip import cut_to_box
from scenes.parts.curve_plot import loss_range
from scenes.parts.numbers import number
from scenes.parts.plot import polyline, trace
from scenes.parts.text import Counter, maths
from scenes.parts.typeset import Array
from solver.objective import Objective

_SAMPLES = 161
_TICK = 0.07
_FADING = 0.08  # while ticks are so much too close, they give way to the next distance
_MOST_ABOVE = 12.0  # times the height of the start
_OVERHANG = 0.28  # of a number beyond the end of its axis, at which it is gone
_MANTISSAS = (1.0, 2.0, 5.0, 10.0, 20.0)


class ZoomedCurve(VGroup):
    """Axes with `limits` of the parameter, which `look` changes; the loss's limits follow.

    The curve is cut far above the loss `start`, which stays in sight. The upward axis has numbers
    only where it is `numbered`.
    """

    def __init__(
        self,
        objective: Objective,
        limits: tuple[float, float],
        corner: tuple[float, float],
        size: tuple[float, float],
        names: tuple[str, str],
        start: float,
        numbered: bool = True,
    ) -> None:
        super().__init__()
        # A function, because manim's fades copy everything else.
        self._value: Callable[[Array], Array] = lambda x: objective.value(x[..., None])
        self.corner, self.size = np.array(corner), np.array(size)
        left, bottom = corner
        right, top = self.corner + self.size
        frame = np.array([(left, top, 0.0), (left, bottom, 0.0), (right, bottom, 0.0)])
        self.curve = VMobject(stroke_color=theme.LOSS, stroke_width=3.0)
        self.ticks = VGroup(_Ticks(3, 0), _Ticks(3, 1, numbered))
        self.add(polyline(frame, theme.MUTED, 2.0), self.ticks, self.curve)
        x_name = maths(names[0], theme.LABEL, theme.HERE)
        self.add(x_name.next_to((right, bottom, 0), RIGHT, buff=0.1))
        loss_name = maths(names[1], theme.LABEL, theme.LOSS)
        self.add(loss_name.next_to((left, top, 0), UP, buff=0.06).align_to((left, 0, 0), LEFT))
        self._start, self._ceiling = start, np.inf
        self.look(limits)
        self._ceiling = max(self.y[1], self.y[0] + _MOST_ABOVE * (start - self.y[0]))

    def look(self, limits: tuple[float, float]) -> None:
        """Show other limits of the parameter."""
        across = np.linspace(*limits, _SAMPLES)
        values = self._value(across)
        self.x = limits
        self.y = loss_range(values, np.array([self._start]), self._ceiling)
        trace(self.curve, self.cut(self._place(across, values)))
        for axis, shown in enumerate((self.x, self.y)):
            self.ticks[axis].put(shown, self.corner, self.size)

    def at(self, x: Array) -> Array:
        """Screen points (n, 3) on the curve."""
        return self._place(x, self._value(x))

    def cut(self, points: Array) -> Array:
        """A screen polyline cut at the border of the axes, NaN where it is outside."""
        return cut_to_box(points, self.corner, self.corner + self.size)

    def inside(self, points: Array) -> Array:
        """Those of some screen points (n, 3) that lie within the axes."""
        low, high = self.corner - 1e-6, self.corner + self.size + 1e-6
        return np.asarray(points[((points[:, :2] >= low) & (points[:, :2] <= high)).all(axis=1)])

    def _place(self, x: Array, y: Array) -> Array:
        places = np.stack([x, y], axis=-1)
        low = np.array([self.x[0], self.y[0]])
        span = np.array([np.ptp(self.x), np.ptp(self.y)])
        flat = self.corner + (places - low) / span * self.size
        return np.concatenate([flat, np.zeros((*flat.shape[:-1], 1))], axis=-1)


class _Ticks(VGroup):
    """Round numbers along an axis (0 across, 1 upward): at most `count`, or a few more."""

    def __init__(self, count: int, axis: int, numbered: bool = True) -> None:
        super().__init__()
        self._count, self._axis, self._numbered = count, axis, numbered
        self._marks = VMobject(stroke_color=theme.MUTED, stroke_width=2.0)
        align = RIGHT if axis else LEFT
        self._labels = [Counter("", theme.TICK, theme.MUTED, align) for _ in range(2 * count + 2)]
        self.add(self._marks, *self._labels)

    def put(self, limits: tuple[float, float], corner: Array, size: Array) -> None:
        """Show the ticks of other limits; as one distance of ticks goes, the next one comes."""
        shown = _opacities(*limits, self._count)
        ends = []
        for label, (tick, opacity) in zip_longest(self._labels, shown, fillvalue=(0.0, 0.0)):
            assert isinstance(label, Counter)
            label.write(number(tick) if opacity and self._numbered else "").set_opacity(opacity)
            place = np.array([*corner, 0.0])
            place[self._axis] += (tick - limits[0]) / (limits[1] - limits[0]) * size[self._axis]
            outward = LEFT if self._axis else DOWN
            if opacity:
                ends += [place, place + _TICK * outward, np.full(3, np.nan)]
            if self._axis:
                label.on_baseline(place + 0.16 * LEFT + 0.3 * theme.TICK * DOWN)
            else:
                width = label.width if tick >= 0 else label.width + 0.16
                label.on_baseline(place + width / 2 * LEFT + (0.12 + 0.72 * theme.TICK) * DOWN)
                over = max(corner[0] - place[0], place[0] - corner[0] - size[0]) + width / 2
                label.set_opacity(opacity * float(np.clip((_OVERHANG - over) / 0.03, 0.0, 1.0)))
        trace(self._marks, np.array(ends) if ends else np.full((2, 3), np.nan))


def _opacities(low: float, high: float, count: int) -> list[tuple[float, float]]:
    """Ticks from low to high with how visible each is: about `count` are fully so."""
    room = (high - low) / count
    power = 10.0 ** np.floor(np.log10(room))
    place = next(i for i, m in enumerate(_MANTISSAS) if (1.0 + _FADING) * m * power > room)
    fine, coarse = _MANTISSAS[place] * power, _MANTISSAS[place + 1] * power
    staying = float(np.clip((1.0 + _FADING - room / fine) / _FADING, 0.0, 1.0))
    ticks = {}
    for distance, opacity in ((coarse, 1.0 - staying), (fine, staying)):
        for index in range(int(np.ceil(low / distance)), int(np.floor(high / distance)) + 1):
            key = round(index * distance / power)
            ticks[key] = index * distance, 1.0 if key in ticks else opacity
    return [tick for tick in ticks.values() if tick[1] > 0.0]
