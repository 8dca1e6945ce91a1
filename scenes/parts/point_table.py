"""A table of data points: their inputs and outputs, and what a model predicts for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from manim import RIGHT, VGroup

from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.box import Box
from gradreel.scenes.parts.fit_about import data_of, fit_of
from gradreel.scenes.parts.formula import factor, symbol, value
from gradreel.scenes.parts.notation import notation_of
from gradreel.scenes.parts.numbers import exact, number
from gradreel.scenes.parts.text import Glyphs, Markup, maths, words
from gradreel.scenes.parts.typeset import in_math
from gradreel.scenes.sentences.catalogue import text

MOST_ROWS = (
    3  # so many points leave room for what is made of them; of more, dots stand for the rest
)
_MOST_INPUTS = 3
_LEADING = 0.5
_APART, _WIDEST = 0.45, 3.0  # between columns; a prediction with its terms
_DIGITS = 4  # of a number with which a prediction is worked out: more could not be read


class PointTable(VGroup):
    """The first points in rows, at the upper left corner of a box.

    `given` are the rows as the data have them, with their heads; `found` is what is predicted,
    row by row below its head, from parameters (p,).
    """

    def __init__(self, scenario: Scenario, predicted: Array, place: Array, box: Box) -> None:
        super().__init__()
        data, written = data_of(scenario), fit_of(scenario).written
        shown = min(len(data.outputs), MOST_ROWS)
        more = len(data.outputs) > shown
        inputs = written.inputs[:_MOST_INPUTS]
        columns = [
            _column(symbol(name), [row[index] for row in data.inputs[:shown]], more)
            for index, name in enumerate(inputs)
        ]
        output, color = notation_of(scenario).output, theme.colors().data
        columns.append(_column(output, data.outputs[:shown], more, color))
        results = self._results(scenario, predicted, place, shown)
        head = words(text("label-prediction"), theme.TICK, theme.colors().model)
        self.found = VGroup(head, *results, *_dots(more))
        x = box.left
        for column in columns:
            x = _put(column, x, box.top) + _APART
        _put(self.found, x, box.top)
        self.given = VGroup(*columns)
        self.add(self.given, self.found)
        excess = self.width / box.width
        if excess > 1.0:
            self.scale(1.0 / excess, about_point=np.array([box.left, box.top, 0.0]))

    @staticmethod
    def _results(
        scenario: Scenario, predicted: Array, place: Array, shown: int
    ) -> Iterator[Markup]:
        """The predictions, worked out where all numbers in them are short."""
        color = theme.colors().model
        results = [in_math(value(float(one)), color) for one in predicted[:shown]]
        terms = [*_terms(scenario, place, shown)]
        whole = [
            maths(f"{made} = {result}", theme.LABEL)
            for made, result in zip(terms, results, strict=False)
        ]
        if len(whole) == shown and max(line.width for line in whole) <= _WIDEST:
            return iter(whole)
        return (maths(result, theme.LABEL) for result in results)


def _terms(scenario: Scenario, place: Array, shown: int) -> Iterator[str]:
    """How the first predictions are made, as Typst math; nothing of a model that says more."""
    model, data = fit_of(scenario).parsed, data_of(scenario)
    features = model.design(np.array(data.inputs[:shown]))
    if model.offset != 0 or not all(map(_is_short, [*place, *features.ravel()])):
        return
    here = theme.colors().here
    for row in features.tolist():
        yield " + ".join(
            f"{in_math(factor(number(weight)), here)} dot {factor(number(feature))}"
            for weight, feature in zip(place.tolist(), row, strict=True)
        )


def _is_short(one: float) -> bool:
    return bool(np.isfinite(one)) and exact(one) == number(one, _DIGITS)


def _column(head: str, numbers: Sequence[float], more: bool, color: str | None = None) -> VGroup:
    cells = [words(number(one), theme.LABEL, color) for one in numbers]
    return VGroup(maths(head, theme.LABEL, color), *cells, *_dots(more))


def _dots(more: bool) -> list[Glyphs]:
    """What stands for the rows that are not shown."""
    return [words("…", theme.LABEL, theme.colors().muted)] if more else []


def _put(column: VGroup, left: float, top: float) -> float:
    """Put a column below its head, flush right; where its right side then is."""
    right = left + max(cell.width for cell in column)
    for row, cell in enumerate(column):
        cell.on_baseline((left, top - row * _LEADING, 0.0))
        cell.align_to((right, 0.0, 0.0), RIGHT)
    return right
