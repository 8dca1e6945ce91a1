"""Models of data that are linear in their parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import sympy
from numpy.typing import ArrayLike

from gradreel.scenarios.arrays import Array
from gradreel.scenarios.calculus import derivative, evaluate
from gradreel.scenarios.formula import names_in, parse_formula
from gradreel.scenarios.scaling import Scaling
from gradreel.scenarios.syntax import FormulaError
from gradreel.scenarios.words import listed, shown

MATRIX_MODEL = "X @ w"
MAX_INPUTS = 16  # steps.csv has two columns for each weight, 35 in all
_LETTERS = "zuvst"  # for a scaled x: the first that is not the name of a parameter


@dataclass(frozen=True)
class Model:
    """prediction = offset + sum of parameter * feature.

    `features` (one for each parameter) and `offset` are expressions in the symbols `inputs`;
    `expression` is the whole, in inputs and parameters. "X @ w" is w1*x1 + ... + wk*xk. With a
    `scaling` these symbols stand for the scaled inputs; methods still take the inputs of the data.
    """

    text: str
    inputs: tuple[str, ...]
    parameters: tuple[str, ...]
    expression: sympy.Expr
    features: tuple[sympy.Expr, ...]
    offset: sympy.Expr
    scaling: Scaling | None = None

    def predict(self, parameters: Mapping[str, float], inputs: ArrayLike) -> Array:
        """The predictions (n,) for inputs (n, k); not finite where the model has no value."""
        return evaluate(self.expression, self._named(inputs) | dict(parameters))

    def design(self, inputs: ArrayLike) -> Array:
        """The features (n, p) at inputs (n, k)."""
        named = self._named(inputs)
        return np.stack([evaluate(feature, named) for feature in self.features], axis=-1)

    def offsets(self, inputs: ArrayLike) -> Array:
        """The offset (n,) at inputs (n, k)."""
        return evaluate(self.offset, self._named(inputs))

    def _named(self, inputs: ArrayLike) -> dict[str, Array]:
        values = self.scaling.scaled(inputs) if self.scaling else np.asarray(inputs, np.float64)
        return dict(zip(self.inputs, values.T, strict=True))

    @property
    def places(self) -> tuple[int | None, ...]:
        """The index of the input that each parameter multiplies, None for the constant.

        Raises FormulaError if the model has other features.
        """
        known: dict[sympy.Expr, int | None] = {
            sympy.Symbol(name, real=True): place for place, name in enumerate(self.inputs)
        }
        known[sympy.Integer(1)] = None
        if self.offset.free_symbols or not set(self.features) <= set(known):
            raise FormulaError(
                f"the model {shown(self.text)} cannot be scaled and converted back to the "
                f'units of the data: write a line such as a*x + b or w*x, or "{MATRIX_MODEL}"'
            )
        return tuple(known[feature] for feature in self.features)

    def in_units(self, parameters: ArrayLike) -> Array:
        """Parameters (..., p) of this model converted to the units of the data."""
        values = np.asarray(parameters, dtype=np.float64)
        return self.scaling.in_units(values, self.places) if self.scaling else values

    def of_units(self, parameters: ArrayLike) -> Array:
        """Parameters (..., p) in the units of the data converted to those of this model."""
        values = np.asarray(parameters, dtype=np.float64)
        return self.scaling.of_units(values, self.places) if self.scaling else values


@lru_cache(maxsize=64)
def parse_model(text: str, n_inputs: int) -> Model:
    """The model for data with `n_inputs` inputs per point.

    A single input is called x in the text, and every other name is a parameter, in order of
    appearance; with "X @ w" the inputs are x1..xk and the parameters w1..wk. Raises FormulaError
    if the text is not a formula, or not linear in its parameters.
    """
    if n_inputs > MAX_INPUTS:
        raise FormulaError(f"a point has {n_inputs} inputs, at most {MAX_INPUTS} are allowed")
    if re.fullmatch(r"\s*X\s*@\s*w\s*", text):
        inputs = tuple(f"x{i}" for i in range(1, n_inputs + 1))
        parameters = tuple(f"w{i}" for i in range(1, n_inputs + 1))
        text, formula = (
            MATRIX_MODEL,
            " + ".join(f"{w}*{x}" for w, x in zip(parameters, inputs, strict=True)),
        )
    elif n_inputs == 1:
        inputs, formula = ("x",), text
        parameters = tuple(name for name in names_in(text) if name != "x")
    else:
        raise FormulaError(
            f'a point has {n_inputs} inputs, for which the model is "{MATRIX_MODEL}"'
        )
    if not parameters:
        raise FormulaError('the model has no parameters to fit: write for example "a*x + b"')
    expression = parse_formula(formula, (*inputs, *parameters))
    features, offset = _linear_parts(expression, parameters)
    return Model(text, inputs, parameters, expression, features, offset)


@lru_cache(maxsize=64)
def scaled_model(model: Model, scaling: Scaling) -> Model:
    """The model on scaled inputs, with names that say so: m x + c becomes m_z z + c_z."""
    letter = next(z for z in _LETTERS if z not in model.parameters)
    renamed = {name: f"{letter}{name.removeprefix('x')}" for name in model.inputs}
    renamed |= {name: f"{name}_{letter}" for name in model.parameters}
    symbols = {sympy.Symbol(a, real=True): sympy.Symbol(b, real=True) for a, b in renamed.items()}
    return replace(
        model,
        inputs=tuple(renamed[name] for name in model.inputs),
        parameters=tuple(renamed[name] for name in model.parameters),
        expression=model.expression.xreplace(symbols),
        features=tuple(feature.xreplace(symbols) for feature in model.features),
        scaling=scaling,
    )


def rank(design: Array) -> int:
    """The rank of features (n, p), whatever the scales of its columns."""
    sizes = np.abs(design).max(axis=0)
    return int(np.linalg.matrix_rank(design / np.where(sizes > 0, sizes, 1.0)))


def _linear_parts(
    expression: sympy.Expr, parameters: tuple[str, ...]
) -> tuple[tuple[sympy.Expr, ...], sympy.Expr]:
    symbols = [sympy.Symbol(name, real=True) for name in parameters]
    features = tuple(derivative(expression, name) for name in parameters)
    bends = [
        name
        for name, symbol, feature in zip(parameters, symbols, features, strict=True)
        if symbol in feature.free_symbols
    ]
    mixed = [
        name
        for name, feature in zip(parameters, features, strict=True)
        if feature.free_symbols & set(symbols)
    ]
    if bends or mixed:
        fault = (
            f"is not linear in {listed(map(shown, bends))}"
            if bends
            else f"multiplies {listed(map(shown, mixed))} with one another"
        )
        raise FormulaError(
            f"the model {fault}: write a sum of parameter times something in x alone, as in a*x + b"
        )
    offset = expression.subs(dict.fromkeys(symbols, 0))
    return features, offset
