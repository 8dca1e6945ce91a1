"""Where an objective can be descended: one answer for those who check files and those who record.

A loss, its gradient and the place must be numbers, and within LIMIT.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from gradreel.scenarios.calculus import evaluate
from gradreel.scenarios.formula import parse_formula
from gradreel.scenarios.mean_square import mean_square, mean_square_gradient
from gradreel.scenarios.model import Fit, Formula
from gradreel.scenarios.stable import stable, stable_derivative

# Optimisers square what they are told, and float64 ends at 1.8e308.
LIMIT = 1e150

Place = Mapping[str, float]
# The loss at a place and its slopes there, or bounds of them where those tell enough.
Values = Callable[[Place], tuple[float, list[float]]]


def within_limit(numbers: Iterable[float]) -> bool:
    """Whether all are numbers that can be gone on with."""
    return all(abs(number) <= LIMIT for number in numbers)  # nan is not less than anything


def values_of(objective: Formula | Fit) -> Values:
    """Computes an objective without faults, at the starts of however many runs."""
    return _of_formula(objective) if isinstance(objective, Formula) else _of_fit(objective)


def no_start(values: Values, place: Place) -> str:
    """Why no descent can start at a place, after "the objective has"; nothing where it can."""
    loss, slopes = values(place)
    for name, numbers in (("value", [loss]), ("slope", slopes)):
        if not np.isfinite(numbers).all():
            return f"no finite {name}"
        if not within_limit(numbers):
            return f"a {name} beyond {LIMIT:g}"
    return ""


def _of_formula(objective: Formula) -> Values:
    formula = stable(parse_formula(objective.formula, objective.parameters))
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
        # No residual is larger, and a file may have many starts and much data.
        with np.errstate(all="ignore"):
            residual = np.abs(point) @ features + target
            most = float(residual * residual), (2 * residual * features).tolist()
        if within_limit([2 * most[0], *(2 * slope for slope in most[1])]):
            return most
        return float(mean_square(point, *data)), mean_square_gradient(point, *data).tolist()

    return values
