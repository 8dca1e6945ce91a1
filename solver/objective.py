"""The function that a scenario descends, in numpy and sympy, without torch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import sympy
from numpy.typing import ArrayLike

from gradreel.scenarios import Fit, Scenario
from gradreel.scenarios.arrays import Index
from gradreel.scenarios.calculus import Array, derivative, evaluate
from gradreel.scenarios.linear_model import Model, rank
from gradreel.scenarios.mean_square import mean_square, mean_square_gradient, residual
from gradreel.scenarios.stable import stable, stable_derivative
from gradreel.solver.curvature import curvature_signs, curvatures
from gradreel.solver.least_squares import least_squares, noiseless, solved, written
from gradreel.solver.quadratic import Quadratic, quadratic_of
from gradreel.solver.rounding import EPSILON, ROUNDINGS, without_noise

# Overflow gives infinity, which callers check for, so numpy need not warn.
_quiet = np.errstate(all="ignore")


@dataclass(frozen=True, eq=False)
class Objective:
    """A loss over p named parameters. Points are arrays (..., p) in the order of `parameters`.

    `expression` is its formula and `partials` are the p partial derivatives; None and () for fits.
    Where the function is undefined, values are nan or infinite; nothing is raised.
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

    def curvatures(self, point: ArrayLike) -> Array:
        """The eigenvalues (p,) of the Hessian at a point (p,), ascending, 0 for rounding errors."""
        return curvatures(self.hessian(point)) if self.exact is None else self.exact.curvatures

    def curvature_signs(self, point: ArrayLike) -> tuple[bool, bool]:
        """Whether the loss bends up in every direction at a point (p,), and down in some."""
        if self.exact is None:
            return curvature_signs(self.hessian(point))
        return bool(self.exact.curvatures[0] > 0), bool(self.exact.curvatures[0] < 0)

    def on(self, rows: Index) -> Objective:
        """The loss on some of the data points (m,), which may be repeated. Only for fits."""
        raise NotImplementedError

    def predict(self, parameters: ArrayLike, inputs: ArrayLike) -> Array:
        """The predictions (n,) for parameters (p,) and inputs (n, k). Only for fits."""
        raise NotImplementedError

    @property
    def quadratic(self) -> bool:
        """Whether all second derivatives are proven to be constant."""
        raise NotImplementedError

    @property
    def exact(self) -> Quadratic | None:
        """The formula in exact arithmetic, if it is quadratic and its numbers are rational."""
        return None

    @property
    def minimum(self) -> Array | None:
        """The lowest point (p,) of all; None if it is not known or not unique.

        Rounding noise in it is replaced by 0.
        """
        raise NotImplementedError

    @property
    def minimum_loss(self) -> float | None:
        """The loss at the minimum, 0 if it is rounding noise; None without a minimum."""
        raise NotImplementedError

    def loss_noise(self, points: ArrayLike) -> Array:
        """A bound on the rounding error of the loss (...) at points (..., p)."""
        raise NotImplementedError

    def gradient_noise(self, points: ArrayLike) -> Array:
        """A bound on the rounding error of the gradient (..., p) at points (..., p)."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class FormulaObjective(Objective):
    """A formula in its parameters."""

    expression: sympy.Expr

    def value(self, points: ArrayLike) -> Array:
        return evaluate(self._computed, self._named(points))

    def gradient(self, points: ArrayLike) -> Array:
        named = self._named(points)
        return np.stack([evaluate(slope, named) for slope in self._slopes], axis=-1)

    def hessian(self, point: ArrayLike) -> Array:
        return self._hessians(point)

    @cached_property
    def quadratic(self) -> bool:
        # |u| is not a polynomial, though its second derivative is 0 beside its kink.
        return bool(self.expression.is_polynomial()) and not any(
            second.free_symbols for row in self._seconds for second in row
        )

    @cached_property
    def exact(self) -> Quadratic | None:
        return quadratic_of(self.expression, self.parameters) if self.quadratic else None

    @cached_property
    def minimum(self) -> Array | None:
        if not self.quadratic:
            return None
        if self.exact is not None:
            return self.exact.minimum
        origin = np.zeros(len(self.parameters))
        hessian, slope = self.hessian(origin), self.gradient(origin)
        if not (np.isfinite(slope).all() and curvature_signs(hessian)[0]):
            return None
        solution = solved([written(row) for row in hessian], written(-slope))
        return None if solution is None else noiseless(solution, hessian, -slope)

    @property
    def minimum_loss(self) -> float | None:
        if self.minimum is None:
            return None
        loss = self.value(self.minimum)
        return float(without_noise(loss, self.loss_noise(self.minimum)))

    @_quiet
    def loss_noise(self, points: ArrayLike) -> Array:
        sizes, slopes = np.abs(points), np.abs(self.gradient(points))
        bends = np.abs(self._hessians(points)) * EPSILON
        # To second order, since at a minimum the first is 0.
        second = np.einsum("...i,...ij,...j->...", sizes, bends, sizes)
        off = self._terms(self._computed, points) + (slopes * sizes).sum(axis=-1) + second
        return np.asarray(ROUNDINGS * EPSILON * off)

    @_quiet
    def gradient_noise(self, points: ArrayLike) -> Array:
        terms = np.stack([self._terms(slope, points) for slope in self._slopes], axis=-1)
        bends = np.abs(self._hessians(points))
        sizes = terms + np.einsum("...ij,...j->...i", bends, np.abs(points))
        return np.asarray(ROUNDINGS * EPSILON * sizes)

    def _hessians(self, points: ArrayLike) -> Array:
        """The second derivatives (..., p, p) at points (..., p)."""
        named = self._named(points)
        rows = [[evaluate(second, named) for second in row] for row in self._seconds]
        return np.moveaxis(np.array(rows), (0, 1), (-2, -1))

    def _terms(self, expression: sympy.Expr, points: ArrayLike) -> Array:
        """The sum (...) of the sizes of an expression's terms."""
        named = self._named(points)
        terms = [np.abs(evaluate(term, named)) for term in sympy.Add.make_args(expression)]
        return np.asarray(sum(terms))

    @cached_property
    def _computed(self) -> sympy.Expr:
        return stable(self.expression)

    @cached_property
    def _slopes(self) -> list[sympy.Expr]:
        return [stable_derivative(self._computed, name) for name in self.parameters]

    @cached_property
    def _seconds(self) -> list[list[sympy.Expr]]:
        return [
            [stable_derivative(slope, name) for name in self.parameters] for slope in self._slopes
        ]

    def _named(self, points: ArrayLike) -> dict[str, Array]:
        points = np.asarray(points, dtype=np.float64)
        return {name: points[..., place] for place, name in enumerate(self.parameters)}


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

    @property
    def target(self) -> Array:
        """The offset less the outputs, (n,): the residual of weights that are all 0."""
        return self.offset - self.outputs

    def on(self, rows: Index) -> FitObjective:
        data = {name: getattr(self, name)[rows] for name in ("design", "offset", "outputs")}
        return replace(self, **data)

    def predict(self, parameters: ArrayLike, inputs: ArrayLike) -> Array:
        values = np.asarray(parameters, dtype=np.float64)
        return self.model.predict(dict(zip(self.parameters, values, strict=True)), inputs)

    def residual(self, points: ArrayLike) -> Array:
        """Prediction minus output (..., n) for parameters (..., p)."""
        return residual(np.asarray(points, dtype=np.float64), self.design, self.target)

    def value(self, points: ArrayLike) -> Array:
        return mean_square(np.asarray(points, dtype=np.float64), self.design, self.target)

    def gradient(self, points: ArrayLike) -> Array:
        return mean_square_gradient(np.asarray(points, dtype=np.float64), self.design, self.target)

    @_quiet
    def hessian(self, point: ArrayLike) -> Array:
        return 2 / len(self.outputs) * (self.design.T @ self.design)

    def curvatures(self, point: ArrayLike) -> Array:
        # Squares of singular values keep digits that eigenvalues of design.T @ design would lose.
        values = np.linalg.svd(self.design, compute_uv=False)
        values[values <= 1e-15 * values.max()] = 0.0
        found = np.zeros(self.design.shape[1])
        found[: len(values)] = 2 / len(self.outputs) * values**2
        return np.sort(found)

    @property
    def quadratic(self) -> bool:
        return True

    @property
    def minimum(self) -> Array | None:
        return None if self._best is None else self._best[0]

    @property
    def minimum_loss(self) -> float | None:
        return None if self._best is None else self._best[1]

    @_quiet
    def loss_noise(self, points: ArrayLike) -> Array:
        off = self._residual_noise(points)
        return np.asarray(np.mean(2 * np.abs(self.residual(points)) * off + off**2, axis=-1))

    @_quiet
    def gradient_noise(self, points: ArrayLike) -> Array:
        sizes = self._residual_noise(points) + ROUNDINGS * EPSILON * np.abs(self.residual(points))
        return 2 / len(self.outputs) * (sizes @ np.abs(self.design))

    def _residual_noise(self, points: ArrayLike) -> Array:
        sizes = np.abs(points) @ np.abs(self.design).T + np.abs(self.offset) + np.abs(self.outputs)
        return ROUNDINGS * EPSILON * sizes

    @cached_property
    def _best(self) -> tuple[Array, float] | None:
        target = self.outputs - self.offset
        if rank(self.design) < len(self.parameters):
            return None
        found = least_squares(self.design, target)
        if found is None:
            return None
        solution = noiseless(found[0], self.design, target)
        if not np.isfinite(solution).all():
            return None
        return solution, float(without_noise(float(found[1]), self.loss_noise(solution)))


def objective_of(scenario: Scenario) -> Objective:
    """The objective of a scenario."""
    names = scenario.parameters
    if isinstance(scenario.objective, Fit):
        data = scenario.objective.data
        inputs = np.array(data.inputs)
        model = scenario.objective.parsed
        design, offset = model.design(inputs), model.offsets(inputs)
        return FitObjective(names, None, (), model, design, offset, np.array(data.outputs))
    expression = scenario.objective.expression
    partials = tuple(derivative(expression, name) for name in names)
    return FormulaObjective(names, expression, partials)
