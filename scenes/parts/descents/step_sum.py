"""A step with momentum as a sum, along each of some directions: arrows tip to tail, and numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

import numpy as np
from manim import LEFT, RIGHT, Animation, FadeIn, ManimColor, VGroup, VMobject, interpolate_color

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.balance import Balance, balanced
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.digits.round_steps import round_counts
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.lines import FlatArrow, place_arrow
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import polyline
from gradreel.scenes.parts.lettering.text import maths, words
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.momentum_sums import StepAsSum

GROWING, _FADING = 1.0, 0.4  # seconds
# In screen units.
_ROW, _HEAD, _BETWEEN = 0.62, 0.56, 0.8  # between rows, above the first, and between directions
_BESIDE = 0.25  # between arrows and what is written on both sides of them
_BELOW = 0.5  # of a row: how far lines reach beyond the first row and the last
_RULED = 0.1  # the line above a result is so much longer than this, on the left


def row_colors() -> tuple[str, str, str]:
    """The colours of what is kept, of the plain step, and of the whole one."""
    colors = theme.colors()
    return colors.residual, colors.ink, colors.step


def paint_as_kept(arrow: FlatArrow, share: float) -> None:
    """Give the arrow of a step, to a share, the colour of what is kept of it."""
    kept, _, step = map(ManimColor, row_colors())
    arrow.set_fill(interpolate_color(step, kept, share))


class SumAlong(VGroup):
    """The rows of a step along one direction `along` (p,): what is kept, the plain step, the whole.

    Arrows are `unit` screen units long for 1 of a parameter. 0 is at `zero`, and the rows at these
    heights. A `printed` sum stands on the right of them, flush with `right`.
    """

    def __init__(
        self,
        told: StepAsSum,
        along: Array,
        unit: float,
        zero: float,
        heights: Sequence[float],
        printed: Balance,
        right: float,
    ) -> None:
        super().__init__()
        self.step, self.along, self.unit = told.step, along, unit
        self.zero, self.heights = zero, tuple(heights)
        colors = theme.colors()
        kept, own, whole = (float(along @ part) for part in (told.kept, told.own, told.whole))
        self._before = float(along @ told.before)
        self._spans = ((0.0, kept), (kept, kept + own), (0.0, whole))
        self.arrows = [FlatArrow(colors.step) for _ in range(3)]
        self.arrows[1].set_fill(row_colors()[1])
        self._numbers = [
            words(says, theme.TICK, color)
            for says, color in zip(
                _texts(printed),
                row_colors(),
                strict=True,
            )
        ]
        for label, height in zip(self._numbers, heights, strict=True):
            label.move_to((right, height, 0.0), RIGHT)
        above, pitch = (heights[1] + heights[2]) / 2, heights[0] - heights[1]
        left = right - max(float(label.width) for label in self._numbers) - _RULED
        self._ruled = polyline(np.array([(left, above, 0.0), (right, above, 0.0)]), colors.ink, 1.5)
        ends = heights[0] + _BELOW * pitch, heights[2] - _BELOW * pitch
        self.add(polyline(np.array([(zero, y, 0.0) for y in ends]), colors.muted, 1.5))
        self.add(*self.arrows)
        self._point(0, 0.0, self._before)

    def at(self, value: float, row: int) -> Array:
        """The screen point (3,) of a value in a row."""
        return np.array([self.zero + self.unit * value, self.heights[row], 0.0])

    def keeping(self) -> list[Animation]:
        """Animations in which the step before is squeezed to what is kept of it."""
        _, kept = self._spans[0]

        def squeeze(share: float) -> None:
            self._point(0, 0.0, self._before + share * (kept - self._before))
            paint_as_kept(self.arrows[0], share)

        return [moving(self.arrows[0], squeeze, GROWING), self._coming(self._numbers[0])]

    def growing(self, row: int) -> list[Animation]:
        """Animations in which the arrow of another row grows, below the tip of the one above."""
        start, end = self._spans[row]

        def grow(share: float) -> None:
            self._point(row, start, start + share * (end - start))

        meeting = self._spans[1][row - 1]  # where both arrows begin, or both end
        guide = polyline(
            np.array([self.at(meeting, row - 1), self.at(meeting, row)]), theme.colors().muted, 1.5
        )
        new = [self._numbers[row], *([self._ruled] if row > 1 else [])]
        return [FadeIn(guide), moving(self.arrows[row], grow, GROWING), *map(self._coming, new)]

    def _point(self, row: int, start: float, end: float) -> None:
        place_arrow(self.arrows[row], self.at(start, row), self.at(end, row))

    @staticmethod
    def _coming(part: VMobject) -> Animation:
        return FadeIn(part, run_time=_FADING)


class StepSum(VGroup):
    """A step as a sum along each of some directions, below each other in a room.

    A direction is a name (Typst math) with a vector (p,). The three `labels` (Typst math) stand
    before the rows. All arrows have one scale, but where they would be too short they are drawn a
    round number of times as long, which is written beside the name, if there is one. They
    reach from the first of `sides` to the second, at most. The numbers that are shown are announced
    to `computed`.
    """

    def __init__(
        self,
        told: StepAsSum,
        directions: Sequence[tuple[str, Array]],
        labels: Sequence[str],
        room: Box,
        computed: Callable[[float], float],
    ) -> None:
        super().__init__()
        sums = [_printed(told, along) for _, along in directions]
        for shown in (part for each in sums for part in _texts(each)):
            computed(numbers_in(shown)[0].signed)
        widest = max(float(words(n, theme.TICK).width) for each in sums for n in _texts(each))
        before = max(float(maths(label, theme.TICK).width) for label in labels) + _BESIDE
        self.sides = left, right = room.left + before, room.right - _BESIDE - widest
        reaches = [_reach(told, along) for _, along in directions]
        longest = max(high - low for low, high in reaches)
        each_height = room.height / len(directions)
        pitch = min(_ROW, (each_height - _HEAD - _BETWEEN) / 2)
        taken = len(directions) * (_HEAD + 2 * pitch + _BETWEEN) - _BETWEEN
        top = room.top - (room.height - taken) / 2
        self.rows: list[SumAlong] = []
        for (name, along), printed, (low, high) in zip(directions, sums, reaches, strict=True):
            times = _times(longest / (high - low))
            unit = times * (right - left) / longest
            head = VGroup()
            if name:
                head.add(maths(name, theme.LABEL).on_baseline((room.left, top, 0.0)))
            if times > 1:
                note = text("label-arrows-longer", times=int(computed(times)))
                head.add(words(note, theme.TICK, theme.colors().muted))
                beside = max(left, float(head[0].get_right()[0]) + _BESIDE)
                head[1].on_baseline((beside, top, 0.0))
            heights = [top - _HEAD - row * pitch for row in range(3)]
            for label, height in zip(labels, heights, strict=True):
                head.add(maths(label, theme.TICK).move_to((room.left, height, 0.0), LEFT))
            zero = left - unit * low
            self.rows.append(SumAlong(told, along, unit, zero, heights, printed, room.right))
            self.add(head, self.rows[-1])
            top -= _HEAD + 2 * pitch + _BETWEEN

    def keeping(self) -> list[Animation]:
        """Animations in which the step before is squeezed to what is kept of it."""
        return [animation for each in self.rows for animation in each.keeping()]

    def growing(self, row: int) -> list[Animation]:
        """Animations in which the arrows of a row grow: 1 for the plain step, 2 for the whole."""
        return [animation for each in self.rows for animation in each.growing(row)]


def _times(most: float) -> int:
    """The largest round number of times as long that arrows may be."""
    return [*takewhile(lambda times: times <= most, round_counts())][-1]


def _printed(told: StepAsSum, along: Array) -> Balance:
    kept, own, whole = (float(along @ part) for part in (told.kept, told.own, told.whole))
    return balanced(lambda first, second: first + second, [kept, own], whole)


def _texts(printed: Balance) -> tuple[str, ...]:
    return (*printed.operands, printed.result)


def _reach(told: StepAsSum, along: Array) -> tuple[float, float]:
    """From where to where the arrows along a direction reach, 0 included."""
    ends = [0.0, *(float(along @ part) for part in (told.before, told.kept, told.whole))]
    return min(ends), max(ends)
