"""The slope of a secant of a curve, in numbers that hold as printed."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from gradreel.scenes import theme
from gradreel.scenes.parts.digits.balance import balanced
from gradreel.scenes.parts.digits.numbers import as_typeset
from gradreel.scenes.parts.digits.printed import PrintedPlace
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.formulas.formula import factor, value
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.parts.plots.places import as_shown
from gradreel.solver.numbers import MOST_DIGITS, rounded
from gradreel.solver.objective import Objective
from gradreel.solver.rounding import is_noise


class Secant(NamedTuple):
    """A distance h, the heights at its ends, the rise and the slope, as printed."""

    distance: str
    height: str
    start: str
    rise: str
    slope: str
    sign: str

    @property
    def formula(self) -> str:
        """Rise over run and the result, as Typst math."""
        above = f"{value(self.height)} - {factor(self.start)}"
        return f"= ({above}) / {value(self.distance)} {self.result}"

    @property
    def result(self) -> str:
        """The slope with its equals sign, as Typst math."""
        return f"{self.sign} {in_math(value(self.slope), theme.colors().gradient)}"


def secant(objective: Objective, place: PrintedPlace, h: float) -> Secant:
    """The secant from a place to another at a distance h, both taken as printed."""
    x, run = float(place.typed[0]), as_shown(h)
    end, start = (float(objective.value([at])) for at in (x + run, x))
    slope = 0.0 if is_noise(end - start, end, start) else (end - start) / run
    equation = balanced(_over, (end, start, rounded(run)), slope)
    above, below, distance = equation.operands
    rise = as_typeset(rounded(float(_decimal(above) - _decimal(below)), MOST_DIGITS))
    return Secant(distance, above, below, rise, equation.result, equation.sign)


def _decimal(shown: str) -> Decimal:
    return Decimal(repr(numbers_in(shown)[0].signed))


def _over(end: Decimal, start: Decimal, run: Decimal) -> Decimal:
    return (end - start) / run
