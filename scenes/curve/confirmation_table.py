"""The table that compares a derivative with the slopes of secants through very close points."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from gradreel.scenes import theme
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.formulas.notation import Notation
from gradreel.scenes.parts.lettering.text import Glyphs, Markup, maths, words

_COLUMN = 1.65  # screen units from column to column


def confirmation_table(
    h: float, rows: Sequence[Sequence[str]], symbol: str, notation: Notation
) -> list[VGroup]:
    """A head, and rows of a place, the derivative there, and the slope of the secant over h.

    `symbol` is the parameter as Typst math.
    """
    colors = theme.colors()
    columns = colors.here, colors.gradient, colors.ink
    heads = symbol, f"{notation.loss}'({symbol})", f"{notation.distance} = {value(h)}"
    head = [maths(cell, theme.LABEL, color) for cell, color in zip(heads, columns, strict=True)]
    lines: list[list[Markup] | list[Glyphs]] = [head]
    lines += [
        [words(cell, theme.LABEL, color) for cell, color in zip(row, columns, strict=True)]
        for row in rows
    ]
    for line in lines:
        for column, cell in enumerate(line):
            cell.on_baseline((column * _COLUMN, 0.0, 0.0))
    return [VGroup(*line) for line in lines]
