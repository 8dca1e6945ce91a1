"""The first step of a run in numbers, be it one that was refused, as every chapter prints it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.balance import Balance, balanced
from gradreel.scenes.parts.numbers import number
from gradreel.scenes.parts.printed import MOST, agreed_digits, in_digits, printed, shown_at
from gradreel.scenes.parts.reading import numbers_in
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.numbers import DIGITS, MOST_DIGITS, SETTING_DIGITS, rounded
from gradreel.solver.objective import Objective
from gradreel.solver.recording import RunRecord
from gradreel.solver.rounding import without_noise


def first_steps(objective: Objective, run: RunRecord, loss_digits: int = DIGITS) -> list[Balance]:
    """How each parameter gets its new value: from its old one, the learning rate and the slope.

    From its old one and the change alone, where the run does not follow the plain rule. The old
    values are printed in digits with which the slopes and so many digits of the loss hold, too.
    """
    here = run.parameters[0]
    wanted = shown_at(objective, here, loss_digits)
    for digits in range(DIGITS, MOST + 1):
        typed = in_digits(here, digits).typed
        if shown_at(objective, typed, loss_digits) == wanted:
            steps = [*_from_printed(objective, run, typed, digits)]
            if all(step.sign == "=" for step in steps):
                return steps
    return [_first_step(objective, run, axis) for axis in range(len(here))]


def printed_start(objective: Objective, run: RunRecord) -> tuple[str, ...]:
    """The start as the equations of the first step print it, or as a run without steps does."""
    if len(run.led_to) == 1:
        return printed(objective, run.parameters[0]).texts
    return tuple(step.operands[0] for step in first_steps(objective, run))


class PrintedSlope(NamedTuple):
    """A slope at the start as it is typeset; `sign` is Typst math.

    It is `=` where the start, as it is printed, has that slope, else `approx`.
    """

    text: str
    sign: str


def printed_slopes(
    objective: Objective, run: RunRecord, steps: Sequence[Balance]
) -> list[PrintedSlope]:
    """The slopes at the start, as they are printed in the first steps."""
    texts = [number(slope) for slope in _slopes(objective, run).tolist()]
    if follows_gradient(run):
        texts = [step.operands[2] for step in steps]
    typed = np.array([numbers_in(step.operands[0])[0].signed for step in steps])
    slopes = without_noise(objective.gradient(typed), objective.gradient_noise(typed)).tolist()
    return [
        PrintedSlope(text, "=" if text in _roundings(slope) else "approx")
        for text, slope in zip(texts, slopes, strict=True)
    ]


def _roundings(value: float) -> list[str]:
    return [number(value, digits) for digits in range(DIGITS, MOST_DIGITS + 1)]


def change_within(step: Balance) -> str | None:
    """What the learning rate makes of the slope in a first step by the plain rule, as printed.

    None where no digits let both hold: that it is their product, and that it leads to the result.
    """
    start, rate, slope, result = (_typed(text) for text in (*step.operands, step.result))
    made = -rate * slope
    for digits in range(DIGITS, MOST + 1):
        shown = number(float(made), digits)
        reached = start + _typed(shown)
        if step.sign == "=" and made and abs(reached - result) <= _half_a_unit(result):
            return shown
    return None


def _typed(text: str) -> Decimal:
    return Decimal(repr(numbers_in(text)[0].signed))


def _half_a_unit(shown: Decimal) -> Decimal:
    """Half of the last of the digits that a number means, of which zeros are not shown."""
    exponent = shown.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(min(exponent, shown.adjusted() - DIGITS + 1)) / 2 if shown else shown


def _from_printed(
    objective: Objective, run: RunRecord, typed: Array, digits: int
) -> Iterator[Balance]:
    """The first step along each parameter from a place (p,) that is printed in so many digits."""
    slopes = objective.gradient(typed).tolist()
    for axis, (start, slope) in enumerate(zip(typed.tolist(), slopes, strict=True)):
        here, there = (float(place) for place in run.led_to[:2, axis])
        text = rounded(start, digits)
        if follows_gradient(run):
            recorded = float(_slopes(objective, run)[axis])
            rate = rounded(run.run.lr, SETTING_DIGITS)
            most = agreed_digits(slope, recorded)
            yield balanced(_against_slope, (text, rate, recorded), there, moves=True, most=most)
        else:
            yield balanced(_changed, (text, there - here), there, moves=True)


def _slopes(objective: Objective, run: RunRecord) -> Array:
    """The slopes at the start, 0 where they are but rounding."""
    return without_noise(run.grad[0], objective.gradient_noise(run.parameters[0]))


def _first_step(objective: Objective, run: RunRecord, axis: int) -> Balance:
    """The same of one parameter, where no digits make all hold."""
    here, there = (float(place) for place in run.led_to[:2, axis])
    if follows_gradient(run):
        slope = float(_slopes(objective, run)[axis])
        rate = rounded(run.run.lr, SETTING_DIGITS)
        found = balanced(_against_slope, (here, rate, slope), there, moves=True)
        if found.sign == "=":
            return found
        return balanced(_against_slope, (here, run.run.lr, slope), there, moves=True)
    return balanced(_changed, (here, there - here), there, moves=True)


def _against_slope(here: Decimal, rate: Decimal, slope: Decimal) -> Decimal:
    return here - rate * slope


def _changed(here: Decimal, change: Decimal) -> Decimal:
    return here + change
