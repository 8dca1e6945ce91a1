"""How a run ended, in a few words, and the numbers that explain it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from operator import mul

from manim import VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.descents.below import Below
from gradreel.scenes.parts.digits.balance import Balance, balanced
from gradreel.scenes.parts.digits.numbers import fixed
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.geometry.box import Pair
from gradreel.scenes.parts.lettering.text import Glyphs, maths, words
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.diagnostics import growth_factors
from gradreel.solver.directions import Direction
from gradreel.solver.numbers import SETTING_DIGITS, rounded
from gradreel.solver.objective import Objective
from gradreel.solver.run_record import RunRecord

_LONGEST = 8  # characters of a factor: there is no room for more beside a bar
# In screen units.
_CLOSE, _BELOW = 0.26, 0.43  # from axes down to their numbers; from the lowest thing to an outcome
_GAP = 0.3  # between an outcome and the factors on the same line


def factor_rows(objective: Objective, run: RunRecord) -> list[Balance]:
    """The factor in each direction as an equation: 1, the curvature and the learning rate.

    Empty if there are no `growth_factors`.
    """
    if not growth_factors(objective, run):
        return []
    rate = run.run.rate
    printed = rounded(rate, SETTING_DIGITS)
    curvatures = objective.curvatures(run.parameters[0])[::-1].tolist()
    return [
        balanced(_shrunk, (1.0, curvature, printed), 1 - rate * curvature, True, unlike=(-1.0,))
        for curvature in curvatures
    ]


def _shrunk(unit: Decimal, curvature: Decimal, rate: Decimal) -> Decimal:
    return unit - curvature * rate


def slope_rows(
    factors: Sequence[Balance], directions: Sequence[Direction], away: Array
) -> list[Balance]:
    """The slope at distances (p,) in each direction as an equation: the curvature and the distance.

    The curvatures are as in the equations of the `factors`. Empty if the directions are not those
    of parameters, along which a lesson has shown its slopes.
    """
    if len(directions) > 1 and not all(direction.parameter for direction in directions):
        return []
    curvatures = [numbers_in(row.operands[1])[0].signed for row in factors]
    return [
        balanced(
            mul, (rounded(curvature, SETTING_DIGITS), distance), direction.curvature * distance
        )
        for curvature, direction, distance in zip(
            curvatures, directions, away.tolist(), strict=True
        )
    ]


def outcome(run: RunRecord, roomy: bool) -> Glyphs:
    """How a run ended, in a word or two; smaller if it is not `roomy`."""
    return words(worded(run.ending.outcome.word), theme.LABEL if roomy else theme.TICK)


def printed_factors(objective: Objective, runs: Sequence[RunRecord]) -> list[list[str]]:
    """The factors of each run in all directions, as they stand side by side.

    Those that are not whole have the same decimals, if there is room for that.
    """
    results = [[row.result for row in factor_rows(objective, run)] for run in runs]
    parts = [text for texts in results for text in texts if _is_part(text)]
    places = max((len(text.partition(".")[2]) for text in parts), default=0)

    def alike(texts: list[str], run: RunRecord) -> list[str]:
        found = _factors(objective, run) if texts else []
        return [
            fixed(factor, places) if _is_part(text) else text
            for text, factor in zip(texts, found, strict=True)
        ]

    aligned = [alike(texts, run) for texts, run in zip(results, runs, strict=True)]
    longest = max((len(text) for texts in aligned for text in texts), default=0)
    return aligned if longest <= _LONGEST else results


def _is_part(text: str) -> bool:
    """Whether a number as printed has decimals, and no power of ten."""
    return "." in text and "×" not in text


def _factors(objective: Objective, run: RunRecord) -> list[float]:
    """The factors of a run in the order of `factor_rows`, as exact as they are known."""
    curvatures = objective.curvatures(run.parameters[0])[::-1]
    return [1.0 - run.first_rate * curvature for curvature in curvatures.tolist()]


def factors(printed: Sequence[str]) -> VGroup:
    """The factors of a run in all directions on one line; empty if there are none."""
    line = ", #h(0.3em) ".join(map(times, printed))
    return VGroup(maths(line, theme.TICK, theme.colors().muted)) if printed else VGroup()


def times(factor: str) -> str:
    """A printed factor as a multiplication, as Typst math; a long one is approximated."""
    if len(factor) <= _LONGEST:
        return f"times {value(factor)}"
    return f"times approx {value(numbers_in(factor)[0].signed)}"


def verdict(
    run: RunRecord, roomy: bool, reasons: VGroup, picture_below: Below | None, picture: Pair
) -> tuple[Glyphs, VGroup]:
    """The outcome of a run and the reasons for it, below its picture.

    `picture` is the middle of the picture's lower side. If there is a `picture_below`, the outcome
    is below that, and the reasons are its factors; else the reasons are beside the outcome.
    """
    label = outcome(run, roomy)
    middle, bottom = picture
    if picture_below:
        _beside(label, VGroup(), (middle, picture_below.bottom - _BELOW))
        return label, picture_below.factors
    _beside(label, reasons, (middle, bottom - _CLOSE - _BELOW))
    return label, reasons


def _beside(outcome: Glyphs, reasons: VGroup, middle: Pair) -> None:
    """Put an outcome and the reasons for it on one line, centred at a point of its baseline."""
    width = outcome.width + sum(_GAP + reason.width for reason in reasons)
    left = middle[0] - width / 2
    for part in (outcome, *reasons):
        part.on_baseline((left, middle[1], 0.0))
        left += part.width + _GAP
