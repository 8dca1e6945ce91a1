"""Round steps: 1, 2 and 5 times powers of ten."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import numpy as np

from gradreel.scenarios.arrays import Array

_ABOUT = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0)  # times the power of ten below a size
NARROWEST = 1e-12  # of its numbers: a narrower axis would need more digits than float64 has


def round_steps(size: float) -> list[float]:
    """The round steps around a positive size, in order: at least two below and two above it."""
    power = 10.0 ** np.floor(np.log10(size))
    return [multiple * power for multiple in _ABOUT]


def round_counts() -> Iterator[int]:
    """The round steps that are integers: 1, 2, 5, 10, 20, ..."""
    return (digit * 10**power for power in count() for digit in (1, 2, 5))


def rounded(value: float, give: float) -> float:
    """The roundest number at most `give` from a value: the multiple of the largest round step."""
    if not give > NARROWEST * abs(value):
        return value
    power = np.ceil(np.log10(max(abs(value), give)))
    steps = (digit * 10.0 ** (power - less) for less in count() for digit in (1.0, 0.5, 0.2))
    found = (step * np.round(value / step) for step in steps)
    return next(float(number) for number in found if abs(number - value) <= give) + 0.0


def nice_ticks(low: float, high: float, count: int = 5) -> Array:
    """At most about `count` multiples of a round step within [low, high].

    There are at least two, because a single number shows no scale.
    """
    if not high - low > NARROWEST * max(abs(low), abs(high)):
        return np.array([low])
    raw = (high - low) / max(count, 1)
    steps = round_steps(raw)
    while steps[-2] >= raw * 0.999:
        steps.pop()
    while len(ticks := multiples(steps.pop(), low, high)) < 2:
        pass
    return ticks


def multiples(step: float, low: float, high: float) -> Array:
    """The multiples of a step within [low, high]."""
    first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
    ticks: Array = np.arange(first, last + 1) * step + 0.0
    return ticks
