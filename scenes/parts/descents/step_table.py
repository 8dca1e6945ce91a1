"""A table of some steps of a run, which fills during the descent."""

from __future__ import annotations

import math
from collections.abc import Sequence

from manim import RIGHT, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.numbers import fixed, steady
from gradreel.scenes.parts.lettering.text import Counter, breadth, maths
from gradreel.scenes.parts.plots.places import table_steps
from gradreel.solver.numbers import DIGITS, digits_for

_LEADING = 0.37  # screen units from row to row: 1.3 times the size of type
_GAP = 0.15  # screen units between columns, at least: about a digit
_LEAST = 0.1  # a loss that needs no power of ten
_WIDEST = 7  # characters of a number in four digits: a wider one gets a power of ten


class StepTable(VGroup):
    """Rows of step, parameters and loss; the row being filled shows the current step.

    `columns` are names (Typst math), colours and right edges; `top` is the baseline of the names.
    `values` (T+1, m) have a row for every step of the run.
    """

    def __init__(
        self, columns: Sequence[tuple[str, str, float]], values: Array, top: float
    ) -> None:
        super().__init__()
        self._values = values
        self._steps = table_steps(len(values) - 1)
        edges = [right for _, _, right in columns]
        self._formats = [
            _fitting(column, column[self._steps], right_edge - left - _GAP)
            for column, left, right_edge in zip(values.T, edges, edges[1:], strict=False)
        ]
        for name, color, right in columns:
            label = maths(name, theme.LABEL, color)
            self.add(label.on_baseline((0, top, 0)).align_to((right, 0, 0), RIGHT))
        self._rows: list[list[Counter]] = []
        for index in range(len(self._steps)):
            y = top - (index + 1.25) * _LEADING
            row = [
                Counter("", theme.TICK, theme.colors().ink, align=RIGHT).on_baseline((right, y, 0))
                for _, _, right in columns
            ]
            self._rows.append(row)
            self.add(*row)

    def fill(self, step: int) -> None:
        """Fill the rows up to a step."""
        filling = False
        for row, last in zip(self._rows, self._steps, strict=True):
            current = min(step, last)
            texts = ["" for _ in row] if filling else self._texts(current)
            color = (
                theme.colors().here
                if step < last or last == self._steps[-1]
                else theme.colors().ink
            )
            for cell, text in zip(row, texts, strict=True):
                cell.write(text).set_fill(color)
            filling = filling or step <= last

    @property
    def last(self) -> list[str]:
        """The texts in the row of the last step: the step, then the values."""
        return self.at(len(self._values) - 1)

    def at(self, step: int) -> list[str]:
        """The texts that the row of a step has, or would have."""
        return self._texts(step)

    def written(self, column: int, value: float) -> str:
        """A value as it is written in a column of values."""
        return _written(value, *self._formats[column])

    def _texts(self, step: int) -> list[str]:
        values = zip(self._values[step].tolist(), self._formats, strict=True)
        return [str(step), *(_written(value, *format_) for value, format_ in values)]


def _fitting(column: Array, sample: Array, room: float) -> tuple[int | None, int]:
    """Decimals and digits of a column (n,) with which the values of a sample fit its room."""
    for digits in range(digits_for(column), 1, -1):
        places = decimals(column, digits)
        texts = [_written(value, places, digits) for value in sample.tolist()]
        if max(breadth(text, theme.TICK) for text in texts) <= room:
            break
    return places, digits


def _written(value: float, places: int | None, digits: int) -> str:
    if places is None and _LEAST <= abs(value) < 1.0:
        places = digits  # 0.9169 rather than 9.169×10⁻¹
    if places is not None:
        return fixed(value, places)
    return steady(value, digits - 1, digits)


def decimals(column: Array, digits: int = DIGITS) -> int | None:
    """How many decimals show the last value of a column with this many digits.

    None if a power of ten shows some value better.
    """
    last, largest = abs(float(column[-1])), float(abs(column).max())
    if largest == 0.0:
        return 0
    places = max(0, digits - 1 - math.floor(math.log10(last))) if last else digits - 1
    widest = len(fixed(-largest if column.min() < 0.0 else largest, places))
    return places if widest <= _WIDEST + digits - DIGITS else None
