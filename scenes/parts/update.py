"""The first step of a run in numbers, be it one that was refused, as every chapter prints it."""

from __future__ import annotations

from decimal import Decimal

from scenes.parts.balance import Balance, balanced
from scenes.parts.numbers import number
from scenes.parts.verdict import follows_gradient
from solver.numbers import RATE_DIGITS, rounded
from solver.trajectory import RunRecord


def first_step(run: RunRecord, axis: int) -> Balance:
    """How a parameter gets its new value: from its old one, the learning rate and the slope.

    From its old one and the change alone, where the run does not follow the plain rule.
    """
    here, there = (float(place) for place in run.led_to[:2, axis])
    if follows_gradient(run):
        slope = float(run.grad[0, axis])
        rate = rounded(run.run.lr, RATE_DIGITS)
        found = balanced(_against_slope, (here, rate, slope), there, moves=True)
        if found.sign == "=":
            return found
        return balanced(_against_slope, (here, run.run.lr, slope), there, moves=True)
    return balanced(_changed, (here, there - here), there, moves=True)


def printed_slope(run: RunRecord, axis: int) -> str:
    """The slope at the start along a parameter, as it is printed in the first step."""
    if len(run.led_to) > 1 and follows_gradient(run):
        return first_step(run, axis).operands[2]
    return number(float(run.grad[0, axis]))


def places_of_first_step(run: RunRecord) -> tuple[list[str], list[str]]:
    """Where the first step starts and where it leads, each parameter as it is printed there."""
    steps = [first_step(run, axis) for axis in range(run.parameters.shape[1])]
    return [step.operands[0] for step in steps], [step.result for step in steps]


def _against_slope(here: Decimal, rate: Decimal, slope: Decimal) -> Decimal:
    return here - rate * slope


def _changed(here: Decimal, change: Decimal) -> Decimal:
    return here + change
