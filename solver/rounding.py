"""Rounding noise: numbers so small beside those that they were computed from that they mean 0.

`is_noise(value, *sizes)` is the one rule, for sentences, pictures and printed numbers alike. The
rounding errors of an objective are bounded by its `loss_noise` and `gradient_noise`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

EPSILON = 2.0**-52  # the distance from 1 to the next number of float64
ROUNDINGS = 16  # that may add up in one direction: a few for each of the few terms of a sum


def is_noise(value: float, *sizes: float) -> bool:
    """Whether `value`, computed by a few sums and products from numbers of these sizes, means 0.

    As in `is_noise(2 - 0.05 * 40, 2, 0.05 * 40)`. 0 is noise beside anything.
    """
    return bool(abs(value) <= ROUNDINGS * EPSILON * max(map(abs, sizes), default=0.0))


def without_noise(values: ArrayLike, noise: ArrayLike) -> NDArray[np.float64]:
    """The values, with 0 for those that are at most as large as their noise."""
    values = np.asarray(values, dtype=np.float64)
    return np.where(np.abs(values) <= noise, 0.0, values)
