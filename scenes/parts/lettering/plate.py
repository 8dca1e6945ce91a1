"""Plates that separate texts from the drawing behind them."""

from __future__ import annotations

import numpy as np
from manim import DL, UR, VGroup, VMobject

from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.points import trace
from gradreel.scenes.parts.lettering.text import Glyphs, Markup

# Screen units on each side of the text, so that no letter touches the edge of its plate.
AIR = 0.07
_OPACITY = 0.8  # what is behind still shows, but does not disturb reading


class Plate(VMobject):
    """A piece of the background behind a text, so that nothing below seems to run through it."""

    def __init__(self, text: Glyphs | Markup) -> None:
        super().__init__(
            fill_color=theme.colors().background, fill_opacity=_OPACITY, stroke_width=0.0
        )
        (left, bottom, _), (right, top, _) = text.get_corner(DL) - AIR, text.get_corner(UR) + AIR
        ring = [(left, bottom), (left, top), (right, top), (right, bottom), (left, bottom)]
        trace(self, np.array([(x, y, 0.0) for x, y in ring]))


def on_plate(text: Glyphs | Markup) -> VGroup:
    """A text with its plate behind it."""
    return VGroup(Plate(text), text)
