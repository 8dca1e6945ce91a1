"""Where an objective can be descended: one rule for checking files and for recording runs.

The loss, its gradient and the point must be finite, and none of their numbers beyond LIMIT.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from gradreel.scenarios.calculus import evaluate
from gradreel.scenarios.mean_square import mean_square, mean_square_gradient
from gradreel.scenarios.model import Fit, Formula
from gradreel.scenarios.stable import stable, stable_derivative

# Optimisers square gradients, and float64 ends at 1.8e308.
LIMIT = 1e150

Place = Mapping[str, float]
# The loss at a point and its partial derivatives, or upper bounds of these that are within LIMIT.
Values = Callable[[Place], tuple[float, list[float]]]


def within_limit(numbers: Iterable[float]) -> bool:
    """Whether all numbers are finite and at most LIMIT in size."""
    return all(abs(number) <= LIMIT for number in numbers)  # False for nan


def values_of(objective: Formula | Fit) -> Values:
    """A function that computes a valid objective at a point, fast enough for many starts."""
    return _of_formula(objective) if isinstance(objective, Formula) else _of_fit(objective)


def no_start(values: Values, place: Place) -> str:
    """Why no descent can start at a point, to follow "the objective has"; "" if one can."""
    loss, slopes = values(place)
    for name, numbers in (("value", [loss]), ("slope", slopes)):
        if not np.isfinite(numbers).all():
            return f"no finite {name}"
        if not within_limit(numbers):
            return f"a {name} beyond {LIMIT:g}"
    return ""


def _of_formula(objective: Formula) -> Values:
    formula = stable(objective.expression)
    slopes = [stable_derivative(formula, name) for name in objective.parameters]
    return lambda place: (
        float(evaluate(formula, place)),
        [float(evaluate(slope, place)) for slope in slopes],
    )


def _of_fit(objective: Fit) -> Values:
    model, inputs = objective.parsed, np.array(objective.data.inputs)
    data = model.design(inputs), model.offsets(inputs) - np.array(objective.data.outputs)
    features, target = (np.abs(part).max(axis=0) for part in data)

    def values(place: Place) -> tuple[float, list[float]]:
        point = np.array([place[name] for name in objective.parameters])
        # A bound on every residual is enough for most starts, and needs no pass over the data.
        with np.errstate(all="ignore"):
            residual = np.abs(point) @ features + target
            most = float(residual * residual), (2 * residual * features).tolist()
        if within_limit([2 * most[0], *(2 * slope for slope in most[1])]):
            return most
        return float(mean_square(point, *data)), mean_square_gradient(point, *data).tolist()

    return values
