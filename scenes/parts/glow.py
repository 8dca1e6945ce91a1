"""Lines that light up, to say which are meant."""

from __future__ import annotations

import math

from manim import Animation, VMobject

from gradreel.scenes.parts.motion import moving

_GLOW = 1.4  # seconds


def glowing(lines: VMobject) -> Animation:
    """Lines light up and fade again."""
    width, opacity = lines.get_stroke_width(), lines.get_stroke_opacity()

    def glow(share: float) -> None:
        lit = math.sin(math.pi * share)
        lines.set_stroke(width=width + lit, opacity=opacity + lit * (1.0 - opacity))

    return moving(lines, glow, _GLOW, steady=True)
