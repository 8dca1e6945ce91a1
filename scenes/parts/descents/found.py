"""Parameters of fits side by side, in enough digits to compute what they predict."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gradreel.scenarios import Fit
from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.digits.numbers import number, numbers_apart
from gradreel.scenes.parts.digits.printed import MOST
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.solver.numbers import DIGITS
from gradreel.solver.objective import Objective

Columns = list[list[str]]


def printed_fits(
    objective: Objective,
    fit: Fit,
    ends: Sequence[Array],
    losses: Sequence[float],
    input_: float,
) -> tuple[Columns, bool]:
    """A column for each end (p,) of a run: its parameters in the units of the data, and its loss.

    Different numbers in a row are printed differently. They have as few digits as it takes for the
    printed parameters to predict, for `input_`, what the parameters themselves do; the second value
    is whether they do.
    """
    rows = [*np.transpose([fit.parsed.in_units(end) for end in ends]).tolist(), list(losses)]

    def holds(columns: Columns) -> bool:
        pairs = zip(columns, ends, strict=True)
        return all(_written(_typed(fit, column)) == _written(end) for column, end in pairs)

    def _written(parameters: Array) -> str:
        return number(float(objective.predict(parameters, np.array([[input_]]))[0]))

    for digits in range(DIGITS, MOST + 1):
        if holds(columns := _in_digits(rows, digits)):
            return columns, True
    return _in_digits(rows, DIGITS), False


def _in_digits(rows: Sequence[Sequence[float]], digits: int) -> Columns:
    texts = [numbers_apart(row, digits) for row in rows]
    return [[*column] for column in zip(*texts, strict=True)]


def _typed(fit: Fit, column: Sequence[str]) -> Array:
    """The parameters (p,) of a run for which the numbers of a column stand."""
    numbers = [numbers_in(text)[0].signed for text in column[:-1]]
    return np.asarray(fit.parsed.of_units(np.array(numbers)))
