"""The first step of a run in numbers, even one that was refused, as all chapters print it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.digits.balance import Balance, balanced
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.digits.printed import MOST, agreed_digits, in_digits, printed, shown_at
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.numbers import DIGITS, MOST_DIGITS, SETTING_DIGITS, rounded
from gradreel.solver.objective import Objective
from gradreel.solver.rounding import without_noise
from gradreel.solver.run_record import RunRecord


def first_steps(objective: Objective, run: RunRecord, loss_digits: int = DIGITS) -> list[Balance]:
    """How each parameter gets its new value from its old one, the learning rate and the slope.

    For a run that does not follow the plain rule, from its old value and the change. Old values
    have enough digits for the printed slopes and `loss_digits` digits of the loss to hold as well.
    """
    here = run.parameters[0]
    exact_texts = shown_at(objective, here, loss_digits)
    for digits in range(DIGITS, MOST + 1):
        typed = in_digits(here, digits).typed
        if shown_at(objective, typed, loss_digits) == exact_texts:
            steps = [*_from_printed(objective, run, typed, digits)]
            if all(step.sign == "=" for step in steps):
                return steps
    return [_first_step(objective, run, axis) for axis in range(len(here))]


def printed_start(objective: Objective, run: RunRecord) -> tuple[str, ...]:
    """The start of a run as printed in the equations of its first step, if it has one."""
    if len(run.led_to) == 1:
        return printed(objective, run.parameters[0]).texts
    return tuple(step.operands[0] for step in first_steps(objective, run))


class PrintedSlope(NamedTuple):
    """A slope at the start, typeset.

    `sign` (Typst math) is `=` if the printed start has the printed slope, else `approx`.
    """

    text: str
    sign: str

    @property
    def opposite(self) -> str:
        """Minus the slope, typeset with its sign."""
        return self.text.replace("−", "+", 1) if self.text.startswith("−") else f"−{self.text}"


def printed_slopes(
    objective: Objective, run: RunRecord, steps: Sequence[Balance]
) -> list[PrintedSlope]:
    """The slopes at the start, as printed in the first steps."""
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
    """The printed change in a first step by the plain rule: minus learning rate times slope.

    None if no number of digits lets it be both what leads to the printed result, and this product,
    to the last digit of start and change together: 1.36409 − 5.466 claims five decimals.
    """
    start, rate, slope, result = (_typed(text) for text in (*step.operands, step.result))
    change = -rate * slope
    for digits in range(DIGITS, MOST + 1):
        printed_change = number(float(change), digits)
        end = start + _typed(printed_change)
        leads = abs(end - result) <= _half_a_unit(result)
        if step.sign == "=" and change and leads and abs(end - start - change) <= _half_a_unit(end):
            return printed_change
    return None


def _typed(text: str) -> Decimal:
    return Decimal(repr(numbers_in(text)[0].signed))


def _half_a_unit(printed_value: Decimal) -> Decimal:
    """Half a unit in the last digit of a printed number, whose trailing zeros are not shown."""
    exponent = printed_value.as_tuple().exponent
    assert isinstance(exponent, int)
    return (
        Decimal(1).scaleb(min(exponent, printed_value.adjusted() - DIGITS + 1)) / 2
        if printed_value
        else printed_value
    )


def _from_printed(
    objective: Objective, run: RunRecord, typed: Array, digits: int
) -> Iterator[Balance]:
    """The first step along each parameter from a place (p,) printed in so many digits."""
    slopes = objective.gradient(typed).tolist()
    for axis, (start, slope) in enumerate(zip(typed.tolist(), slopes, strict=True)):
        recorded_start, recorded_end = (float(place) for place in run.led_to[:2, axis])
        text = rounded(start, digits)
        if follows_gradient(run):
            recorded = float(_slopes(objective, run)[axis])
            rate = rounded(run.first_rate, SETTING_DIGITS)
            shared_digits = agreed_digits(slope, recorded)
            yield balanced(
                _against_slope,
                (text, rate, recorded),
                recorded_end,
                moves=True,
                most_digits=shared_digits,
            )
        else:
            yield balanced(
                _changed, (text, recorded_end - recorded_start), recorded_end, moves=True
            )


def _slopes(objective: Objective, run: RunRecord) -> Array:
    """The slopes at the start, with rounding noise replaced by 0."""
    return without_noise(run.grad[0], objective.gradient_noise(run.parameters[0]))


def _first_step(objective: Objective, run: RunRecord, axis: int) -> Balance:
    """The first step along one parameter, if no number of digits makes everything hold."""
    start, end = (float(place) for place in run.led_to[:2, axis])
    if follows_gradient(run):
        slope = float(_slopes(objective, run)[axis])
        rate = rounded(run.first_rate, SETTING_DIGITS)
        found = balanced(_against_slope, (start, rate, slope), end, moves=True)
        if found.sign == "=":
            return found
        return balanced(_against_slope, (start, run.first_rate, slope), end, moves=True)
    return balanced(_changed, (start, end - start), end, moves=True)


def _against_slope(here: Decimal, rate: Decimal, slope: Decimal) -> Decimal:
    return here - rate * slope


def _changed(here: Decimal, change: Decimal) -> Decimal:
    return here + change
