"""Animations given by a function of their progress."""

from __future__ import annotations

from collections.abc import Callable

from manim import Animation, Mobject, UpdateFromAlphaFunc, linear, smooth

from gradreel.scenes.drawing.items import Stroke


def moving(
    mobject: Mobject, change: Callable[[float], None], run_time: float = 1.0, steady: bool = False
) -> Animation:
    """An animation that calls `change` with a share growing from 0 to 1, eased unless `steady`.

    `mobject` is what changes on the screen; manim draws it and what is above it anew.
    """
    return UpdateFromAlphaFunc(
        mobject,
        lambda _, share: change(share),
        run_time=run_time,
        rate_func=linear if steady else smooth,
    )


def drawing(stroke: Stroke, run_time: float = 1.0) -> Animation:
    """An animation that draws a stroke from its first point to its last."""
    return moving(stroke, lambda share: setattr(stroke, "drawn", share), run_time)
