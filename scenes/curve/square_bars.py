"""Squares of residuals that become bars and level out at their mean; few have their numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from manim import UP, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.fit.squares import Squares, bar_corners
from gradreel.scenes.parts.digits.numbers import as_typeset, number
from gradreel.scenes.parts.formulas.equation import divided
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.lettering.text import Markup, maths
from gradreel.scenes.parts.plots.curve_axes import CurveAxes
from gradreel.solver.numbers import DIGITS, MOST_DIGITS, rounded

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
        self._computed, self._loss = computed, float(sizes.mean())
        self.squares = Squares(starts, ends, room, range(min(len(starts), _ALONE)))
        self.box = _room_for_bars(curve, float(sizes.max()))
        self._bars, self._unit = bar_corners(sizes, self.box)
        self.numbers = VGroup()
        self._printed: list[str] = []
        if len(sizes) <= _NUMBERED:
            self._printed = _printed(sizes.tolist())
            for size, bar in zip(self._printed, self._bars, strict=True):
                computed(float(size))
                above = bar[1:3].mean(axis=0) + _OVER * UP
                self.numbers.add(maths(value(as_typeset(size)), theme.TICK).move_to(above))
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

    def definition(self, formula: str, room: float) -> tuple[Markup, VGroup]:
        """The formula of the loss, and what follows in numbers, if there are some.

        These are all squares where the `room` is wide enough, else their sum.
        """
        alone = maths(formula, theme.LABEL)
        if not self._printed:
            return alone, VGroup()
        total, mean = sum(map(float, self._printed)), number(self._loss)
        sign = "=" if number(total / len(self._printed)) == mean else "approx"
        sum_ = " + ".join(value(as_typeset(size)) for size in self._printed)
        for above in (sum_, value(number(self._computed(total), MOST_DIGITS))):
            in_numbers = f"({above}) / {value(str(len(self._printed)))} {sign} {value(mean)}"
            whole = maths(f"{formula} = {in_numbers}", theme.LABEL)
            if whole.width <= room:
                break
        return alone.on_baseline(whole.origin), divided(whole, alone)[1]


def _room_for_bars(curve: CurveAxes, highest: float) -> Box:
    """The room in which bars are at the scale of the loss; all room if they would be too small."""
    plot = curve.box
    height = plot.height - _FOR_RESULT
    ground = float(curve.place(curve.x[0], 0.0)[1])
    tall = highest * float(curve.unit[1])
    if ground >= plot.bottom and _LOWEST * height <= tall <= plot.top - _FOR_RESULT - ground:
        return Box((plot.left, ground), (plot.width, tall))
    return Box(plot.corner, (plot.width, height))


def _printed(sizes: Sequence[float]) -> list[str]:
    """Squares in as many digits as it takes for their mean to be the loss as it is printed."""
    mean = number(sum(sizes) / len(sizes))
    for digits in range(DIGITS, MOST_DIGITS + 1):
        texts = [rounded(size, digits) for size in sizes]
        if number(sum(map(float, texts)) / len(texts)) == mean:
            return texts
    return [rounded(size) for size in sizes]
