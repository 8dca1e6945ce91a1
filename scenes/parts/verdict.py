"""How a run ended, in few words, and the numbers that made it end so."""

from __future__ import annotations

from decimal import Decimal

from manim import DOWN, VGroup

from gradreel.scenes import theme
from gradreel.scenes.parts.balance import Balance, balanced
from gradreel.scenes.parts.formula import value
from gradreel.scenes.parts.notation import Notation
from gradreel.scenes.parts.text import maths, words
from gradreel.scenes.parts.typeset import in_math
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.diagnostics import growth_factors
from gradreel.solver.numbers import SETTING_DIGITS, rounded
from gradreel.solver.objective import Objective
from gradreel.solver.recording import RunRecord


def factor_rows(objective: Objective, run: RunRecord) -> list[Balance]:
    """1, the curvature and the learning rate with the factor that they make, in each direction.

    They are none where `growth_factors` are none.
    """
    if not growth_factors(objective, run):
        return []
    rate = rounded(run.run.lr, SETTING_DIGITS)
    curvatures = objective.curvatures(run.parameters[0])[::-1].tolist()
    return [
        balanced(_shrunk, (1.0, curvature, rate), 1 - run.run.lr * curvature, True, unlike=(-1.0,))
        for curvature in curvatures
    ]


def _shrunk(one: Decimal, curvature: Decimal, rate: Decimal) -> Decimal:
    return one - curvature * rate


def verdict(objective: Objective, run: RunRecord, own: Notation) -> VGroup:
    """The outcome in words and, below it, the factor of each direction, if they are known."""
    lines = VGroup(words(worded(run.ending.outcome.word), theme.LABEL))
    rows = factor_rows(objective, run)
    if rows:
        numbers = ", #h(0.3em) ".join(value(row.result) for row in rows)
        rule = f"1 - {in_math(own.rate, theme.colors().step)} {own.curvature} = {numbers}"
        lines.add(maths(rule, theme.LABEL, theme.colors().muted))
    return lines.arrange(DOWN, buff=0.16)
