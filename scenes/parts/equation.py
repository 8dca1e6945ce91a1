"""A formula whose pieces can move one by one."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from gradreel.scenes import theme
from gradreel.scenes.parts.text import Glyphs, Markup
from gradreel.scenes.parts.typeset import in_math


class Equation(Markup):
    """Typst math with pieces (markup and colour) in the places {0}, {1}... of a template.

    `pieces` holds them in their order, `rest` is what the template itself writes.
    """

    def __init__(
        self, template: str, pieces: Sequence[tuple[str, str]], size: float = theme.FORMULA
    ) -> None:
        # Each piece is found again by a colour of its own, and only then gets the one it shows.
        keys = [f"#0000{index + 1:02X}" for index in range(len(pieces))]
        filled = [in_math(piece, key) for (piece, _), key in zip(pieces, keys, strict=True)]
        super().__init__(f"$ {template.format(*filled)} $", size)
        self.pieces: list[Glyphs] = []
        for (_, color), key in zip(pieces, keys, strict=True):
            self.pieces.append(self.part(key))
            self.part(key).set_fill(color)
        self.rest = self.part("#000000")


def narrowed(formula: VGroup, width: float) -> None:
    """Make a formula fit a width; its left end stays."""
    if formula.width > width:
        formula.scale(width / formula.width, about_point=formula.get_left())
