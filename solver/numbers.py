"""How many digits of a number people are shown: the one rule for files, terminal and screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import floor, log10

import numpy as np
from numpy.typing import NDArray

_SMALLEST_PLAIN = -4  # as a power of ten
LARGEST_PLAIN = 1e6
DIGITS = 4  # of a number, where nothing asks for more
RATE_DIGITS = 6  # of learning rates: they may be all that tells two runs apart
_ROOM = 12  # digits, for which there is room in a column
MOST_DIGITS = 15  # beyond these float64 does not hold what was written


def rounded(value: float, digits: int = DIGITS) -> str:
    """A finite value with `digits` significant digits: `-0.3026`, `8`, `-7.873e-97`.

    Trailing zeros go, whole digits stay; below 0.0001 and from a million on the value is written
    with a power of ten, but where the digits reach to the point: `1000003`.
    """
    if value == 0.0:
        return "0"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    power = int(exponent)
    if power >= _SMALLEST_PLAIN and (round(abs(value)) < LARGEST_PLAIN or digits > power):
        return _trimmed(f"{value:.{max(0, digits - 1 - power)}f}")
    return f"{_trimmed(mantissa)}e{power}"


def apart(values: Sequence[float], digits: int = DIGITS) -> list[str]:
    """Finite values as `rounded` writes them, with the digits that tell different ones apart.

    All have as many digits as that takes, `digits` at least. Where two texts are the same, what is
    between their values is no more than rounding: a sentence calls them equal.
    """
    for count in range(digits, MOST_DIGITS):
        texts = [rounded(value, count) for value in values]
        if len(set(texts)) == len({value + 0.0 for value in values}):
            return texts
    return [rounded(value, MOST_DIGITS) for value in values]


def telling(
    values: Sequence[float], follows: Callable[[Sequence[float]], Sequence[str]]
) -> list[str]:
    """Finite values in as few digits as let a reader compute from them what `follows`, as told.

    They have four digits where no number of digits does.
    """
    told = follows(values)
    for count in range(DIGITS, MOST_DIGITS):
        texts = [rounded(value, count) for value in values]
        if follows([*map(float, texts)]) == told:
            return texts
    return [rounded(value) for value in values]


def digits_for(column: NDArray[np.float64]) -> int:
    """How many digits let a change be seen in the values (n,) of a column."""
    largest, way = float(np.abs(column).max()), float(np.ptp(column))
    if not way:
        return DIGITS
    more = floor(log10(largest)) - floor(log10(way)) - 1
    return min(_ROOM, DIGITS + max(0, more))


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
