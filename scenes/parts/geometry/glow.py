"""Lines that light up, to say which are meant."""

from __future__ import annotations

import math

from manim import Animation, VMobject

from gradreel.scenes.parts.geometry.motion import moving

GLOW = 1.4  # seconds
_WIDER = 2.0  # times its width: a line at the brightest


def glowing(lines: VMobject) -> Animation:
    """Lines light up and fade again."""
    width, opacity = lines.get_stroke_width(), lines.get_stroke_opacity()

    def glow(share: float) -> None:
        lit = math.sin(math.pi * share)
        wide = width * (1.0 + lit * (_WIDER - 1.0))
        lines.set_stroke(width=wide, opacity=opacity + lit * (1.0 - opacity))

    return moving(lines, glow, GLOW, steady=True)
