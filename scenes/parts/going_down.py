"""All runs go down at once, ever quicker."""

from __future__ import annotations

from collections.abc import Callable

from manim import Animation, Mobject

from gradreel.scenes import timing
from gradreel.scenes.parts.motion import moving

_AT_LEAST = 0.2  # seconds, where no run makes a step: manim plays nothing that takes no time


def going_down(
    mobject: Mobject,
    steps: int,
    show: Callable[[float], None],
    longest: float,
    shortest: float = 0.0,
) -> Animation:
    """Call `show` with a step, whole or not, growing from 0 to `steps`.

    It takes as long as so many steps take, but at most `longest` and at least `shortest` seconds.
    """
    seconds = max(shortest, min(timing.descent_time(steps), longest)) or _AT_LEAST
    return moving(
        mobject, lambda share: show(timing.step_between(0, steps, share)), seconds, steady=True
    )
