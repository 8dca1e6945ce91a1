"""How a run ended, in few words, and the numbers that made it end so."""

from __future__ import annotations

from decimal import Decimal

from manim import VGroup

from gradreel.scenes import theme
from gradreel.scenes.parts.balance import Balance, balanced
from gradreel.scenes.parts.below import Below
from gradreel.scenes.parts.box import Pair
from gradreel.scenes.parts.formula import value
from gradreel.scenes.parts.reading import numbers_in
from gradreel.scenes.parts.text import Glyphs, maths, words
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.diagnostics import growth_factors
from gradreel.solver.numbers import SETTING_DIGITS, rounded
from gradreel.solver.objective import Objective
from gradreel.solver.recording import RunRecord

_LONGEST = 8  # signs of a factor that stands beside a bar
_CLOSE, _BELOW = 0.26, 0.46  # from axes down to their numbers, from what is lowest to an outcome
_GAP = 0.3  # between the outcome and the factors in one line


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


def outcome(run: RunRecord, roomy: bool) -> Glyphs:
    """How a run ended, in a word or two; in smaller letters where there is no room."""
    return words(worded(run.ending.outcome.word), theme.LABEL if roomy else theme.TICK)


def factors(objective: Objective, run: RunRecord) -> VGroup:
    """The factors of all directions in a line; nothing where there are none."""
    printed = [times(row.result) for row in factor_rows(objective, run)]
    line = ", #h(0.3em) ".join(printed)
    return VGroup(maths(line, theme.TICK, theme.colors().muted)) if printed else VGroup()


def times(factor: str) -> str:
    """A printed factor as what multiplies, as Typst math; a long one in about."""
    if len(factor) <= _LONGEST:
        return f"times {value(factor)}"
    return f"times approx {value(numbers_in(factor)[0].signed)}"


def verdict(
    run: RunRecord, roomy: bool, reasons: VGroup, below: Below | None, picture: Pair
) -> tuple[Glyphs, VGroup]:
    """The outcome of a run and the reasons for it, below the middle of its picture's lower end.

    The reasons stand beside it, unless something that has its own stands between.
    """
    told = outcome(run, roomy)
    middle, bottom = picture
    if below:
        _beside(told, VGroup(), (middle, below.bottom - _BELOW))
        return told, below.factors
    _beside(told, reasons, (middle, bottom - _CLOSE - _BELOW))
    return told, reasons


def _beside(outcome: Glyphs, reasons: VGroup, middle: Pair) -> None:
    """Put an outcome and the reasons for it in one line about a point of its baseline."""
    whole = outcome.width + sum(_GAP + reason.width for reason in reasons)
    left = middle[0] - whole / 2
    for part in (outcome, *reasons):
        part.on_baseline((left, middle[1], 0.0))
        left += part.width + _GAP
