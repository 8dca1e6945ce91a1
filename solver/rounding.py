"""What is rounding noise: a number so small beside those it was computed from that it stands for 0.

`is_noise(value, *sizes)` is the one rule, for sentences, pictures and printed numbers alike. What
an objective itself may be off by is `Objective.loss_noise` and `Objective.gradient_noise`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

EPSILON = 2.0**-52  # between 1 and the next number of float64
ROUNDINGS = 16  # that may have gone one way; a sum of a few terms has a few


def is_noise(value: float, *sizes: float) -> bool:
    """Whether `value`, computed by a few sums and products from numbers of these sizes, is but 0.

    `is_noise(2 - 0.05 * 40, 2, 0.05 * 40)`. 0 is noise beside anything.
    """
    return bool(abs(value) <= ROUNDINGS * EPSILON * max(map(abs, sizes), default=0.0))


def without_noise(values: ArrayLike, noise: ArrayLike) -> NDArray[np.float64]:
    """The values, with 0 for those that are at most as large as their noise."""
    values = np.asarray(values, dtype=np.float64)
    return np.where(np.abs(values) <= noise, 0.0, values)
