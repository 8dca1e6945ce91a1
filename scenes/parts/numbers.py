"""Numbers as people read them: enough digits, a true minus sign, powers of ten."""

from __future__ import annotations

import math
import re

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALLEST_PLAIN = -4  # as a power of ten
_LARGEST_PLAIN = 1e6


def number(value: float, digits: int = 4) -> str:
    """A value with `digits` significant digits: `−0.3026`, `8`, `−7.873×10⁻⁹⁷`.

    Trailing zeros go, whole digits stay; below 0.0001 and from a million on the value is written
    with a power of ten.
    """
    if value == 0.0:
        return "0"
    if not math.isfinite(value):
        return "∞" if value > 0 else "−∞" if value < 0 else "?"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    if int(exponent) >= _SMALLEST_PLAIN and round(abs(value)) < _LARGEST_PLAIN:
        places = max(0, digits - 1 - int(exponent))
        return _trimmed(f"{value:.{places}f}").replace("-", "−")
    power = str(int(exponent)).translate(_SUPERSCRIPT)
    return f"{_trimmed(mantissa)}×10{power}".replace("-", "−")


def exact(value: float) -> str:
    """A finite value with every digit that it takes to tell it from all others."""
    digits = re.sub(r"e.*|\D", "", repr(value)).lstrip("0")
    return number(value, max(len(digits), 1))


def power_of_ten(value: float) -> str:
    """A power of ten for a logarithmic axis: plain near 1, else `10⁻¹²`."""
    exponent = round(math.log10(value))
    return number(value) if abs(exponent) <= 3 else f"10{str(exponent).translate(_SUPERSCRIPT)}"


def fixed(value: float, places: int) -> str:
    """A value with a fixed number of decimals, for columns; powers of ten where it must be."""
    text = f"{value + 0.0:.{places}f}"
    if not abs(value) < _LARGEST_PLAIN or (value != 0.0 and float(text) == 0.0):
        return number(value)
    return text.replace("-", "−")


def round_to(value: float, step: float) -> float:
    """A value rounded to the decimal place of `step`, so that next to nothing reads as 0."""
    return round(value, -math.floor(math.log10(step))) + 0.0


def as_typeset(text: str) -> str:
    """A sentence with its plain numbers (-0.5, 1e-9) written as they are typeset."""
    powers = re.sub(
        r"(?<=\d)e([+-]?)0*(\d+)",
        lambda match: f"×10{(match[1].strip('+') + match[2]).translate(_SUPERSCRIPT)}",
        text,
    )
    return re.sub(r"(?<![\w\d])-(?=\d)", "−", powers)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
