"""Whether sentences are true of the numbers they contain: signs, limits, counts. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from gradreel.scenes.checks.equations import SIGNED, half_a_unit, plain_number
from gradreel.scenes.parts.formulas.formula import GREEK

_N = rf"({SIGNED})(?![\d×/])"
_LETTER = f"[{''.join(GREEK.values())}]"


def number_of(text: str) -> float:
    """The value of a printed number."""
    return float(plain_number(text))


def is_printed(computed: float, shown: str) -> bool:
    """Whether `shown` is a number rounded to the digits shown, or to four if there are fewer."""
    off = abs(computed - number_of(shown))
    return off <= float(half_a_unit(shown)) + 1e-9 * abs(computed)


def misworded(text: str) -> list[str]:
    """The parts of a sentence that its numbers do not bear out."""
    found = ((match, holds) for pattern, holds in _RULES for match in pattern.finditer(text))
    return [match[0] for match, holds in found if not holds(*match.groups())]


def _signed_as(shown: str, word: str) -> bool:
    return number_of(shown) > 0 if word in ("positive", "left") else number_of(shown) < 0


def _tilted_as(word: str, shown: str) -> bool:
    return number_of(shown) > 0 if word == "rises" else number_of(shown) < 0


def _below(lower: str, higher: str) -> bool:
    return number_of(lower) < number_of(higher)


def _half_limit(limit: str, curvature: str) -> bool:
    return is_printed(2 / number_of(curvature), limit)


def _works(
    lowest: str, highest: str | None, momentum: str | None, limit: str, best: str | None
) -> bool:
    """Whether the limit and the best rate follow from the printed curvatures, and momentum."""
    low, high = number_of(lowest), number_of(highest or lowest)
    if not is_printed(2 * (1 + number_of(momentum or "0")) / high, limit):
        return False
    return best is None or low <= 0 or is_printed(2 / (low + high), best)


def _about_the_noise(loss: str, variance: str) -> bool:
    return 0.59 * number_of(variance) <= number_of(loss) <= 1.61 * number_of(variance)


def _halves(share: str, steps: str) -> bool:
    """Whether `steps` steps leave half of the way if each closes `share` percent of it."""
    percent, shown = number_of(share), number_of(steps)
    off = 5e-3 * 10.0 ** math.floor(math.log10(percent))  # it is printed with three digits
    fewest, most = (
        math.log(0.5) / math.log1p(-end / 100) for end in (percent + off, percent - off)
    )
    return fewest - float(half_a_unit(steps)) <= shown <= most + 1 + float(half_a_unit(steps))


def _of_squares(mean: str, largest: str) -> bool:
    return number_of(mean) <= number_of(largest) ** 2 * (1 + 1e-3)


_RULES: tuple[tuple[re.Pattern[str], Callable[..., bool]], ...] = (
    (re.compile(rf"slope(?: of \S+)?, {_N}, is (positive|negative)"), _signed_as),
    (re.compile(rf"tangent (rises|falls): its slope is {_N}"), _tilted_as),
    (re.compile(rf"it is {_N}: .*downhill is (?:again )?to the (left|right)"), _signed_as),
    (re.compile(rf"at a loss of {_N} after .* ran past, and is at {_N}"), _below),
    (re.compile(rf"2/{_LETTER} = {_N}[^=]*: the curvature is {_LETTER} = {_N}"), _half_limit),
    (re.compile(rf"rate {_N} is 2/{_LETTER}, the limit, .* {_LETTER} = {_N}"), _half_limit),
    (
        re.compile(
            rf"Curvatures? {_N}(?: (?:and|to) {_N})?: learning rates below "
            rf"2(?:\(1 \+ {_N}\))?/{_LETTER} = {_N} work"
            rf"(?:; {_N} is the fastest)?"
        ),
        _works,
    ),
    (
        re.compile(rf"rate {_N} is above (?:[^=;:]* = )?{_N}"),
        lambda rate, limit: _below(limit, rate),
    ),
    (
        re.compile(
            rf"remains, {_N}, is the noise: its variance, the average squared distance from its "
            rf"mean, is {_N}"
        ),
        _about_the_noise,
    ),
    (re.compile(rf"closes {_N} % of the [a-z' ]+; halving takes {_N} (?:steps|epochs)"), _halves),
    (re.compile(rf"remains is {_N}; the largest residual is {_N}"), _of_squares),
    (
        re.compile(rf"\b{_N} of {_N} ends? "),
        lambda some, whole: number_of(some) <= number_of(whole),
    ),
    (re.compile(rf"grows {_N}-fold"), lambda factor: number_of(factor) > 1),
    (re.compile(rf"\({_N} of {_N} drawn\)"), _below),
)
