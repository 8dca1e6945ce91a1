"""A derivative compared with the slopes of secants through very close points. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gradreel.scenarios.arrays import Limits
from gradreel.scenes.parts.digits.numbers import number
from gradreel.solver.numbers import rounded
from gradreel.solver.objective import Objective

_FIRST, _SMALLEST = -2, -7  # powers of ten, of the axis: the first and last distances to try
_NEAR = 1e-3  # relative: slopes that differ by less look nearly the same in print


class Confirmation(NamedTuple):
    """A distance h, and for each place its derivative and the slope of its secant."""

    h: float
    slopes: tuple[tuple[float, float], ...]


def confirmed(objective: Objective, limits: Limits, places: Sequence[float]) -> Confirmation | None:
    """The derivatives at places, and the slopes of secants over the first distance that is enough.

    None if over no distance all slopes are near the derivatives.
    """
    width = 10.0 ** np.floor(np.log10(limits[1] - limits[0]))
    derivatives = [float(objective.gradient([x])[0]) for x in places]
    size = max(map(abs, derivatives))
    for power in range(_FIRST, _SMALLEST - 1, -1):
        h = float(rounded(width * 10.0**power))
        ends = [[float(objective.value([at])) for at in (x + h, x)] for x in places]
        slopes = [(end - start) / h for end, start in ends]
        pairs = tuple(zip(derivatives, slopes, strict=True))
        if all(abs(slope - derivative) <= _NEAR * size for slope, derivative in pairs):
            return Confirmation(h, pairs)
    return None


def shown(confirmation: Confirmation, places: Sequence[str]) -> list[tuple[str, str, str]]:
    """A row for each place: as printed, its derivative, and the slope of its secant."""
    return [
        (place, number(derivative), number(slope))
        for place, (derivative, slope) in zip(places, confirmation.slopes, strict=True)
    ]
