"""The numbers along an axis: no two alike, and none longer than it must be. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, floor, log10
from typing import NamedTuple

from gradreel.scenes.parts.numbers import exact, number
from gradreel.solver.rounding import EPSILON

_SHORT = 6  # characters: a shorter number needs no offset
_HAIR, _FINER = 1e-6, 12  # of a step or a number; digits that are added at the most
_SPARED = 3  # characters that an offset must save to be worth reading


class Scale(NamedTuple):
    """What stands at the ticks of an axis; to each is to be added `offset`, which is mostly 0."""

    texts: tuple[str, ...]
    offset: float = 0.0

    @property
    def note(self) -> str:
        """What is to be added, as it stands at the axis: `+10⁶`; empty where it is nothing."""
        sign = "" if self.offset < 0.0 else "+"
        return f"{sign}{exact(self.offset)}" if self.offset else ""

    @property
    def longest(self) -> int:
        """The characters of the longest text."""
        return max(map(len, self.texts), default=0)


def scale_of(ticks: Sequence[float]) -> Scale:
    """Evenly spaced ticks with all their digits, less an offset where that makes them short."""
    whole = _less(ticks, 0.0)
    if len(ticks) < 2 or whole.longest <= _SHORT:
        return whole
    best = min((_less(ticks, offset) for offset in _offsets(ticks)), key=_length, default=whole)
    return best if best.longest <= whole.longest - _SPARED else whole


def in_full(ticks: Sequence[float]) -> Scale:
    """Evenly spaced ticks with all their digits, however many."""
    return _less(ticks, 0.0)


def _less(ticks: Sequence[float], offset: float) -> Scale:
    """The labels of ticks after an offset has been subtracted, in as many digits as they need."""
    ordered = sorted(ticks)
    if len(ordered) < 2:
        return Scale(tuple(number(tick) for tick in ticks))
    step = min(high - low for low, high in pairwise(ordered))
    last = floor(log10(step) + 1e-6)  # the decimal place of the last digit that differs
    noise = EPSILON * max(abs(offset), *map(abs, ticks))
    least = last - _FINER
    while last > least and any(_is_off(tick - offset, last, step, noise) for tick in ticks):
        last -= 1
    return Scale(tuple(_rounded_to(tick - offset, last) for tick in ticks), offset)


def _is_off(value: float, last: int, step: float, noise: float) -> bool:
    """Whether a value, rounded to a decimal place, is off by more than nobody can see."""
    off = abs(value - round(value / 10.0**last) * 10.0**last)
    return off > max(2.0 * noise, _HAIR * min(step, abs(value)))


def _rounded_to(value: float, last: int) -> str:
    if abs(value) < 0.5 * 10.0**last:
        return "0"
    return number(value, max(1, floor(log10(abs(value))) - last + 1))


def _offsets(ticks: Sequence[float]) -> Iterator[float]:
    """Round numbers beside which the ticks are small."""
    low, high = min(ticks), max(ticks)
    span = ceil(log10(high - low))
    for power in range(span, span + 3):
        for multiple in (floor(low / 10.0**power), ceil(low / 10.0**power)):
            if multiple:
                yield multiple * 10.0**power if power >= 0 else multiple / 10.0**-power


def _length(scale: Scale) -> tuple[int, float]:
    return len(scale.note) + scale.longest, abs(scale.offset)
