"""Squares of residuals that become bars and level out at their mean; few have their numbers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from manim import UP, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.fit.squares import Squares, bar_corners
from gradreel.scenes.parts.digits.balance import Balance, balanced
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.formulas.equation import divided
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.lettering.text import maths
from gradreel.scenes.parts.plots.curve_axes import CurveAxes
from gradreel.solver.numbers import MOST_DIGITS

_ALONE = 12  # squares: each is a shape, and all others together are one
_NUMBERED = 6  # squares: the numbers of more could not be read in the time
_FOR_RESULT = 0.7  # screen units above the bars for the loss in numbers
_LOWEST = 0.4  # of the room: bars that are lower at the scale of the axis get a scale of their own
_OVER = 0.22  # screen units from the top of a bar to the middle of its number


class SquareBars(VGroup):
    """The `squares` on residuals from `starts` to `ends` (m, 3), whose values are `sizes` (m,).

    They open within the x limits `room`. Their bars stand on the axis of the `curve`, at its scale
    if they fit there. If they are few, `numbers` are above the bars; `computed` is told of each.
    """

    def __init__(
        self,
        starts: Array,
        ends: Array,
        sizes: Array,
        room: tuple[float, float],
        curve: CurveAxes,
        computed: Callable[[float], float],
    ) -> None:
        super().__init__()
        self._computed = computed
        self.squares = Squares(starts, ends, room, range(min(len(starts), _ALONE)))
        self.box = _room_for_bars(curve, float(sizes.max()))
        self._bars, self._unit = bar_corners(sizes, self.box)
        self.numbers = VGroup()
        self._mean: Balance | None = None
        if len(sizes) <= _NUMBERED:
            self._mean = balanced(_mean, sizes.tolist(), float(sizes.mean()))
            for size, bar in zip(self._mean.operands, self._bars, strict=True):
                computed(numbers_in(size)[0].signed)
                above = bar[1:3].mean(axis=0) + _OVER * UP
                self.numbers.add(maths(value(size), theme.TICK).move_to(above))
        self.add(self.squares)

    def unfold(self, share: float) -> None:
        """Open all squares to a share of their width."""
        self.squares.unfold(range(len(self.squares)), share)

    def reshape(self, share: float) -> None:
        """Turn squares into bars, by a share."""
        self.squares.reshape(self._bars, share)

    def level(self, mean: float, share: float) -> None:
        """Move the upper ends of the bars, by a share, to their mean."""
        self.squares.level(self._bars, self.height_of(mean), share)

    def height_of(self, loss: float) -> float:
        """The height on the screen of a loss at the scale of the bars."""
        return self.box.bottom + self._unit * loss

    def definition(self, formula: str, room: float) -> tuple[VGroup, VGroup]:
        """The formula of the loss, and what follows in numbers, if there are some.

        These are all squares where the `room` is wide enough, else their sum.
        """
        alone = maths(formula, theme.LABEL)
        if self._mean is None:
            return alone, VGroup()
        sizes, sign, result = self._mean.operands, self._mean.sign, value(self._mean.result)
        total = number(self._computed(sum(numbers_in(s)[0].signed for s in sizes)), MOST_DIGITS)
        for above in (" + ".join(map(value, sizes)), value(total)):
            in_numbers = f"({above}) / {value(str(len(sizes)))} {sign} {result}"
            whole = maths(f"{formula} = {in_numbers}", theme.LABEL)
            if whole.width <= room:
                break
        return divided(whole, alone)


def _room_for_bars(curve: CurveAxes, highest: float) -> Box:
    """The room in which bars are at the scale of the loss; all room if they would be too small."""
    plot = curve.box
    height = plot.height - _FOR_RESULT
    ground = float(curve.place(curve.x[0], 0.0)[1])
    tall = highest * float(curve.unit[1])
    if ground >= plot.bottom and _LOWEST * height <= tall <= plot.top - _FOR_RESULT - ground:
        return Box((plot.left, ground), (plot.width, tall))
    return Box(plot.corner, (plot.width, height))


def _mean(*sizes: Decimal) -> Decimal:
    return sum(sizes, Decimal(0)) / len(sizes)
