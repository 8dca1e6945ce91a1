"""Least squares in exact arithmetic: the same best line on every machine, and exact zeros."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from gradreel.scenarios.calculus import Array
from gradreel.solver.rounding import EPSILON, without_noise

_MOST_DECIMALS = 15  # a number with more was computed, not written, and is taken bit by bit

Row = list[Fraction]


def least_squares(design: Array, target: Array) -> tuple[Row, Fraction] | None:
    """The weights (p,) that minimise mean((design @ weights - target)**2), and that minimum.

    design (n, p) and target (n,) are finite. Numbers are taken as they are written: 0.1 is one
    tenth. None if the best weights are not unique.
    """
    columns = [_whole(column) for column in design.T]
    wanted, unit = _whole(target)
    normal = [[Fraction(one @ other) for other, _ in columns] for one, _ in columns]
    right = [Fraction(column @ wanted) for column, _ in columns]
    weights = solved(normal, right)
    if weights is None:
        return None
    left = Fraction(wanted @ wanted) - sum(w * r for w, r in zip(weights, right, strict=True))
    scaled = [w * unit / scale for w, (_, scale) in zip(weights, columns, strict=True)]
    return scaled, left * unit**2 / len(target)


def solved(matrix: Sequence[Row], right: Row) -> Row | None:
    """The solution of `matrix @ x = right` by Gaussian elimination; None if that is singular."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for step in range(len(rows)):
        pivot = next((row for row in rows[step:] if row[step]), None)
        if pivot is None:
            return None
        rows.remove(pivot)
        head = [value / pivot[step] for value in pivot]
        rows = [_less(row, row[step], head) for row in rows]
        rows.insert(step, head)
    return [row[-1] for row in rows]


def noiseless(solution: Row, matrix: Array, target: Array) -> Array:
    """An exact solution of `matrix @ x = target` as floats (p,), 0 where it is only noise."""
    rounded = np.array([_float(value) for value in solution])
    sizes = np.abs(target) + np.abs(matrix) @ np.abs(rounded)
    noise = EPSILON * np.abs(np.linalg.pinv(matrix)) @ sizes
    return without_noise(rounded, noise)


def written(values: Array) -> Row:
    """Numbers as they are written: 0.1 is one tenth."""
    whole, unit = _whole(values)
    return [value * unit for value in whole]


def _less(row: Row, times: Fraction, head: Row) -> Row:
    return [value - times * above for value, above in zip(row, head, strict=True)]


def _whole(values: Array) -> tuple[np.ndarray, Fraction]:
    """Values (n,) as Python integers times a common unit."""
    for decimals in range(_MOST_DECIMALS + 1):
        whole = np.rint(values * 10.0**decimals)
        if (np.abs(whole) >= 2**53).any():
            break
        if (whole / 10.0**decimals == values).all():
            return whole.astype(np.int64).astype(object), Fraction(1, 10**decimals)
    mantissas, exponents = np.frexp(values)
    smallest = int(exponents.min())
    shifts = (exponents - smallest).astype(object)
    whole = (mantissas * 2.0**53).astype(np.int64).astype(object)
    return whole * 2**shifts, Fraction(2) ** (smallest - 53)


def _float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf
