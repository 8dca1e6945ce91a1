"""Ticks of axes that are rescaled while they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import numpy as np
from manim import DOWN, LEFT, RIGHT, VGroup, VMobject

from gradreel.scenarios.arrays import Limits
from gradreel.scenes import theme
from gradreel.scenes.parts.axes import Axes, axis_names
from gradreel.scenes.parts.box import Box
from gradreel.scenes.parts.points import polyline, trace
from gradreel.scenes.parts.round_steps import round_steps
from gradreel.scenes.parts.scale import scale_of
from gradreel.scenes.parts.text import Counter, as_ticks

_TICK = 0.07  # screen units: the length of a tick, 4 pixels at 854x480
_FADING = 0.08  # while ticks are so much too close, they give way to the next distance
_SHARES = tuple(sorted(np.geomspace(0.7, 1.4, 29), key=lambda share: abs(np.log(share))))
_OVERHANG = 0.28  # of a number beyond the end of its axis, at which it is gone
_GOING = 0.03  # before that
_GIVE = 0.4  # of its width: by so much it makes way inward first
_BESIDE_NAME = np.array([-0.1, 0.22, 0.0])  # from the upper end of an axis, flush right
# Screen units from an axis down to the baseline of its note: a line below its numbers.
_BELOW_NUMBERS = 0.62


class Ticks(VGroup):
    """Round numbers along an axis (0 across, 1 upward): at most `count`, or a few more.

    In the limits in which the axis rests, `resting`, none of them is half faded.
    """

    def __init__(
        self, count: int, axis: int, resting: Sequence[Limits], numbered: bool = True
    ) -> None:
        super().__init__()
        self._count, self._axis, self._numbered = _settled(count, resting), axis, numbered
        self._marks = VMobject(stroke_color=theme.colors().muted, stroke_width=2.0)
        align = RIGHT if axis else LEFT
        blank = [Counter("", theme.TICK, theme.colors().muted, align) for _ in range(3 * count + 2)]
        self._note = Counter("", theme.TICK, theme.colors().muted, align)
        self._labels = as_ticks(blank, [self._note])
        self.add(self._marks, *self._labels, self._note)

    def put(self, limits: Limits, box: Box) -> None:
        """Show the ticks of other limits; as one distance of ticks goes, the next one comes."""
        shown = fading_ticks(*limits, self._count)
        scale = scale_of([tick for tick, _ in shown])
        self._annotate(scale.note if self._numbered else "", box)
        texts = iter(scale.texts)
        ends = []
        for label, (tick, opacity) in zip_longest(self._labels, shown, fillvalue=(0.0, 0.0)):
            assert isinstance(label, Counter)
            text = next(texts, "")
            label.write(text if opacity and self._numbered else "").set_opacity(opacity)
            place = np.array([*box.corner, 0.0])
            if opacity:
                share = (tick - limits[0]) / (limits[1] - limits[0])
                place[self._axis] += share * box.size[self._axis]
            outward = LEFT if self._axis else DOWN
            if opacity:
                ends += [place, place + _TICK * outward, np.full(3, np.nan)]
            if self._axis:
                label.on_baseline(place + 0.16 * LEFT + 0.3 * theme.TICK * DOWN)
            else:
                width = label.width if tick >= 0 else label.width + 0.16
                over = max(box.left - place[0], place[0] - box.right) + width / 2
                inward = float(np.clip(over - _OVERHANG + _GOING, 0.0, _GIVE * width))
                inward = inward if place[0] < box.left + box.width / 2 else -inward
                place = place + inward * RIGHT
                label.on_baseline(place + width / 2 * LEFT + (0.12 + 0.72 * theme.TICK) * DOWN)
                over -= abs(inward)
                seen = float(np.clip((_OVERHANG - over) / _GOING, 0.0, 1.0))
                label.set_opacity(opacity * round(seen, 9))
        trace(self._marks, np.array(ends) if ends else np.full((2, 3), np.nan))

    @property
    def noted(self) -> float:
        """How wide is what stands at the end of the axis, to be added to its numbers."""
        return float(self._note.width)

    def _annotate(self, note: str, box: Box) -> None:
        """Say at the end of the axis what is to be added to its numbers, if anything is."""
        self._note.write(note)
        end = np.array([*box.corner, 0.0])
        end[self._axis] += box.size[self._axis]
        if self._axis:
            self._note.on_baseline(end + _BESIDE_NAME)
        else:
            self._note.on_baseline(end + self._note.width * LEFT + _BELOW_NUMBERS * DOWN)


class MovingTicks(VGroup):
    """The lines of axes with `Ticks` along both, and the axes' names (Typst math).

    `resting` are the limits across, and those upward, in which the axes rest. There are numbers
    upward only where that is `numbered`.
    """

    def __init__(
        self,
        axes: Axes,
        counts: tuple[int, int],
        resting: tuple[Sequence[Limits], Sequence[Limits]],
        names: tuple[str, str],
        colors: tuple[str | None, str | None] = (None, None),
        numbered: bool = True,
    ) -> None:
        super().__init__()
        box = axes.box
        self.across = Ticks(counts[0], 0, resting[0])
        self.upward = Ticks(counts[1], 1, resting[1], numbered)
        ends = [(box.left, box.top, 0.0), (box.left, box.bottom, 0.0), (box.right, box.bottom, 0.0)]
        lines = polyline(np.array(ends), theme.colors().muted, 2.0)
        self.add(lines, self.across, self.upward, axis_names(names, box, colors, gap=0.1))

    def put(self, axes: Axes) -> None:
        """Show the ticks of the limits that the axes have now."""
        self.across.put(axes.x, axes.box)
        self.upward.put(axes.y, axes.box)


def _settled(count: float, resting: Sequence[Limits]) -> float:
    """A number of ticks near the wanted one with which none is fading in any of some limits."""
    for share in map(float, _SHARES):  # of the wanted number, the nearest first
        ticks = [tick for limits in resting for tick in fading_ticks(*limits, share * count)]
        if all(opacity == 1.0 for _, opacity in ticks):
            return share * count
    return count


def fading_ticks(low: float, high: float, count: float) -> list[tuple[float, float]]:
    """Ticks from low to high with how visible each is: about `count` are fully so, two at least."""
    room = (high - low) / count
    steps = round_steps(room)
    place = next(i for i, step in enumerate(steps) if i and (1.0 + _FADING) * step > room)
    finer, fine, coarse = steps[place - 1 : place + 2]
    staying = float(np.clip((1.0 + _FADING - room / fine) / _FADING, 0.0, 1.0))
    of_fine, of_coarse = (_too_few(low, high, distance) for distance in (fine, coarse))
    shares = (
        (finer, staying * of_fine),
        (fine, staying * (1.0 - of_fine) + (1.0 - staying) * of_coarse),
        (coarse, (1.0 - staying) * (1.0 - of_coarse)),
    )
    ticks: dict[int, tuple[float, float]] = {}
    for distance, share in shares:
        for index in range(*_whole(low / distance, high / distance)):
            key = round(index * distance / steps[0])
            ticks[key] = index * distance, share + (ticks[key][1] if key in ticks else 0.0)
    return [(tick, min(1.0, opacity)) for tick, opacity in ticks.values() if opacity > 0.0]


def _too_few(low: float, high: float, distance: float) -> float:
    """1 where no two ticks side by side fit, 0 where two are well inside, or where an axis ends."""
    first, end = _whole(low / distance, high / distance)
    inside = [
        min(margin if abs(margin) > 1e-9 else 1.0 for margin in margins)
        for margins in (
            (k - low / distance, high / distance - k - 1.0) for k in range(first - 1, end)
        )
    ]
    return float(np.clip(1.0 - max(inside) / _FADING, 0.0, 1.0))


def _whole(low: float, high: float) -> tuple[int, int]:
    """The whole numbers from low to high, as limits of a range; both ends may be a hair off."""
    return int(np.ceil(low - 1e-9)), int(np.floor(high + 1e-9)) + 1
