"""A formula whose pieces can be animated separately."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from gradreel.scenes import theme
from gradreel.scenes.parts.text import Glyphs, Markup
from gradreel.scenes.parts.typeset import in_math


class Equation(Markup):
    """Typst math with pieces (markup and colour) at {0}, {1}, ... of a template.

    `pieces` holds their glyphs in order, `rest` those of the template itself.
    """

    def __init__(
        self, template: str, pieces: Sequence[tuple[str, str]], size: float = theme.FORMULA
    ) -> None:
        # Each piece gets a unique colour first, by which its glyphs are found.
        keys = [f"#0000{index + 1:02X}" for index in range(len(pieces))]
        filled = [in_math(piece, key) for (piece, _), key in zip(pieces, keys, strict=True)]
        super().__init__(f"$ {template.format(*filled)} $", size)
        self.pieces: list[Glyphs] = []
        for (_, color), key in zip(pieces, keys, strict=True):
            self.pieces.append(self.part(key))
            self.part(key).set_fill(color)
        self.rest = self.part("#000000")


def narrowed(formula: VGroup, width: float) -> None:
    """Shrink a formula to a width if it is wider; its left end stays."""
    if formula.width > width:
        formula.scale(width / formula.width, about_point=formula.get_left())
