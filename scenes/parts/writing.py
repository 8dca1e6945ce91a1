"""A text that is written, stroke by stroke."""

from __future__ import annotations

from manim import Animation, AnimationGroup, Write

from gradreel.scenes.parts.text import Markup


def written(text: Markup, seconds: float) -> Animation:
    """A text is written, all colours at once, and each from the first stroke on."""
    parts = (Write(part, stroke_color=part.get_fill_color(), run_time=seconds) for part in text)
    return AnimationGroup(*parts)
