"""A chart of the loss over the steps of a run, as coordinates for an SVG."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gradreel.scenes.parts.digits.numbers import number, numbers_apart, power_of_ten
from gradreel.scenes.parts.digits.round_steps import round_steps

_LOG_FROM = (
    1e3  # a larger factor gets a logarithmic axis, as in scenes/parts/descents/loss_curve.py
)
_FLAT = 1e-9  # of the loss: a smaller change counts as none
_LEAST = 1e-290  # of a range: shares of a smaller one lose digits near 2e-308, where float64 ends
_PAD = 0.06  # margin below and above the loss, of its range, unless the axis is logarithmic


class Tick(NamedTuple):
    """A position along an axis, in units of the drawing, and its label."""

    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """A drawing of 440 x 280 units; `points` holds a vertex "x,y" for each given step."""

    points: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    log: bool
    width: int = 440
    height: int = 280
    left: int = 76
    right: int = 410
    top: int = 34
    bottom: int = 236


def loss_chart(steps: Sequence[int], losses: Sequence[float]) -> Chart:
    """Draw losses over their step numbers, with a logarithmic axis if they need one."""
    low, high = min(losses), max(losses)
    log = low > 0.0 and high / low > _LOG_FROM
    scale: Callable[[float], float] = math.log10 if log else float
    least, most = scale(low), scale(high)
    if not log:
        span = high - low if high - low > _FLAT * abs(high) else abs(high) or 1.0
        room = _PAD * max(span, _LEAST)
        least, most = low - room, high + room

    def across(step: float) -> float:
        share = step / max(steps[-1], 1)
        return round(Chart.left + share * (Chart.right - Chart.left), 1)

    def up(loss: float) -> float:
        share = (scale(loss) - least) / (most - least)
        return round(Chart.bottom - share * (Chart.bottom - Chart.top), 1)

    places = (f"{across(s)},{up(loss)}" for s, loss in zip(steps, losses, strict=True))
    whole = [tick for tick in _round(0.0, steps[-1], 4) if tick == int(tick)]
    levels = _powers(least, most) if log else _round(least, most, 4)
    return Chart(
        " ".join(places),
        tuple(Tick(across(step), number(step)) for step in whole),
        tuple(
            map(Tick, map(up, levels), map(power_of_ten, levels) if log else numbers_apart(levels))
        ),
        log,
    )


def _round(low: float, high: float, count: int) -> list[float]:
    """Round numbers between low and high, with about `count` intervals."""
    room = (high - low) / count
    if room <= 0.0:
        return [low]
    distance = float(next(step for step in round_steps(room) if step >= 0.75 * room))
    first, last = math.ceil(low / distance - 1e-9), math.floor(high / distance + 1e-9)
    return [index * distance for index in range(first, last + 1)]


def _powers(least: float, most: float) -> list[float]:
    """Powers of ten between two exponents, with exponents at round distances."""
    return [10.0**exponent for exponent in _round(least, most, 5) if exponent == int(exponent)]
