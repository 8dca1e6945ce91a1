"""Runs that go down ever faster, from one step to another, and once more from their start."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from manim import Animation, Mobject

from gradreel.scenes import timing
from gradreel.scenes.parts.geometry.motion import moving

_AT_LEAST = 0.2  # seconds if no run makes a step: manim plays nothing that takes no time
_BACK, _LOOK = 0.5, 1.0  # seconds to go back to the start; to follow a run from there, at least


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


def going_again(
    mobject: Mobject, steps: int, show: Callable[[float], None], seconds: float
) -> Iterator[Animation]:
    """Animations of going back from step `steps`, quickly, and down again, in `seconds` together.

    There are none if that would be too fast to be followed.
    """
    if seconds >= _BACK + _LOOK:
        yield moving(mobject, lambda share: show(timing.step_between(0, steps, 1.0 - share)), _BACK)
        left = seconds - _BACK
        yield going_down(mobject, steps, show, left, left)
