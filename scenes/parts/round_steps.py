"""Round steps: 1, 2 and 5 times the powers of ten."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import numpy as np

_ABOUT = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0)  # times the power of ten below a size


def round_steps(size: float) -> list[float]:
    """The round steps about a positive size, from the two below it to the two above it or more."""
    power = 10.0 ** np.floor(np.log10(size))
    return [multiple * power for multiple in _ABOUT]


def round_counts() -> Iterator[int]:
    """The round steps that are whole numbers, from 1 on: 1, 2, 5, 10, 20, ..."""
    return (digit * 10**power for power in count() for digit in (1, 2, 5))
