"""The lines in which a derivative is worked out, below each other beside the curve."""

from __future__ import annotations

from collections.abc import Sequence

from manim import DOWN, LEFT, UL, VGroup

from gradreel.scenes import regions, theme
from gradreel.scenes.curve.derivation import Derivation
from gradreel.scenes.parts.formulas.equation import divided
from gradreel.scenes.parts.lettering.text import maths

_BETWEEN = 0.36  # screen units between lines
_SMALLEST = 0.65  # the least scale of a formula, at which it is as small as ticks


class DerivationRows:
    """The `steps` from a quotient to its `derivative`, and what that is `here` (Typst math).

    `going` is what becomes 0 with the distance: a part of the last step, which may be empty.
    """

    def __init__(self, found: Derivation, here: str) -> None:
        *before, last = (maths(step, theme.FORMULA) for step in found.steps)
        kept, self.going = divided(last, maths(found.kept, theme.FORMULA))
        self.steps: list[VGroup] = [*before, VGroup(kept, self.going)]
        self.derivative, self.here = (
            maths(formula, theme.FORMULA) for formula in (found.derivative, here)
        )

    def stack(self) -> bool:
        """Stack them, without the first step if need be, and return whether they can be read."""
        for steps in (self.steps, self.steps[1:]):
            if steps and stacked([*steps, self.derivative, self.here]):
                self.steps = steps
                return True
        return False


def stacked(rows: Sequence[VGroup]) -> bool:
    """Stack rows below the quotient if they can be read there, and return whether they can.

    If not, their size stays, so that others can be tried.
    """
    room = regions.current().curve.derivation
    column = VGroup(*rows).arrange(DOWN, buff=_BETWEEN, aligned_edge=LEFT)
    narrower = [min(1.0, room.width / row.width) for row in rows]
    # Each becomes narrower around its own middle, which moves the upper and the lower border in.
    off = sum((1.0 - narrower[end]) * rows[end].height / 2 for end in (0, -1))
    scale = min(1.0, room.height / (column.height - off))
    if scale * min(narrower) < _SMALLEST:
        return False
    for row, narrow in zip(rows, narrower, strict=True):
        row.scale(narrow, about_edge=LEFT)
    column.scale(scale).move_to((room.left, room.top, 0.0), aligned_edge=UL)
    return True
