"""Ticks of axes whose limits change while they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import zip_longest

import numpy as np
from manim import DOWN, LEFT, RIGHT, VGroup, VMobject

from gradreel.scenarios.arrays import Limits
from gradreel.scenes import regions, theme
from gradreel.scenes.parts.digits.round_steps import round_steps
from gradreel.scenes.parts.digits.scale import scale_of
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.points import trace
from gradreel.scenes.parts.lettering.text import Counter, as_ticks, words
from gradreel.scenes.parts.plots.axes import TICK, TO_NUMBER, Axes, axis_lines, axis_names

_FADING = 0.08  # relative: ticks that are up to so much too close fade into the next distance
# Of the wanted number of ticks: the numbers to try, the nearest first.
_SHARES = tuple(sorted(np.geomspace(0.5, 2.0, 57), key=lambda share: abs(np.log(share))))
_APART = 0.12  # screen units between two numbers below an axis, at least
_OVERHANG = 0.28  # screen units: a number so far beyond the end of its axis is invisible
_GOING = 0.03  # screen units before that, over which it fades
_GIVE = 0.4  # of its width: before it fades, a number moves inward by up to so much
_NOTE_ABOVE = np.array([-0.1, 0.22, 0.0])  # screen units from the upper end of an axis to its note
# Screen units from an axis down to the baseline of its note: a line below its numbers.
_NOTE_BELOW = 0.62


class Ticks(VGroup):
    """Round numbers along an axis (0 across, 1 upward), at most about `count`.

    At the limits `resting`, at which the axis will rest, none of them is half faded.
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
        """Show the ticks of other limits; when their distance changes, ticks fade in and out."""
        ticks = fading_ticks(*limits, self._count)
        scale = scale_of([tick for tick, _ in ticks])
        self._annotate(scale.note if self._numbered else "", box)
        texts, high = iter(scale.texts), _height_of_digits()
        marks = []
        for label, (tick, opacity) in zip_longest(self._labels, ticks, fillvalue=(0.0, 0.0)):
            assert isinstance(label, Counter)
            text = next(texts, "")
            label.write(text if opacity and self._numbered else "").set_opacity(opacity)
            place = np.array([*box.corner, 0.0])
            if opacity:
                share = (tick - limits[0]) / (limits[1] - limits[0])
                place[self._axis] += share * box.size[self._axis]
            outward = LEFT if self._axis else DOWN
            if opacity:
                marks += [place, place + TICK * outward, np.full(3, np.nan)]
            if self._axis:
                label.on_baseline(place + TO_NUMBER * LEFT + high / 2.0 * DOWN)
                # At rest there is room for all of them; a longer one may pass while limits change.
                if float(label.get_left()[0]) < regions.safe().left:
                    label.set_opacity(0.0)
            else:
                width = label.width
                over = max(box.left - place[0], place[0] - box.right) + width / 2
                inward = float(np.clip(over - _OVERHANG + _GOING, 0.0, _GIVE * width))
                inward = inward if place[0] < box.left + box.width / 2 else -inward
                place = place + inward * RIGHT
                label.on_baseline(place + width / 2 * LEFT + (TO_NUMBER + high) * DOWN)
                over -= abs(inward)
                visible = float(np.clip((_OVERHANG - over) / _GOING, 0.0, 1.0))
                label.set_opacity(opacity * round(visible, 9))
        trace(self._marks, np.array(marks) if marks else np.full((2, 3), np.nan))

    @property
    def noted(self) -> float:
        """The width of the offset at the end of the axis; 0 if there is none."""
        return float(self._note.width)

    def _annotate(self, note: str, box: Box) -> None:
        """Write the offset to be added to the numbers, if any, at the end of the axis."""
        self._note.write(note)
        end = np.array([*box.corner, 0.0])
        end[self._axis] += box.size[self._axis]
        if self._axis:
            self._note.on_baseline(end + _NOTE_ABOVE)
        else:
            self._note.on_baseline(end + self._note.width * LEFT + _NOTE_BELOW * DOWN)


class MovingTicks(VGroup):
    """The lines of axes with `Ticks` along both, and the names of the axes (Typst math).

    `resting` are the limits across, and those upward, at which the axes will rest. The upward axis
    has numbers only if it is `numbered`. The names are a `gap` away, little where axes are small.
    """

    def __init__(
        self,
        axes: Axes,
        counts: tuple[int, int],
        resting: tuple[Sequence[Limits], Sequence[Limits]],
        names: tuple[str, str],
        colors: tuple[str | None, str | None] = (None, None),
        numbered: bool = True,
        gap: float = 0.1,
    ) -> None:
        super().__init__()
        self._box = box = axes.box
        self.across = Ticks(_with_room(counts[0], resting[0], box.width), 0, resting[0])
        self.upward = Ticks(counts[1], 1, resting[1], numbered)
        self.names = axis_names(names, box, colors, gap)
        self.add(axis_lines(box), self.across, self.upward, self.names)

    @property
    def headed(self) -> float:
        """How far that reaches to the right which is above the upward axis."""
        tops = (name for name in self.names if name.get_y() > self._box.top)
        ends = [float(name.get_right()[0]) for name in tops]
        return max([*ends, self._box.left + float(_NOTE_ABOVE[0]) + self.upward.noted])

    def put(self, axes: Axes) -> None:
        """Show the ticks of the limits that the axes have now."""
        self.across.put(axes.x, axes.box)
        self.upward.put(axes.y, axes.box)


@cache
def _height_of_digits() -> float:
    """The height of the digits of ticks, in screen units."""
    return float(words("10", theme.TICK).height)


def _with_room(count: int, resting: Sequence[Limits], width: float) -> int:
    """At most `count` ticks, so that numbers below an axis of a width do not touch where it rests.

    There are always enough for two numbers.
    """
    for fewer in range(count, 2, -1):
        settled = _settled(fewer, resting)
        if all(_have_room(settled, limits, width) for limits in resting):
            return fewer
    return min(count, 2)


def _have_room(count: float, limits: Limits, width: float) -> bool:
    """Whether the numbers of about `count` ticks do not touch below an axis of a width."""
    values = [tick for tick, _ in fading_ticks(*limits, count)]
    apart = width * float(np.diff(sorted(values)).min()) / (limits[1] - limits[0])
    written = max(words(text, theme.TICK).width for text in scale_of(values).texts)
    return bool(written + _APART <= apart)


def _settled(count: float, resting: Sequence[Limits]) -> float:
    """A number of ticks near `count` with which none is half faded at any of these limits."""
    for share in map(float, _SHARES):
        ticks = [tick for limits in resting for tick in fading_ticks(*limits, share * count)]
        if all(opacity == 1.0 for _, opacity in ticks):
            return share * count
    return count


def fading_ticks(low: float, high: float, count: float) -> list[tuple[float, float]]:
    """Ticks from low to high with their opacities; about `count` are opaque, and at least two."""
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
    shown = sorted(ticks.values())
    return [(tick, min(1.0, opacity)) for tick, opacity in shown if opacity > 0.0]


def _too_few(low: float, high: float, distance: float) -> float:
    """1 if no two neighbouring ticks fit, 0 if two are well inside or at the ends of the axis."""
    first, end = _whole(low / distance, high / distance)
    inside = [
        min(margin if abs(margin) > 1e-9 else 1.0 for margin in margins)
        for margins in (
            (k - low / distance, high / distance - k - 1.0) for k in range(first - 1, end)
        )
    ]
    return float(np.clip(1.0 - max(inside) / _FADING, 0.0, 1.0))


def _whole(low: float, high: float) -> tuple[int, int]:
    """The integers from low to high, as limits of a `range`; the ends may be off by rounding."""
    return int(np.ceil(low - 1e-9)), int(np.floor(high + 1e-9)) + 1
