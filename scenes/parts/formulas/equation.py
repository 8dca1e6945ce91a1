"""A formula whose pieces can be animated separately."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.lettering.text import Glyphs, Markup
from gradreel.scenes.parts.lettering.typeset import in_math

_LINE = 0.1  # above and below a piece: what is in its line
_HAIR = 1e-6
_SAME = 1e-3  # screen units: rounding may put a sign off by less where others follow it
_CLOSE = 0.35  # times the way to the next piece: what is so near belongs to the one before


def slot(number: str) -> str:
    """The place of a number, as printed, in a template: in brackets if that is negative.

    Brackets are no part of the number, which may fly in as it is.
    """
    return "({})" if number.startswith("−") else "{}"


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

    def signs(self) -> list[VGroup]:
        """What the template writes, in as many parts as there are pieces.

        Each holds what stands before its piece in the line, and what follows this one closely, as
        a bracket does.
        """
        found: list[list[Array]] = [[] for _ in self.pieces]
        for outline in curves_of(self.rest.outlines):
            found[self._beside(outline)].append(outline)
        return [VGroup(*([self.rest.with_outlines(o)] if o else [])) for o in found]

    def _beside(self, outline: Array) -> int:
        """Which piece a sign belongs to."""
        left, right = float(outline[:, 0].min()), float(outline[:, 0].max())
        middle = float(outline[:, 1].mean())
        boxes = [
            (*piece.outlines.min(axis=0)[:2], *piece.outlines.max(axis=0)[:2])
            for piece in self.pieces
        ]
        line = [k for k, box in enumerate(boxes) if box[1] - _LINE < middle < box[3] + _LINE]
        before = [k for k in line if boxes[k][2] <= left + _HAIR]
        after = [k for k in line if boxes[k][0] >= right - _HAIR]
        if before and after:
            gap, to_next = left - boxes[before[-1]][2], boxes[after[0]][0] - right
            return before[-1] if gap < _CLOSE * to_next else after[0]
        return after[0] if after else before[-1] if before else len(self.pieces) - 1


def curves_of(points: Array) -> list[Array]:
    """The closed curves of which outlines (4 * n, 3) are made."""
    ends = points[3:-1:4], points[4::4]
    breaks = np.flatnonzero(~np.isclose(*ends, atol=1e-6).all(axis=1)) + 1
    return np.split(points, 4 * breaks) if len(points) else []


def narrowed(formula: VGroup, width: float) -> None:
    """Shrink a formula to a width if it is wider; its left end stays."""
    if formula.width > width:
        formula.scale(width / formula.width, about_point=formula.get_left())


def divided(line: Markup, beginning: Markup) -> tuple[VGroup, VGroup]:
    """The parts of a line that are its beginning, and those that follow it."""
    edge = max(float(part.outlines[:, 0].max()) for part in _glyphs(beginning))
    kept, rest = VGroup(), VGroup()
    for part in _glyphs(line):
        curves = curves_of(part.outlines)
        after = [float(curve[:, 0].min()) > edge - _SAME for curve in curves]
        for group, wanted in ((kept, False), (rest, True)):
            chosen = [c for c, follows in zip(curves, after, strict=True) if follows == wanted]
            if chosen:
                group.add(part.with_outlines(chosen))
    return kept, rest


def _glyphs(line: Markup) -> list[Glyphs]:
    return [part for part in line.submobjects if isinstance(part, Glyphs)]
