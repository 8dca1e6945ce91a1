"""Runs that go down ever faster, from one step to another."""

from __future__ import annotations

from collections.abc import Callable

from manim import Animation, Mobject

from gradreel.scenes import timing
from gradreel.scenes.parts.geometry.motion import moving

_AT_LEAST = 0.2  # seconds if no run makes a step: manim plays nothing that takes no time


def going_down(
    mobject: Mobject,
    steps: int,
    show: Callable[[float], None],
    longest: float,
    shortest: float = 0.0,
    first: int = 0,
) -> Animation:
    """An animation that calls `show` with a step growing from `first` to `steps`, ever faster.

    It takes at least `shortest` and at most `longest` seconds. A step may lie between two.
    """
    seconds = max(shortest, min(timing.descent_time(steps - first), longest)) or _AT_LEAST
    return moving(
        mobject, lambda share: show(timing.step_between(first, steps, share)), seconds, steady=True
    )
