"""A line of learning rates: where the factor is 1, 0 and −1, and where the runs are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from manim import UP, Animation, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.numbers import number, rate
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.formulas.notation import Notation
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.lines import dashes
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import between, discs, joined, polyline, trace
from gradreel.scenes.parts.lettering.text import Glyphs, Markup, maths, words
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.sentences.catalogue import text

# Times the limit, 2 over the curvature: the line is at least so long, to have room for a word
# beyond it, and at most so long: a run with a larger rate is at its end.
_BEYOND, _FARTHEST = 1.35, 3.0
_PAST = 1.08  # times the largest rate: the line goes on a little beyond it
# In screen units.
_TICK = 0.1  # half the length of a mark
_DOT = 0.1  # the radius of a run's dot
_BELOW, _ABOVE = 0.42, 0.22  # from the line to the baselines of the words below and above it
_APART = 0.18  # between numbers, and between words


class RateLine(VGroup):
    """Learning rates from 0 on along the bottom of a box, for the largest `curvature` of a loss.

    Words between the marks say what happens there. `runs` are dots for `rates`, in their `colors`,
    with their numbers. The rates at the marks are announced to `computed`.
    """

    def __init__(
        self,
        curvature: float,
        rates: Sequence[float],
        colors: Sequence[str],
        box: Box,
        notation: Notation,
        computed: Callable[[float], float],
    ) -> None:
        super().__init__()
        limit = computed(2.0 / curvature)
        self._box = box
        self._most = max(_BEYOND * limit, min(_PAST * max(rates), _FARTHEST * limit))
        self._axis = VMobject(stroke_color=theme.colors().muted, stroke_width=3.0)
        self._limit = self._at(limit)
        places = [self._at(0.0), self._at(computed(limit / 2)), self._limit]
        rate_name = in_math(notation.rate, theme.colors().step)
        names = [f"{rate_name} = 0", *(_over(n, n / curvature, notation) for n in (1, 2))]
        labels = [
            self._below(maths(name, theme.TICK), place)
            for name, place in zip(names, places, strict=True)
        ]
        self.add(self._axis, _ticks(places), *labels, *self._stretches(labels))
        self.runs = self._runs(rates, colors)
        self._draw(1.0)

    def growth(self, run_time: float) -> Animation:
        """The animation in which the line grows from 0."""
        return moving(self._axis, self._draw, run_time)

    def _draw(self, share: float) -> None:
        """Draw the line up to a share of it, dashed where runs diverge."""
        end = self._at(share * self._most)
        solid = min(end[0], self._limit[0])
        line = np.array([self._at(0.0), (solid, end[1], 0.0)])
        beyond = dashes(np.array([self._limit, end])) if end[0] > self._limit[0] else line[:0]
        trace(self._axis, joined([line, beyond]))

    def _at(self, rate: float) -> Array:
        share = min(rate / self._most, 1.0)
        return np.array([self._box.left + share * self._box.width, self._box.bottom, 0.0])

    def _below(self, label: Glyphs | Markup, place: Array) -> Glyphs | Markup:
        return label.on_baseline(place - _BELOW * UP).set_x(float(place[0]))

    def _stretches(self, labels: Sequence[Glyphs | Markup]) -> Iterator[Glyphs | Markup]:
        """The words between marks and beyond the last one, if there is room for them."""
        ids = ("label-closer", "label-crossing", "label-diverges")
        edges = [(float(x.get_left()[0]), float(x.get_right()[0])) for x in labels]
        edges.append((self._box.right, self._box.right))
        for id, ((_, low), (high, _)) in zip(ids, pairwise(edges), strict=True):
            word = words(text(id), theme.TICK, theme.colors().muted)
            if word.width + 2 * _APART <= high - low:
                yield self._below(word, np.array([(low + high) / 2, self._box.bottom, 0.0]))

    def _runs(self, rates: Sequence[float], colors: Sequence[str]) -> VGroup:
        """A dot for each run, and above it its learning rate, once for all runs that share it."""
        runs = VGroup(
            *(
                discs(self._at(lr)[None], _DOT, color)
                for lr, color in zip(rates, colors, strict=True)
            )
        )
        alike = sorted(set(rates))
        labels = [words(rate(lr), theme.TICK) for lr in alike]
        middles = [float(self._at(lr)[0]) for lr in alike]
        for label, x in zip(
            labels, spread(middles, [label.width for label in labels]), strict=True
        ):
            runs.add(label.on_baseline((0.0, self._box.bottom + _ABOVE, 0.0)).set_x(x))
        return runs


def spread(middles: Sequence[float], widths: Sequence[float]) -> list[float]:
    """Ascending middles of texts of these widths, moved so that no two texts are too close."""
    gaps = [_APART + (first + second) / 2 for first, second in pairwise(widths)]
    up, down = [*middles], [*middles]
    for index, gap in enumerate(gaps):
        up[index + 1] = max(up[index + 1], up[index] + gap)
    for index, gap in reversed([*enumerate(gaps)]):
        down[index] = min(down[index], down[index + 1] - gap)
    return [(first + second) / 2 for first, second in zip(up, down, strict=True)]


def _over(count: int, learning_rate: float, notation: Notation) -> str:
    return f"{count} \\/ {notation.curvature} = {value(number(learning_rate))}"


def _ticks(places: Sequence[Array]) -> VMobject:
    middles = np.array(places)
    marks = between(middles - _TICK * UP, middles + _TICK * UP)
    return polyline(marks, theme.colors().muted, 3.0)
