"""Numbers as people read them: enough digits, a true minus sign, powers of ten."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from gradreel.solver.numbers import DIGITS, LARGEST_PLAIN, SETTING_DIGITS, apart, rounded

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = DIGITS) -> str:
    """A value rounded and typeset: `−0.3026`, `8`, `−7.873×10⁻⁹⁷`, `∞`; `?` for NaN."""
    if not math.isfinite(value):
        return "∞" if value > 0 else "−∞" if value < 0 else "?"
    return as_typeset(rounded(value, digits))


def rate(value: float) -> str:
    """A learning rate, typeset with as many digits as in the names of runs."""
    return number(value, SETTING_DIGITS)


def numbers_apart(values: Sequence[float], digits: int = DIGITS) -> list[str]:
    """Finite values, typeset with as many digits as it takes to see which of them differ."""
    return [as_typeset(text) for text in apart(values, digits)]


def exact(value: float) -> str:
    """A finite value, typeset with as many digits as it takes to read it back exactly."""
    written = repr(float(value))  # numpy's numbers would add their type
    digits = max(1, len(re.sub(r"e.*|\D", "", written).strip("0")))
    # Half way between two numbers with so many digits, rounding may give the other one.
    return number(value, digits if float(rounded(value, digits)) == value else digits + 1)


def power_of_ten(value: float) -> str:
    """A power of ten for a logarithmic axis: plain if near 1, else as `10⁻¹²`."""
    exponent = round(math.log10(value))
    plain = abs(exponent) <= 3 or not math.isclose(math.log10(value), exponent, abs_tol=1e-6)
    return number(value) if plain else f"10{str(exponent).translate(_SUPERSCRIPT)}"


def divisor(value: float) -> str:
    """A number after the stroke of a fraction: `30`, `(5×10¹¹)`, since 1/5×10¹¹ is ambiguous."""
    text = number(value)
    return f"({text})" if "×" in text else text


def fixed(value: float, places: int) -> str:
    """A value with a fixed number of decimals, for columns; with a power of ten if necessary."""
    text = f"{value + 0.0:.{places}f}"
    if not abs(value) < LARGEST_PLAIN or (value != 0.0 and float(text) == 0.0):
        return number(value)
    return text.replace("-", "−")


def shared_decimals(values: Sequence[float], digits: int = DIGITS) -> int | None:
    """How many decimals give the largest of some values so many digits.

    None if numbers of that size are better written with a power of ten.
    """
    largest = max(map(abs, values), default=0.0)
    if not 10.0**-digits <= largest < LARGEST_PLAIN:
        return None
    return max(0, digits - 1 - math.floor(math.log10(largest)))


def with_decimals(value: float, places: int | None, digits: int = DIGITS) -> str:
    """A value with its decimals, next to nothing as 0; with so many digits if it has none."""
    if places is None:
        return number(value, digits)
    return fixed(round(value, places) + 0.0, places)


def steady(value: float, places: int, digits: int = DIGITS) -> str:
    """A changing value, with fixed decimals or a fixed mantissa, so that no digit jumps.

    It has a power of ten if fewer digits would be left: `6.6922`, `7.643×10⁻²`, `3.690×10⁻⁶`.
    """
    if value == 0.0 or 10.0 ** (digits - 1 - places) <= abs(value) < LARGEST_PLAIN:
        return fixed(value, places)
    return by_power(value, digits - 1) if math.isfinite(value) else number(value)


def padded(value: float, digits: int, decimals: int) -> str:
    """A changing value with so many digits, zeros included, but at most so many decimals."""
    if value == 0.0 or not math.isfinite(value):
        return number(value)
    text = rounded(value, digits)
    if "e" in text:
        return by_power(value, digits - 1)
    power = math.floor(math.log10(abs(float(text))))
    return as_typeset(f"{value:.{min(decimals, max(0, digits - 1 - power))}f}")


def most_decimals(values: Sequence[float], digits: int = DIGITS) -> int:
    """How many decimals finite values have at most, in so many digits and without a power of ten.

    Trailing zeros do not count.
    """
    texts = (rounded(value, digits) for value in values if math.isfinite(value))
    return max((len(text.partition(".")[2]) for text in texts if "e" not in text), default=0)


def by_power(value: float, places: int) -> str:
    """A finite value with a power of ten, and a fixed number of decimals in its mantissa."""
    return as_typeset(f"{value:.{places}e}")


def round_to(value: float, step: float) -> float:
    """A value rounded to the decimal place of `step`, so that almost nothing becomes 0."""
    return round(value, -math.floor(math.log10(step))) + 0.0


def as_typeset(text: str) -> str:
    """A sentence with its plain numbers (-0.5, 1e-9) typeset (−0.5, 10⁻⁹)."""
    # A mantissa of exactly 1 is left out: 10⁻⁹.
    powers = re.sub(
        r"(?:(?<![\w.])1|(?<=\d))e([+-]?)0*(\d+)",
        lambda match: (
            ("" if match[0][0] == "1" else "×")
            + f"10{(match[1].strip('+') + match[2]).translate(_SUPERSCRIPT)}"
        ),
        text,
    )
    return re.sub(r"(?<![\w\d])-(?=\d)", "−", powers)
