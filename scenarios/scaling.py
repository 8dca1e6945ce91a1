"""Standardised inputs, of mean 0 and deviation 1, and the conversion of parameters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gradreel.scenarios.arrays import Array
from gradreel.scenarios.syntax import FormulaError
from gradreel.scenarios.words import shown

_SMALLEST = 1e-9  # deviation over mean: below it, x - mean keeps fewer than 7 of its 16 digits
_ROUNDING = 16 * 2.0**-52  # the same allowance as solver.rounding, which may not be imported here


class Scaling(NamedTuple):
    """The scaled inputs are z = (x - mean) / deviation, with a mean and deviation of each input."""

    means: tuple[float, ...]
    deviations: tuple[float, ...]

    def scaled(self, inputs: ArrayLike) -> Array:
        """The scaled inputs (n, k) of inputs (n, k)."""
        values = (np.asarray(inputs, dtype=np.float64) - self.means) / self.deviations
        return np.asarray(values, dtype=np.float64)

    def in_units(self, parameters: ArrayLike, places: Sequence[int | None]) -> Array:
        """Parameters (..., p) on scaled inputs converted to the units of the data.

        Parameter j multiplies the input `places[j]`, or is the constant if that is None:
        a z + b = (a / deviation) x + b - (a / deviation) mean.
        """
        found = np.array(parameters, dtype=np.float64)
        weights = [(j, place) for j, place in enumerate(places) if place is not None]
        for j, place in weights:
            found[..., j] /= self.deviations[place]
        for j in (j for j, place in enumerate(places) if place is None):
            terms = [-found[..., other] * self.means[place] for other, place in weights]
            size = abs(found[..., j]) + sum(abs(term) for term in terms)
            total = found[..., j] + sum(terms)
            # The difference of two equal numbers is 0, and not what rounding leaves of it.
            found[..., j] = np.where(abs(total) <= _ROUNDING * size, 0.0, total)
        return found

    def of_units(self, parameters: ArrayLike, places: Sequence[int | None]) -> Array:
        """The inverse of `in_units`: parameters (..., p) converted to scaled inputs."""
        given = np.asarray(parameters, dtype=np.float64)
        found = np.array(given)
        for j, place in enumerate(places):
            if place is not None:
                found[..., j] = given[..., j] * self.deviations[place]
                for other in (other for other, to in enumerate(places) if to is None):
                    found[..., other] += given[..., j] * self.means[place]
        return found


def scaling_of(inputs: Sequence[Sequence[float]], names: Sequence[str], centred: bool) -> Scaling:
    """The scaling of n points of k inputs, called `names`; without shift unless `centred`.

    Sums are exact, so that it is the same on every machine. Raises FormulaError if an input has
    nearly the same value at all points.
    """
    means, deviations = [], []
    for name, column in zip(names, zip(*inputs, strict=True), strict=True):
        mean = math.fsum(column) / len(column)
        deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in column) / len(column))
        if deviation <= _SMALLEST * abs(mean):
            raise FormulaError(f"all {shown(name)} are nearly {mean:g}, which cannot be scaled")
        means.append(mean if centred else 0.0)
        deviations.append(deviation)
    return Scaling(tuple(means), tuple(deviations))
