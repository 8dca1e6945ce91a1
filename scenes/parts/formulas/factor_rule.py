"""Derives the factor by which a step multiplies the distance to the lowest point."""

from __future__ import annotations

from collections.abc import Sequence

from manim import LEFT, VGroup

from gradreel.scenes import theme
from gradreel.scenes.parts.digits.balance import Balance
from gradreel.scenes.parts.formulas.formula import factor, value
from gradreel.scenes.parts.formulas.notation import Notation
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.lettering.text import Markup, maths
from gradreel.scenes.parts.lettering.typeset import in_math, upright
from gradreel.scenes.sentences.catalogue import text

_LEADING = 0.95  # screen units from line to line, if there is room
_SMALLEST = theme.TICK / theme.FORMULA  # a line that would have to be smaller is broken


class FactorRule(VGroup):
    """The rule of a step with the slope inserted, in lines from the top of a box down.

    `symbols` are its lines in symbols. `numbers` are those of a run: its factor in each direction,
    from `rows`, after the `names` (Typst math) of the directions. The `slopes` where the run starts
    are below the first line, if there is room.
    """

    def __init__(
        self,
        rows: Sequence[Balance],
        names: Sequence[str],
        box: Box,
        notation: Notation,
        slopes: Sequence[Balance] = (),
    ) -> None:
        super().__init__()
        rate, bend = in_math(notation.rate, theme.colors().step), notation.curvature
        away = in_math(notation.away, theme.colors().here)
        new = upright(text("label-new"))
        slope = in_math(upright(text("label-slope")), theme.colors().gradient)
        self.symbols = [
            maths(f"{slope} = {bend} {away}"),
            maths(f"{new} {away} = {away} - {rate} dot {bend} {away}"),
            maths(f"{new} {away} = (1 - {rate} {bend}) {away}"),
        ]
        if slopes and (found := _slopes_found(slopes, names)).width <= box.width:
            self.symbols.insert(1, found)
        longest = box.width / _SMALLEST
        pairs = zip(rows, names, strict=True)
        self.numbers = [VGroup(*self._in_numbers(*pair, longest)) for pair in pairs]
        lines = [*self.symbols, *(line for group in self.numbers for line in group)]
        leading = min(box.height / (len(lines) - 1), _LEADING)
        size = min(1.0, box.width / max(line.width for line in lines))
        for index, line in enumerate(lines):
            line.scale(size).move_to((box.left, box.top - index * leading, 0.0), aligned_edge=LEFT)
        self.add(*self.symbols, *self.numbers)

    @staticmethod
    def _in_numbers(row: Balance, name: str, longest: float) -> list[Markup]:
        """A factor in one line, or in two if that would be too long."""
        unit, curvature, rate = row.operands
        head = f"{name} : #h(0.4em)" if name else ""
        product = f"{in_math(value(rate), theme.colors().step)} dot {factor(curvature)}"
        left, right = f"{head} {value(unit)} - {product}", f"{row.sign} {value(row.result)}"
        whole = maths(f"{left} {right}")
        return [whole] if whole.width <= longest else [maths(left), maths(right)]


def _slopes_found(slopes: Sequence[Balance], names: Sequence[str]) -> Markup:
    """The slopes in all directions on one line, in numbers."""
    colors, parts = theme.colors(), []
    for row, name in zip(slopes, names, strict=True):
        curvature, distance = row.operands
        away, slope = (
            in_math(factor(distance), colors.here),
            in_math(value(row.result), colors.gradient),
        )
        parts.append(f"{name} : #h(0.3em)" if name else "")
        parts[-1] += f" {value(curvature)} dot {away} {row.sign} {slope}"
    return maths(" #h(1em) ".join(parts), theme.LABEL)
