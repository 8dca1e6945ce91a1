"""Places as printed: with as many digits as it takes for what is said of them to hold."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.digits.numbers import as_typeset
from gradreel.solver.numbers import DIGITS, rounded
from gradreel.solver.objective import Objective
from gradreel.solver.rounding import without_noise

MOST = 12  # digits of a place: more would be unreadable


class PrintedPlace(NamedTuple):
    """Parameters (p,) as typeset, and as a reader would type them.

    The printed place `holds` if its loss and slopes are, in four digits, those of the exact place.
    """

    texts: tuple[str, ...]
    typed: Array
    holds: bool

    @property
    def sign(self) -> str:
        """The sign between the place and its value, as Typst math: `=` or `approx`."""
        return "=" if self.holds else "approx"


def printed(objective: Objective, place: Array, loss_digits: int = DIGITS) -> PrintedPlace:
    """A place (p,) in as few digits, four or more, as it takes for its loss and slopes to hold."""
    exact_texts = shown_at(objective, place, loss_digits)
    for digits in range(DIGITS, MOST + 1):
        found = in_digits(place, digits)
        if shown_at(objective, found.typed, loss_digits) == exact_texts:
            return found
    return in_digits(place, DIGITS)._replace(holds=False)


def in_digits(place: Array, digits: int) -> PrintedPlace:
    """A place (p,) rounded to some digits."""
    texts = [rounded(value, digits) for value in place.tolist()]
    return PrintedPlace(tuple(map(as_typeset, texts)), np.array([*map(float, texts)]), holds=True)


def shown_at(objective: Objective, place: Array, loss_digits: int = DIGITS) -> list[str]:
    """The loss, in `loss_digits` digits, and the slopes at a place (p,), as printed."""
    loss = without_noise(objective.value(place), objective.loss_noise(place))
    slopes = without_noise(objective.gradient(place), objective.gradient_noise(place))
    numbers = (float(loss), loss_digits), *((slope, DIGITS) for slope in slopes.tolist())
    return [rounded(value, count) if np.isfinite(value) else "" for value, count in numbers]


def agreed_digits(first: float, second: float, fewest: int = DIGITS) -> int:
    """How many digits, up to `MOST`, two numbers share; `fewest` - 1 if not even that many."""
    digits = range(fewest, MOST + 1)
    unlike = (count for count in digits if rounded(first, count) != rounded(second, count))
    return next(unlike, MOST + 1) - 1
