"""A picture of one run beside those of others, and how long each is shown alone."""

from __future__ import annotations

from typing import Protocol

from manim import Animation, FadeIn, FadeOut, VGroup, smooth, squish_rate_func

from gradreel.scenes.parts.lettering.text import Glyphs
from gradreel.solver.run_record import RunRecord

FIRST_STEPS = 2  # of runs that have factors: they are made one run after the other
# Of the time in which all runs are shown: the share in which the first run makes its first steps,
# slowly, to be followed one by one, and that in which all others make theirs, one after the other.
_FIRST, _OTHERS = 0.31, 0.35
_EXCHANGE = 0.4  # seconds in which the factors of a run replace what was there
_late = squish_rate_func(smooth, 0.5, 1.0)


class Panel(Protocol):
    """A picture of one run: what stands still, what moves, and what is said about it at the end.

    `meaning` says what its pictures show, until the `reasons` for what happens take its place.
    """

    run: RunRecord
    static_parts: VGroup
    moving_parts: VGroup
    meaning: VGroup
    outcome: Glyphs
    reasons: VGroup


def seconds_alone(count: int, seconds: float) -> list[float]:
    """Seconds for the first steps of each of so many runs, of which all take so many seconds."""
    first = _FIRST * seconds
    return [first, *[min(first, _OTHERS * seconds / (count - 1))] * (count - 1)]


def giving_reasons(panel: Panel) -> list[Animation]:
    """Animations in which the reasons of a panel replace its meaning, which is gone before."""
    if not len(panel.reasons):
        return []
    leaving = [FadeOut(panel.meaning, run_time=_EXCHANGE / 2)] if len(panel.meaning) else []
    return [*leaving, FadeIn(panel.reasons, run_time=_EXCHANGE, rate_func=_late)]
