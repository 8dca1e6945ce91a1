"""Ticks along the edges of a floor, which fade while the picture is zoomed. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gradreel.scenarios.arrays import Array, Limits
from gradreel.scenes.parts.digits.round_steps import nice_ticks
from gradreel.scenes.parts.plots.ticks import fading_ticks

COUNT = 4  # ticks on an axis, about
# In world units, in which the floor reaches from -1 to 1: from here on to the nearest corner,
# numbers of both edges would collide; so much farther, they are gone.
MEETING, GONE = 0.9, 0.04
_SHARP = 5.0  # times as fast as on flat axes ticks fade, because half faded ones are hard to read

# Of their range: where limits have moved so far from those at home, no tick is one of these alone.
_AWAY = 0.04

Tick = tuple[float, float]  # value and opacity


def floor_ticks(low: float, high: float, count: float, zooming: bool) -> list[Tick]:
    """About `count` ticks between the limits of an edge of the floor.

    While `zooming`, they fade in and out.
    """
    if zooming and high > low:
        # A zoom may rest anywhere, as a run does, and half faded ticks could not be read.
        ticks = fading_ticks(low, high, count)
        return [(tick, float(np.clip(_SHARP * (o - 0.5) + 0.5, 0.0, 1.0))) for tick, o in ticks]
    return [(float(value), 1.0) for value in _readable_ticks(low, high, round(count))]


def moved_away(home: Sequence[Limits], limits: Sequence[Limits]) -> float:
    """From 0 to 1: how far limits of some axes have moved from where these are at home."""
    resting, now = np.array(home), np.array(limits)
    moved = np.abs(now - resting).max(axis=1) / np.ptp(resting, axis=1)
    return float(np.clip(moved.max() / _AWAY, 0.0, 1.0))


def going_over(
    home: Sequence[Tick], zoomed: Sequence[Tick], limits: Limits, share: float
) -> list[Tick]:
    """Ticks that have gone over by a share from those at `home`, within limits, to others."""
    low, high = limits
    shown: dict[float, Tick] = {}
    for ticks, weight in ((home, 1.0 - share), (zoomed, share)):
        for value, opacity in ticks if weight else ():
            if ticks is zoomed or low <= value <= high:
                key = round(value / (high - low), 9)
                shown[key] = value, shown.get(key, (value, 0.0))[1] + weight * opacity
    return [(value, round(opacity, 9)) for value, opacity in shown.values()]


def rests_well(low: float, high: float) -> bool:
    """Whether a zoom may rest at these limits of an axis: no number on its edge is half faded."""
    ticks = floor_ticks(low, high, COUNT + 1, zooming=True)
    sides = [abs(2 * (tick - low) / (high - low) - 1) for tick, opacity in ticks if opacity]
    meeting = any(MEETING < side < MEETING + GONE for side in sides)
    return not meeting and settled(low, high, COUNT + 1)


def settled(low: float, high: float, count: float) -> bool:
    """Whether none of about `count` ticks is half faded where a zoom rests at these limits."""
    ticks = floor_ticks(low, high, count, zooming=True)
    return all(opacity in (0.0, 1.0) for _, opacity in ticks)


def _readable_ticks(low: float, high: float, count: int) -> Array:
    """Ticks of which at least two keep their numbers, whichever end of the axis is the corner."""
    ticks = nice_ticks(low, high, count)
    margin = (1 - MEETING) / 2 * (high - low)
    if min((ticks <= high - margin).sum(), (ticks >= low + margin).sum()) >= 2:
        return ticks
    return nice_ticks(low + margin, high - margin, count)
