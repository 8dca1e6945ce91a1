"""What a curve lesson says: its headings, and sentences chosen by what was recorded."""

from __future__ import annotations

import numpy as np

from gradreel.scenes.parts.notation import Notation, spoken
from gradreel.scenes.parts.numbers import fixed, number, rate
from gradreel.scenes.sentences.runs import goes_down, own_step
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.ending import Outcome
from gradreel.solver.message import Message
from gradreel.solver.recording import RunRecord

SECANT = "Take a second point: rise over run is this line's slope."
DERIVATIVE = "Its slope is the slope of the curve: the derivative."

FLAT = "The slope is 0: the curve is level here, and shows no way down."
WHICH_WAY_AND_HOW_FAR = "Its sign says which way to step, its size how far."
WHICH_WAY_AND_HOW_STEEP = "Its sign says which way is down, its size how steep it is."

STRAIGHT = "On a logarithmic axis, the same factor at every step is a straight line."

BY_HAND = "By hand, we type the derivative in."
BY_AUTOGRAD = "With autograd, torch finds the derivative of the loss."
BY_OPTIMIZER = "With torch.optim, the optimiser makes the step, too."

FACTORS = "Each step multiplies the distance to the lowest point by this factor."

_SLOW_STEPS = 6  # those that are seen one by one
_ROUNDING = 1e-12  # of the largest number


def limit(own: Notation) -> str:
    """What becomes of the line through two points that come together."""
    return f"Let {spoken(own.distance)} shrink: the line turns into the tangent."


def how_steep(name: str, x: str) -> str:
    """The question of the lesson's start, at a place as it is printed."""
    return f"How steep is the curve at {name} = {x}?"


def slope_here(slope: float) -> str:
    """What a slope that is not 0 says about the way down."""
    sign = "negative" if slope < 0 else "positive"
    return f"The slope is {number(slope)}, {sign}: downhill is to the {_downhill(slope)}."


def from_one_side(own: Notation, slope: float) -> str:
    """What becomes of a line through two points that come together at a kink."""
    h = spoken(own.distance)
    return f"Let {h} shrink: from this side, the slope comes to {number(slope)}."


def from_both_sides(slope: float) -> str:
    """What it is from the other side, and what that makes of the place."""
    return f"From the other side, it comes to {number(slope)}: a kink, with no single slope."


def kink(name: str, x: str, told: float) -> str:
    """What a place is where the curve has a slope on either side, and what torch takes for it."""
    here = f"At {name} = {x} the curve has a kink: no single slope here"
    return f"{here}; torch takes {number(told)}."


def slope_there(name: str, x: float, slope: float, before: float) -> str:
    """The same of a second place, compared with the slope before."""
    here, there = number(abs(before)), number(abs(slope))
    steeper = "steeper" if abs(slope) > abs(before) else "less steep"
    if here == there:
        steeper = "as steep"
    same = "again " if slope * before > 0 else ""
    way = f"downhill {same}to the {_downhill(slope)}"
    return f"At {name} = {number(x)} it is {number(slope)}: {steeper}, {way}."


def _downhill(slope: float) -> str:
    return "right" if slope < 0 else "left"


def start(name: str, here: str, loss: float) -> str:
    """Where the run starts, as it is printed, and how high that is."""
    return f"We start at {name} = {here}, where the loss is {number(loss)}."


def rule(run: RunRecord) -> Message | str:
    """How the first step comes from the slope."""
    if not follows_gradient(run):
        return own_step(run)
    if not run.grad[0].any():
        if _at_kink(run):
            return "Torch takes 0 for the slope at a kink, and so the step is 0."
        return "Step against the slope: where it is 0, so is the step."
    return f"Step against the slope; the learning rate, {rate(run.run.lr)}, says how far."


def descends(run: RunRecord) -> str:
    """How slope and step go together in a run of one step at least, seen in its first steps."""
    if not follows_gradient(run):
        return goes_down(run)
    sizes = np.abs(run.grad[:-1, 0])
    if not sizes.any():
        taken = "Torch takes 0 for the slope" if _at_kink(run) else "The slope is 0"
        return f"{taken}, so each step is 0, too."
    if np.ptp(sizes) <= 1e-9 * sizes.max():
        keeps = "The slope keeps its size, so each step is as long as the one before."
        return keeps if run.steps > 1 else goes_down(run)
    if (np.diff(sizes[: _SLOW_STEPS + 1]) <= 0).all():
        return "The flatter the curve, the shorter the step."
    return "The steeper the curve, the longer the step."


def _at_kink(run: RunRecord) -> bool:
    return run.ending.outcome is Outcome.KINK


def prediction(input_name: str, x: float, output_name: str, answer: str) -> str:
    """What the line that was found says for an input."""
    return f"For {input_name} = {number(x)} the line says {output_name} = {answer}."


def predicted(value: float, made: float) -> str:
    """A predicted output, with no more digits than what printed numbers have `made` of it shares.

    It has three decimals at most, as the table beside it, and two digits at least.
    """
    pairs = zip(_written(value), _written(made), strict=False)
    return next((one for one, other in pairs if one == other), number(value, 2))


def _written(value: float) -> list[str]:
    """A number with three decimals and fewer, and with four digits and fewer."""
    decimals = (3, 2, 1) if 0.01 <= abs(value) < 1e5 else ()
    shorter = [number(value, digits) for digits in (4, 3, 2)]
    return [*(fixed(value, places) for places in decimals), *shorter]


def agreement(apart: float, largest: float) -> str:
    """Whether three ways gave the same numbers, which are at most so far apart and so large."""
    if apart == 0.0:
        return "All three give the same numbers, to the last digit."
    reason = ": that is rounding" if apart <= _ROUNDING * largest else ""
    return f"Their numbers are at most {number(apart)} apart{reason}."
