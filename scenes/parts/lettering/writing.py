"""Writes a text stroke by stroke."""

from __future__ import annotations

from manim import Animation, AnimationGroup, VMobject, Write

from gradreel.scenes.parts.lettering.text import Glyphs


def written(text: VMobject, seconds: float) -> Animation:
    """An animation that writes one or several texts, all their colours at the same time."""
    glyphs = [part for part in text.get_family() if isinstance(part, Glyphs)]
    parts = (Write(part, stroke_color=part.get_fill_color(), run_time=seconds) for part in glyphs)
    return AnimationGroup(*parts)
