"""A table of data points: their inputs and outputs, and what a model predicts for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from manim import RIGHT, VGroup

from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.numbers import exact, number
from gradreel.scenes.parts.formulas.fit_about import data_of, fit_of
from gradreel.scenes.parts.formulas.formula import factor, symbol, value
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.lettering.text import Glyphs, Markup, maths, words
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.sentences.catalogue import text

MOST_ROWS = 3  # points: more would leave no room for what is computed from them; dots follow
_MOST_INPUTS = 3  # columns: more would leave no room for the predictions
# In screen units.
_LEADING = 0.5  # from row to row
_APART, _WIDEST = 0.45, 3.0  # between columns; a prediction with its terms, at most
_DIGITS = 4  # of a number in a worked-out prediction: longer ones could not be read


class PointTable(VGroup):
    """The first points in rows, at the upper left corner of a box.

    `given` are the columns of the data with their heads; `found` is the column of predictions from
    parameters `place` (p,).
    """

    def __init__(self, scenario: Scenario, predicted: Array, place: Array, box: Box) -> None:
        super().__init__()
        data, written = data_of(scenario), fit_of(scenario).written
        count = min(len(data.outputs), MOST_ROWS)
        more = len(data.outputs) > count
        inputs = written.inputs[:_MOST_INPUTS]
        columns = [
            _column(symbol(name), [row[index] for row in data.inputs[:count]], more)
            for index, name in enumerate(inputs)
        ]
        output, color = notation_of(scenario).output, theme.colors().data
        columns.append(_column(output, data.outputs[:count], more, color))
        results = self._results(scenario, predicted, place, count)
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
        scenario: Scenario, predicted: Array, place: Array, count: int
    ) -> Iterator[Markup]:
        """The predictions, worked out if all numbers in them are short."""
        color = theme.colors().model
        results = [in_math(value(float(prediction)), color) for prediction in predicted[:count]]
        terms = [*_terms(scenario, place, count)]
        equations = [
            maths(f"{terms_of_one} = {result}", theme.LABEL)
            for terms_of_one, result in zip(terms, results, strict=False)
        ]
        if len(equations) == count and max(line.width for line in equations) <= _WIDEST:
            return iter(equations)
        return (maths(result, theme.LABEL) for result in results)


def _terms(scenario: Scenario, place: Array, count: int) -> Iterator[str]:
    """The terms of the first predictions, as Typst math; none if they are too long to print."""
    model, data = fit_of(scenario).parsed, data_of(scenario)
    features = model.design(np.array(data.inputs[:count]))
    if model.offset != 0 or not all(map(_is_short, [*place, *features.ravel()])):
        return
    here = theme.colors().here
    for row in features.tolist():
        yield " + ".join(
            f"{in_math(factor(number(weight)), here)} dot {factor(number(feature))}"
            for weight, feature in zip(place.tolist(), row, strict=True)
        )


def _is_short(value_: float) -> bool:
    return bool(np.isfinite(value_)) and exact(value_) == number(value_, _DIGITS)


def _column(head: str, numbers: Sequence[float], more: bool, color: str | None = None) -> VGroup:
    cells = [words(number(quantity), theme.LABEL, color) for quantity in numbers]
    return VGroup(maths(head, theme.LABEL, color), *cells, *_dots(more))


def _dots(more: bool) -> list[Glyphs]:
    """The sign for rows that are not shown."""
    return [words("…", theme.LABEL, theme.colors().muted)] if more else []


def _put(column: VGroup, left: float, top: float) -> float:
    """Place a column with its head at the top, flush right; return its right side."""
    right = left + max(cell.width for cell in column)
    for row, cell in enumerate(column):
        cell.on_baseline((left, top - row * _LEADING, 0.0))
        cell.align_to((right, 0.0, 0.0), RIGHT)
    return right
