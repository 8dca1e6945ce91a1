"""Sums that are rounded once, whatever the order: terms that cancel leave exactly 0."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray


def total(terms: Sequence[Any]) -> Any:
    """The sum of arrays that broadcast together, as if computed in twice the digits.

    T. Ogita, S. M. Rump and S. Oishi, Accurate sum and dot product (2005), Sum2.
    """
    if len(terms) < 3:
        return reduce(add, terms)
    rough, lost = compensated(terms)
    exact = rough + lost
    return exact if np.isfinite(exact).all() else np.where(np.isfinite(lost), exact, rough)


def compensated(terms: Sequence[Any]) -> tuple[Any, Any]:
    """The sum of arrays as it is rounded on the way, and what that has lost."""
    rough, lost = terms[0], 0.0
    for term in terms[1:]:
        before, rough = rough, rough + term
        taken = rough - before
        lost = lost + ((before - (rough - taken)) + (term - taken))
    return rough, lost


def row_sums(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sums (...) of the last axis of values (..., n).

    S. M. Rump, T. Ogita and S. Oishi, Accurate floating-point summation (2008): numbers rounded to
    so few digits that no sum of them is rounded, and what is left, which has few digits as well.
    """
    rounder = np.abs(values).max(axis=-1, keepdims=True) * (4.0 * values.shape[-1])
    high = (values + rounder) - rounder
    exact = np.asarray(high.sum(axis=-1) + (values - high).sum(axis=-1))
    if np.isfinite(exact).all():
        return exact
    return np.where(np.isfinite(exact), exact, values.sum(axis=-1))
