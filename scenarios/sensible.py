"""A sensible setting for a formula that comes alone: where to draw it, where to start, how fast."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gradreel.scenarios.bounds import no_start, values_of, within_limit
from gradreel.scenarios.formula import parse_formula
from gradreel.scenarios.model import Formula
from gradreel.scenarios.syntax import FormulaError

_REACH = 3.0  # of a domain on either side of 0
_ROOM = 1.25  # times a start that is farther out
_STEPS = 30
# From most wanted on: unlike in each parameter, since many formulas are special where x = y.
_STARTS = ((2.5, 2.0), (2.0, 1.5), (1.0, 1.5), (0.5, 0.75), (-2.5, 2.0), (-1.0, -0.5), (-0.5, 0.25))
_RATES = [factor * 10.0**power for power in range(2, -10, -1) for factor in (1.0, 0.3)]
_USUAL_RATE = 0.1  # where none of these suits
_ARRIVED = (
    0.1  # of the gradient at the start: less is left at the end of a run that shows something
)

Slopes = Callable[[Sequence[float]], list[float]]


@dataclass(frozen=True)
class SensibleSetting:
    """How far each parameter is drawn on either side of 0, the start, learning rate, and steps."""

    reach: Mapping[str, float]
    start: Mapping[str, float]
    lr: float
    steps: int = _STEPS


def setting_of(formula: str, names: Sequence[str], given: Mapping[str, float]) -> SensibleSetting:
    """The setting of a formula of one or two parameters; `given` are start values to keep.

    That of a formula with faults is any: they are reported when it is read.
    """
    far = {name: max(_REACH, math.ceil(_ROOM * abs(given.get(name, 0.0)))) for name in names}
    starts = [{**dict(zip(names, values, strict=False)), **given} for values in _STARTS]
    try:
        parse_formula(formula, tuple(names))
        domain = {name: (-float(reach), float(reach)) for name, reach in far.items()}
        values = values_of(Formula(formula=formula, domain=domain))
    except (FormulaError, ValueError):
        return SensibleSetting(far, starts[0], _USUAL_RATE)

    def slopes(point: Sequence[float]) -> list[float]:
        return values(dict(zip(names, point, strict=True)))[1]

    possible = [start for start in starts if not no_start(values, start)] or starts[:1]
    for start in possible:
        rate, left = steady_rate(slopes, [start[name] for name in names], [*far.values()])
        if left <= _ARRIVED:
            return SensibleSetting(far, start, rate)
    start = possible[0]
    return SensibleSetting(far, start, steady_rate(slopes, [*start.values()], [*far.values()])[0])


def steady_rate(
    slopes: Slopes, start: Sequence[float], reach: Sequence[float]
) -> tuple[float, float]:
    """The largest learning rate, of 1, 0.3, 0.1 and so on, at which no step turns back.

    Each gradient then points the same way as the one before it, to within a right angle, and the
    run stays within reach. With it, the part of the gradient that is left at the end.
    """
    for rate in _RATES:
        left = _left(slopes, start, reach, rate)
        if left is not None:
            return rate, left
    return _USUAL_RATE, math.inf


def _left(
    slopes: Slopes, start: Sequence[float], reach: Sequence[float], rate: float
) -> float | None:
    """The part of the gradient that is left at the end of a run; None if it is not steady."""
    point, first = start, slopes(start)
    before = first
    for _ in range(_STEPS):
        point = [at - rate * slope for at, slope in zip(point, before, strict=True)]
        if not all(abs(at) <= far for at, far in zip(point, reach, strict=True)):
            return None
        after = slopes(point)
        if not within_limit(after) or not _along(before, after) > 0:
            return None
        before = after
    return math.hypot(*before) / math.hypot(*first)


def _along(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
