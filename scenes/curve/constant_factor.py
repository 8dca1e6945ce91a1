"""By which factor every step of a run multiplies its distance to the lowest point, and its loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from manim import RIGHT, VGroup

from gradreel.scenes import theme
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.lettering.text import maths
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.sentences import curve as texts
from gradreel.solver.diagnostics import growth_factors
from gradreel.solver.message import Message
from gradreel.solver.objective import Objective
from gradreel.solver.run_record import RunRecord

_BETWEEN = 0.3  # screen units between products
_EXACT = 1e-12  # relative: products that are farther off do not hold as printed


class ConstantFactor(NamedTuple):
    """What is said of the factors, and products that show them for the first step, if known."""

    message: Message
    products: VGroup


def constant_factor(
    objective: Objective, run: RunRecord, computed: Callable[[float], float]
) -> ConstantFactor | None:
    """The factors, if the loss falls by the same one in each step; else None.

    Their numbers are announced to `computed`.
    """
    if run.loss[-1] > run.loss[0]:
        return None
    falls = np.diff(np.log(run.loss))
    if not np.allclose(falls, falls[0], rtol=1e-2):
        return None
    loss = number(computed(float(run.loss[1] / run.loss[0])))
    factors, lowest = growth_factors(objective, run), objective.minimum
    if not factors or lowest is None:
        return ConstantFactor(texts.straight(None, loss, squared=False), VGroup())
    share = number(computed(abs(factors[0])))
    away = [computed(float(abs(x - lowest[0]))) for x in run.parameters[:2, 0]]
    colors = theme.colors()
    rows = [(away, share, colors.here), (run.loss[:2].tolist(), loss, colors.loss)]
    written = [maths(text, theme.TICK) for row in rows if (text := _product(*row))]
    products = VGroup(*written).arrange(RIGHT, buff=_BETWEEN)
    squared = bool(np.isclose(_read(share) ** 2, _read(loss), rtol=_EXACT))
    return ConstantFactor(texts.straight(share, loss, squared), products)


def _product(ends: list[float], factor: str, color: str) -> str:
    """The product of the first number and a factor, as Typst math; empty if it is not printed."""
    before, after = map(number, ends)
    holds = np.isclose(_read(before) * _read(factor), _read(after), rtol=_EXACT)
    return in_math(f"{value(before)} dot {value(factor)} = {value(after)}", color) if holds else ""


def _read(printed: str) -> float:
    return numbers_in(printed)[0].signed
