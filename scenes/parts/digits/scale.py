"""The numbers along an axis: all different, and no longer than necessary. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, floor, log10
from typing import NamedTuple

from gradreel.scenes.parts.digits.numbers import exact, number
from gradreel.solver.rounding import EPSILON

_SHORT = 6  # characters: numbers up to this length need no offset
_HAIR = 1e-6  # of a step or a number: nobody can see a smaller error
_FINER = 12  # digits that are added, at most, to make numbers exact: float64 has few more
_SPARED = 3  # characters that an offset has to save to be worth reading


class Scale(NamedTuple):
    """The texts at the ticks of an axis, and an `offset` to be added to each, which is mostly 0."""

    texts: tuple[str, ...]
    offset: float = 0.0

    @property
    def note(self) -> str:
        """The offset as written at the axis: `+10⁶`; empty if it is 0."""
        sign = "" if self.offset < 0.0 else "+"
        return f"{sign}{exact(self.offset)}" if self.offset else ""

    @property
    def longest(self) -> int:
        """The number of characters of the longest text."""
        return max(map(len, self.texts), default=0)


def scale_of(ticks: Sequence[float]) -> Scale:
    """The labels of evenly spaced ticks; with an offset if that makes them much shorter."""
    full = _less(ticks, 0.0)
    if len(ticks) < 2 or full.longest <= _SHORT:
        return full
    best = min((_less(ticks, offset) for offset in _offsets(ticks)), key=_length, default=full)
    return best if best.longest <= full.longest - _SPARED else full


def in_full(ticks: Sequence[float]) -> Scale:
    """The labels of evenly spaced ticks with all their digits, however many."""
    return _less(ticks, 0.0)


def _less(ticks: Sequence[float], offset: float) -> Scale:
    """The labels of ticks less an offset, in as many digits as they need."""
    ordered = sorted(ticks)
    if len(ordered) < 2:
        return Scale(tuple(number(tick) for tick in ticks))
    step = min(high - low for low, high in pairwise(ordered))
    last = floor(log10(step) + 1e-6)  # the decimal place of the last digit that differs
    noise = EPSILON * max(abs(offset), *map(abs, ticks))
    finest = last - _FINER
    while last > finest and any(_is_off(tick - offset, last, step, noise) for tick in ticks):
        last -= 1
    return Scale(tuple(_rounded_to(tick - offset, last) for tick in ticks), offset)


def _is_off(value: float, last: int, step: float, noise: float) -> bool:
    """Whether a value, rounded to a decimal place, is off by more than can be ignored."""
    off = abs(value - round(value / 10.0**last) * 10.0**last)
    return off > max(2.0 * noise, _HAIR * min(step, abs(value)))


def _rounded_to(value: float, last: int) -> str:
    if abs(value) < 0.5 * 10.0**last:
        return "0"
    return number(value, max(1, floor(log10(abs(value))) - last + 1))


def _offsets(ticks: Sequence[float]) -> Iterator[float]:
    """Round numbers whose difference from the ticks is small."""
    low, high = min(ticks), max(ticks)
    span = ceil(log10(high - low))
    for power in range(span, span + 3):
        for multiple in (floor(low / 10.0**power), ceil(low / 10.0**power)):
            if multiple:
                yield multiple * 10.0**power if power >= 0 else multiple / 10.0**-power


def _length(scale: Scale) -> tuple[int, float]:
    return len(scale.note) + scale.longest, abs(scale.offset)
