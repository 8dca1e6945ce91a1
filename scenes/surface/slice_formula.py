"""The formula of a slice of a surface, where it is short enough to be written beside its curve."""

from __future__ import annotations

from collections.abc import Callable

import sympy

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.formulas.formula import typst_math, value
from gradreel.scenes.parts.lettering.text import maths
from gradreel.solver.numbers import DIGITS, rounded
from gradreel.solver.objective import Objective

_INSET = 0.1  # screen units from the axis to its name
_SAME = 1e-12  # of a constant: a smaller difference to how it is printed is rounding


def slice_formula(
    objective: Objective,
    here: Array,
    axis: int,
    loss: str,
    computed: Callable[[float], float],
) -> str:
    """What a loss is along one parameter from a place (2,) on, as Typst math.

    It is only the symbol of the loss where the other parameter is more than a constant in it, or
    where it is too long. The constant is announced to `computed`.
    """
    constant, own = _split(objective, here, axis)
    if own is None or abs(float(rounded(constant, DIGITS)) - constant) > _SAME * abs(constant):
        return loss
    added = f" {'-' if constant < 0.0 else '+'} {value(number(abs(constant)))}" if constant else ""
    written = f"{loss} = {typst_math(own)}{added}"
    room = regions.safe().right - regions.current().surface.slopes.left - _INSET
    too_wide = maths(written, theme.LABEL).width > room
    if too_wide:
        return loss
    computed(constant)
    return written


def _split(objective: Objective, here: Array, axis: int) -> tuple[float, sympy.Expr | None]:
    """The constant of a slice, and the terms in its parameter; None if they are not apart."""
    expression = objective.expression
    if expression is None:
        return 0.0, None
    symbols = {symbol.name: symbol for symbol in expression.free_symbols}
    along, other = (objective.parameters[k] for k in (axis, 1 - axis))
    rest, own = expression.as_independent(symbols[along], as_Add=True)
    constant = rest.subs({symbols[other]: float(here[1 - axis])}) if other in symbols else rest
    if own.free_symbols != {symbols[along]} or not constant.is_real:
        return 0.0, None
    return float(constant), own
