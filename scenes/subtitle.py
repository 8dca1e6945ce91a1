"""A sentence at its place at the bottom of the frame."""

from __future__ import annotations

from manim import UP

from gradreel.scenes import regions
from gradreel.scenes.parts.box import Box
from gradreel.scenes.parts.text import Markup, paragraph

_BESIDE = 0.2  # screen units from a sentence to the border of the part that is shown


def subtitle(text: str, within: Box | None = None) -> Markup:
    """A sentence at its place at the bottom; two lines of it stand on the safe area's border.

    It stands in the middle of what is shown of the frame, if that is no more than a box `within`.
    """
    frame = regions.current()
    (x, y), width = frame.sentence, frame.sentence_width
    if within:
        x, width = within.left + within.width / 2, min(width, within.width - 2 * _BESIDE)
    sentence = paragraph(text, width).move_to((x, y, 0))
    return sentence.shift(max(0.0, frame.safe.bottom - float(sentence.get_bottom()[1])) * UP)
