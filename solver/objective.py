"""The function that a scenario descends, in numpy and sympy. No torch in here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sympy
from numpy.typing import ArrayLike

from scenarios import Fit, Scenario
from scenarios.calculus import Abs, Array, derivative, evaluate
from scenarios.formula import parse_formula
from scenarios.linear_model import Model, parse_model


@dataclass(frozen=True, eq=False)
class Objective:
    """A loss over p named parameters. Points are arrays (..., p) in the order of `parameters`.

    `expression` is its formula and `partials` are the p partial derivatives; None and () for data.
    Outside the function's own domain values are nan or infinite; nothing is raised for that.
    """

    parameters: tuple[str, ...]
    expression: sympy.Expr | None
    partials: tuple[sympy.Expr, ...]

    def value(self, points: ArrayLike) -> Array:
        """The loss (...) at points (..., p)."""
        raise NotImplementedError

    def gradient(self, points: ArrayLike) -> Array:
        """The gradient (..., p) at points (..., p)."""
        raise NotImplementedError

    def hessian(self, point: ArrayLike) -> Array:
        """The matrix (p, p) of second derivatives at a point (p,)."""
        raise NotImplementedError

    def predict(self, parameters: ArrayLike, inputs: ArrayLike) -> Array:
        """The model's outputs (n,) for parameters (p,) and inputs (n, k). Data objectives only."""
        raise NotImplementedError

    @property
    def minimum(self) -> Array | None:
        """The lowest point (p,) of all, or None where it is not known or not the only one."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class FormulaObjective(Objective):
    """A formula in its parameters."""

    expression: sympy.Expr

    def value(self, points: ArrayLike) -> Array:
        return evaluate(self.expression, self._named(points))

    def gradient(self, points: ArrayLike) -> Array:
        named = self._named(points)
        return np.stack([evaluate(partial, named) for partial in self.partials], axis=-1)

    def hessian(self, point: ArrayLike) -> Array:
        named = self._named(point)
        return np.array([[evaluate(second, named) for second in row] for row in self._seconds])

    @property
    def minimum(self) -> Array | None:
        # Solved where it is a quadratic; |u| hides its kinks from the second derivatives.
        constant = not any(second.free_symbols for row in self._seconds for second in row)
        if not constant or self.expression.has(Abs, sympy.Abs):
            return None
        origin = np.zeros(len(self.parameters))
        hessian, slope = self.hessian(origin), self.gradient(origin)
        if not (np.isfinite(slope).all() and np.linalg.eigvalsh(hessian)[0] > 0):
            return None
        return np.asarray(np.linalg.solve(hessian, -slope), dtype=np.float64)

    @cached_property
    def _seconds(self) -> tuple[tuple[sympy.Expr, ...], ...]:
        return tuple(_derivatives(partial, self.parameters) for partial in self.partials)

    def _named(self, points: ArrayLike) -> dict[str, Array]:
        columns = np.moveaxis(np.asarray(points, dtype=np.float64), -1, 0)
        return dict(zip(self.parameters, columns, strict=True))


@dataclass(frozen=True, eq=False)
class FitObjective(Objective):
    """Mean squared error of a model that is linear in its parameters, over n data points.

    loss(w) = mean((design @ w + offset - outputs)**2), with the shapes design (n, p), offset (n,)
    and outputs (n,).
    """

    model: Model
    design: Array
    offset: Array
    outputs: Array

    def predict(self, parameters: ArrayLike, inputs: ArrayLike) -> Array:
        values = np.asarray(parameters, dtype=np.float64)
        return self.model.predict(dict(zip(self.parameters, values, strict=True)), inputs)

    def residual(self, points: ArrayLike) -> Array:
        """Prediction minus output (..., n) for parameters (..., p)."""
        with np.errstate(all="ignore"):
            return np.asarray(points) @ self.design.T + (self.offset - self.outputs)

    def value(self, points: ArrayLike) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(np.mean(self.residual(points) ** 2, axis=-1))

    def gradient(self, points: ArrayLike) -> Array:
        with np.errstate(all="ignore"):
            return 2 / len(self.outputs) * (self.residual(points) @ self.design)

    def hessian(self, point: ArrayLike) -> Array:
        return 2 / len(self.outputs) * (self.design.T @ self.design)

    @property
    def minimum(self) -> Array | None:
        solution, _, rank, _ = np.linalg.lstsq(self.design, self.outputs - self.offset)
        if rank < len(self.parameters):
            return None
        return np.asarray(solution, dtype=np.float64)


def objective_of(scenario: Scenario) -> Objective:
    """Build the objective of a scenario."""
    names = scenario.parameters
    if isinstance(scenario.objective, Fit):
        data = scenario.objective.data
        inputs = np.array(data.inputs)
        model = parse_model(scenario.objective.model, inputs.shape[1])
        named = dict(zip(model.inputs, inputs.T, strict=True))
        design = np.stack([evaluate(feature, named) for feature in model.features], axis=-1)
        offset = evaluate(model.offset, named)
        return FitObjective(names, None, (), model, design, offset, np.array(data.outputs))
    expression = parse_formula(scenario.objective.formula, names)
    return FormulaObjective(names, expression, _derivatives(expression, names))


def _derivatives(expression: sympy.Expr, names: tuple[str, ...]) -> tuple[sympy.Expr, ...]:
    return tuple(derivative(expression, name) for name in names)
