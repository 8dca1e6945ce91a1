"""Places as they are printed: with as many digits as it takes for what is said of them to hold."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.numbers import as_typeset
from gradreel.solver.numbers import DIGITS, rounded
from gradreel.solver.objective import Objective
from gradreel.solver.rounding import without_noise

MOST = 12  # digits of a place: more could not be read


class PrintedPlace(NamedTuple):
    """Parameters (p,) as they are typeset, and as who reads them would type them.

    It `holds` if the loss and the slopes there are, in four digits, those of the place itself.
    """

    texts: tuple[str, ...]
    typed: Array
    holds: bool

    @property
    def sign(self) -> str:
        """What stands in Typst math between the place and its value: `=`, or `approx`."""
        return "=" if self.holds else "approx"


def printed(objective: Objective, place: Array, loss_digits: int = DIGITS) -> PrintedPlace:
    """A place (p,) in as few digits, four at least, as it takes for its loss and slopes to hold."""
    wanted = shown_at(objective, place, loss_digits)
    for digits in range(DIGITS, MOST + 1):
        found = in_digits(place, digits)
        if shown_at(objective, found.typed, loss_digits) == wanted:
            return found
    return in_digits(place, DIGITS)._replace(holds=False)


def in_digits(place: Array, digits: int) -> PrintedPlace:
    """A place (p,) rounded to some digits."""
    texts = [rounded(value, digits) for value in place.tolist()]
    return PrintedPlace(tuple(map(as_typeset, texts)), np.array([*map(float, texts)]), holds=True)


def shown_at(objective: Objective, place: Array, loss_digits: int = DIGITS) -> list[str]:
    """The loss, in `loss_digits` digits, and the slopes at a place (p,), as they are printed."""
    loss = without_noise(objective.value(place), objective.loss_noise(place))
    slopes = without_noise(objective.gradient(place), objective.gradient_noise(place))
    numbers = (float(loss), loss_digits), *((slope, DIGITS) for slope in slopes.tolist())
    return [rounded(value, count) if np.isfinite(value) else "" for value, count in numbers]


def agreed_digits(one: float, other: float, least: int = DIGITS) -> int:
    """How many digits two numbers share, however few of them are shown, so many at `least`.

    One less where they do not share these.
    """
    digits = range(least, MOST + 1)
    unlike = (count for count in digits if rounded(one, count) != rounded(other, count))
    return next(unlike, MOST + 1) - 1
