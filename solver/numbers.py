"""How numbers are rounded for people: one rule for files, terminal and screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import floor, log10

import numpy as np
from numpy.typing import NDArray

_SMALLEST_PLAIN = -4  # power of ten: below 0.0001 zeros would have to be counted, as in printf's %g
LARGEST_PLAIN = 1e6  # from a million on, too
DIGITS = 4  # of a number, unless something asks for more: 0.05 % of it at most is rounded away
SETTING_DIGITS = 6  # of the settings of runs, which may differ in nothing else
_ROOM = 12  # digits that fit in a column of a terminal's table
MOST_DIGITS = 15  # all that float64 always holds of a decimal number


def rounded(value: float, digits: int = DIGITS) -> str:
    """A finite value with `digits` significant digits: `-0.3026`, `8`, `-7.873e-97`.

    Trailing decimal zeros are dropped. Below 0.0001 and from a million on the value is written with
    a power of ten, unless `digits` includes its ones: `1000003`.
    """
    if value == 0.0:
        return "0"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    power = int(exponent)
    if power >= _SMALLEST_PLAIN and (round(abs(value)) < LARGEST_PLAIN or digits > power):
        return _trimmed(f"{value:.{max(0, digits - 1 - power)}f}")
    return f"{_trimmed(mantissa)}e{power}"


def apart(values: Sequence[float], digits: int = DIGITS) -> list[str]:
    """Finite values as `rounded` writes them, with enough digits to distinguish them.

    All have the same number of digits, `digits` at least. If two texts are still the same, their
    values differ only by rounding, and a sentence may call them equal.
    """
    for count in range(digits, MOST_DIGITS):
        texts = [rounded(value, count) for value in values]
        if len(set(texts)) == len({value + 0.0 for value in values}):
            return texts
    return [rounded(value, MOST_DIGITS) for value in values]


def precise_enough(
    values: Sequence[float], follows: Callable[[Sequence[float]], Sequence[str]]
) -> list[str]:
    """Finite values in as few digits as suffice to compute from them what `follows`, as printed.

    For 40 and a limit of 2/40 that is printed as 0.05, "40" suffices. Four digits if none suffice.
    """
    wanted = follows(values)
    for count in range(DIGITS, MOST_DIGITS):
        texts = [rounded(value, count) for value in values]
        if follows([*map(float, texts)]) == wanted:
            return texts
    return [rounded(value) for value in values]


def digits_for(column: NDArray[np.float64]) -> int:
    """The number of digits in which the values (n,) of a column are seen to change."""
    largest, way = float(np.abs(column).max()), float(np.ptp(column))
    if not way:
        return DIGITS
    more = floor(log10(largest)) - floor(log10(way)) - 1
    return min(_ROOM, DIGITS + max(0, more))


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
