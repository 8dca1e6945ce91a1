"""A line of learning rates: where the factor is 1, 0 and −1, and where runs stand on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from manim import UP, Animation, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.box import Box
from gradreel.scenes.parts.formula import value
from gradreel.scenes.parts.lines import dashes
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.notation import Notation
from gradreel.scenes.parts.numbers import number, rate
from gradreel.scenes.parts.points import between, discs, joined, polyline, trace
from gradreel.scenes.parts.text import Glyphs, Markup, maths, words
from gradreel.scenes.parts.typeset import in_math
from gradreel.scenes.sentences.catalogue import text

_BEYOND = 1.35  # times 2 over the curvature, the limit: so far the line goes at least
_FARTHEST = 3.0  # and at the most: a run beyond stands at its end
_PAST = 1.08  # times the largest rate: the line goes on a little behind it
_TICK = 0.1  # half of a mark
_DOT = 0.1  # the radius of a run's mark
_BELOW, _ABOVE = 0.42, 0.22  # from the line to the baselines of the words at it
_APART = 0.18  # from number to number, and from word to word


class RateLine(VGroup):
    """Learning rates from 0 on along the bottom of a box, for the largest `curvature` of a loss.

    It says what happens between its marks, whose places are told to `computed`. `runs` are the dots
    of some `rates`, in their `colors`, with their numbers.
    """

    def __init__(
        self,
        curvature: float,
        rates: Sequence[float],
        colors: Sequence[str],
        box: Box,
        own: Notation,
        computed: Callable[[float], float],
    ) -> None:
        super().__init__()
        limit = 2.0 / curvature
        self._box = box
        self._most = max(_BEYOND * limit, min(_PAST * max(rates), _FARTHEST * limit))
        self._axis = VMobject(stroke_color=theme.colors().muted, stroke_width=3.0)
        self._limit = self._at(limit)
        places = [self._at(0.0), self._at(computed(limit / 2)), self._limit]
        rate_name = in_math(own.rate, theme.colors().step)
        names = [f"{rate_name} = 0", *(_over(n, n / curvature, own) for n in (1, 2))]
        labels = [
            self._below(maths(name, theme.TICK), at) for name, at in zip(names, places, strict=True)
        ]
        self.add(self._axis, _ticks(places), *labels, *self._stretches(labels))
        self.runs = self._runs(rates, colors)
        self._draw(1.0)

    def growth(self, run_time: float) -> Animation:
        """What lets the line grow from 0 on."""
        return moving(self._axis, self._draw, run_time)

    def _draw(self, share: float) -> None:
        """The line up to a share of it: dashed where runs fly off."""
        end = self._at(share * self._most)
        whole = min(end[0], self._limit[0])
        line = np.array([self._at(0.0), (whole, end[1], 0.0)])
        beyond = dashes(np.array([self._limit, end])) if end[0] > self._limit[0] else line[:0]
        trace(self._axis, joined([line, beyond]))

    def _at(self, rate: float) -> Array:
        share = min(rate / self._most, 1.0)
        return np.array([self._box.left + share * self._box.width, self._box.bottom, 0.0])

    def _below(self, label: Glyphs | Markup, place: Array) -> Glyphs | Markup:
        return label.on_baseline(place - _BELOW * UP).set_x(float(place[0]))

    def _stretches(self, labels: Sequence[Glyphs | Markup]) -> Iterator[Glyphs | Markup]:
        """What happens between two marks, and beyond the last, where there is room to say it."""
        ids = ("label-closer", "label-crossing", "label-farther")
        edges = [(float(x.get_left()[0]), float(x.get_right()[0])) for x in labels]
        edges.append((self._box.right, self._box.right))
        for id, ((_, low), (high, _)) in zip(ids, pairwise(edges), strict=True):
            word = words(text(id), theme.TICK, theme.colors().muted)
            if word.width + 2 * _APART <= high - low:
                yield self._below(word, np.array([(low + high) / 2, self._box.bottom, 0.0]))

    def _runs(self, rates: Sequence[float], colors: Sequence[str]) -> VGroup:
        """A dot for each run, and above it its learning rate, once for all that share it."""
        runs = VGroup(
            *(
                discs(self._at(one)[None], _DOT, color)
                for one, color in zip(rates, colors, strict=True)
            )
        )
        alike = sorted(set(rates))
        labels = [words(rate(one), theme.TICK) for one in alike]
        middles = [float(self._at(one)[0]) for one in alike]
        for label, x in zip(
            labels, spread(middles, [label.width for label in labels]), strict=True
        ):
            runs.add(label.on_baseline((0.0, self._box.bottom + _ABOVE, 0.0)).set_x(x))
        return runs


def spread(middles: Sequence[float], widths: Sequence[float]) -> list[float]:
    """Ascending middles of texts of some widths, moved so that none comes too near to another."""
    apart = [_APART + (one + other) / 2 for one, other in pairwise(widths)]
    up, down = [*middles], [*middles]
    for index, least in enumerate(apart):
        up[index + 1] = max(up[index + 1], up[index] + least)
    for index, least in reversed([*enumerate(apart)]):
        down[index] = min(down[index], down[index + 1] - least)
    return [(one + other) / 2 for one, other in zip(up, down, strict=True)]


def _over(count: int, at: float, own: Notation) -> str:
    return f"{count} \\/ {own.curvature} = {value(number(at))}"


def _ticks(places: Sequence[Array]) -> VMobject:
    middles = np.array(places)
    marks = between(middles - _TICK * UP, middles + _TICK * UP)
    return polyline(marks, theme.colors().muted, 3.0)
