"""The sentence at the bottom of the frame."""

from __future__ import annotations

from manim import UP

from gradreel.scenes import regions
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.lettering.text import Markup, paragraph

_MARGIN = 0.2  # screen units between a sentence and the sides of the part that is shown


def subtitle(text: str, within: Box | None = None) -> Markup:
    """A sentence at the bottom of the frame; one of two lines ends at the border of the safe area.

    If only the box `within` is shown of the frame, it is centred there.
    """
    frame = regions.current()
    (x, y), width = frame.sentence, frame.sentence_width
    if within:
        x, width = within.left + within.width / 2, min(width, within.width - 2 * _MARGIN)
    sentence = paragraph(text, width).move_to((x, y, 0))
    return sentence.shift(max(0.0, frame.safe.bottom - float(sentence.get_bottom()[1])) * UP)
