"""The legend of a race, which becomes the table of its results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from manim import RIGHT, Animation, Transform, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.parts.descents.run_legend import CLOSE, SAMPLE, fitting, sample, styles
from gradreel.scenes.parts.lettering.text import Glyphs, maths, words

# In screen units.
_COLUMN = 0.78  # of steps, and of looks: the widest head
_GAP = 0.15  # between columns


class Placing(NamedTuple):
    """How a run did: its steps and looks as printed, or what became of it instead."""

    run: int
    steps: str
    looks: str
    instead: str


class RaceTable:
    """A row for each run: a sample of its line, its name, its learning rate.

    `names` are shown from the start, in the order of the runs; `ends` are the columns of results,
    in the order of these, which the rows take by `sorting`. `top` is the baseline of the heads.
    """

    def __init__(
        self,
        names: Sequence[str],
        rates: Sequence[str],
        rate: str,
        results: Sequence[Placing],
        heads: tuple[str, ...],
        left: float,
    ) -> None:
        self._left, self._right = left, regions.safe().right
        self._bottom = regions.current().all_runs.legend_bottom
        self._count, self._results = len(names), results
        self.top = self._y(-1)
        instead = [self._muted(result.instead).width for result in results if result.instead]
        rates_right = self._right - max([len(heads) * _COLUMN, *instead]) - _GAP
        written = [words(each, theme.TICK) for each in rates]
        widest = max(text.width for text in written) if any(rates) else -_GAP
        room = rates_right - widest - _GAP - left - SAMPLE
        fitted = fitting(names, lambda name: words(name, theme.TICK).width, [room] * len(names))
        self.rows = VGroup()
        for index, (name, text, style) in enumerate(
            zip(fitted, written, styles(self._count), strict=True)
        ):
            y = self._y(index)
            row = VGroup(sample(style, (left, y)))
            row.add(words(name, theme.TICK).on_baseline((left + SAMPLE, y, 0.0)))
            if rates[index]:
                row.add(_flush(text, rates_right, y))
            self.rows.add(row)
        self.names = VGroup(self.rows)
        if any(rates):
            self.names.add(_flush(maths(rate, theme.TICK), rates_right, self.top))
        self.ends = VGroup(
            *(
                _flush(self._muted(head), right, self.top)
                for head, right in zip(heads, self._rights(len(heads)), strict=True)
            )
        )
        for place, result in enumerate(results):
            self.ends.add(self._end(result, self._y(place), len(heads)))

    def sorting(self) -> list[Animation]:
        """Animations in which the rows take the order of the results."""
        return [
            Transform(row := self.rows[result.run], row.copy().shift(self._way(result.run, place)))
            for place, result in enumerate(self._results)
            if place != result.run
        ]

    def _way(self, run: int, place: int) -> Array:
        """The shift (3,) of a row from the place of its run to another."""
        return np.array([0.0, self._y(place) - self._y(run), 0.0])

    def _end(self, result: Placing, y: float, columns: int) -> VGroup:
        if result.instead:
            return VGroup(_flush(self._muted(result.instead), self._right, y))
        texts = (result.steps, result.looks)[:columns]
        return VGroup(
            *(
                _flush(words(text, theme.TICK), right, y)
                for text, right in zip(texts, self._rights(columns), strict=True)
            )
        )

    def _rights(self, columns: int) -> list[float]:
        return [self._right - _COLUMN * (columns - 1 - k) for k in range(columns)]

    def _y(self, row: int) -> float:
        return self._bottom + (self._count - 1 - row) * CLOSE

    @staticmethod
    def _muted(text: str) -> Glyphs:
        return words(text, theme.TICK, theme.colors().muted)


def _flush(text: VGroup | Glyphs, right: float, y: float) -> VGroup | Glyphs:
    """A text moved to a baseline, flush right."""
    text.on_baseline((0.0, y, 0.0))
    return text.align_to((right, 0.0, 0.0), RIGHT)
