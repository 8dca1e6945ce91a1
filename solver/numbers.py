"""How many digits of a number people are shown: the one rule for files, terminal and screen."""

from __future__ import annotations

_SMALLEST_PLAIN = -4  # as a power of ten
LARGEST_PLAIN = 1e6


def rounded(value: float, digits: int = 4) -> str:
    """A finite value with `digits` significant digits: `-0.3026`, `8`, `-7.873e-97`.

    Trailing zeros go, whole digits stay; below 0.0001 and from a million on the value is written
    with a power of ten.
    """
    if value == 0.0:
        return "0"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    power = int(exponent)
    if power >= _SMALLEST_PLAIN and round(abs(value)) < LARGEST_PLAIN:
        return _trimmed(f"{value:.{max(0, digits - 1 - power)}f}")
    return f"{_trimmed(mantissa)}e{power}"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
