"""Numbers of a run for readers: rounding noise is 0, and changes can be seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.digits.numbers import most_decimals, padded
from gradreel.solver.numbers import digits_for
from gradreel.solver.objective import Objective
from gradreel.solver.rounding import EPSILON, ROUNDINGS, without_noise
from gradreel.solver.run_record import RunRecord

_MAY_BE_NOISE = 1e-10  # of the largest value of a run: only smaller ones need a closer look
_AT_ONCE = 256  # rows: a data objective computes every data point for each, which needs memory


def readable(run: RunRecord, objective: Objective) -> RunRecord:
    """A run with rounding noise in its parameters, losses and gradients replaced by 0.

    A parameter is noise from where a step leaves almost nothing of it, for as long as it stays so.
    """
    places = np.stack([_settled(column) for column in run.parameters.T], axis=1)
    loss = _cleared(run.loss[:, None], run.parameters, objective.loss_noise)[:, 0]
    grad = _cleared(run.grad, run.parameters, objective.gradient_noise)
    moved = (places != run.parameters).any(axis=1)
    if moved.any():
        loss[moved], grad[moved] = objective.value(places[moved]), objective.gradient(places[moved])
    return replace(run, parameters=places, loss=loss, grad=grad)


class ReadableColumns:
    """Columns of numbers (n,), each with enough digits to show its changes, zeros included."""

    def __init__(self, columns: Sequence[Array]) -> None:
        digits = [digits_for(column) for column in columns]
        decimals = [most_decimals(c.tolist(), d) for c, d in zip(columns, digits, strict=True)]
        self._columns = [*zip(columns, digits, decimals, strict=True)]

    def row(self, index: int) -> list[str]:
        """The numbers of a row, typeset."""
        return [padded(float(column[index]), *format_) for column, *format_ in self._columns]


def _settled(column: Array) -> Array:
    """The values (n,) of a parameter, with 0 where a step leaves only rounding noise."""
    sizes = np.abs(column)
    noise = ROUNDINGS * EPSILON * sizes[:-1]
    if not (sizes[1:] <= noise).any():
        return column
    cleared, level = column.copy(), 0.0
    for row, threshold in enumerate(noise.tolist(), start=1):
        level = max(level, threshold) if sizes[row] <= threshold else level
        cleared[row] = 0.0 if sizes[row] <= level else column[row]
    return cleared


def _cleared(values: Array, places: Array, noise_at: Callable[[Array], ArrayLike]) -> Array:
    """Rows (n, m) computed at places (n, p), with 0 for what may be rounding noise."""
    small = (np.abs(values) <= _MAY_BE_NOISE * np.abs(values).max(axis=0)) & (values != 0.0)
    rows = np.flatnonzero(small.any(axis=1))
    cleared = values.copy()
    for part in np.split(rows, range(_AT_ONCE, len(rows), _AT_ONCE)):
        if len(part):
            noise = np.reshape(noise_at(places[part]), (len(part), -1))
            cleared[part] = without_noise(values[part], np.nan_to_num(noise))
    return cleared
