"""The numbers that a picture may show: those of the recording, and what follows from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import sympy
from numpy.typing import ArrayLike

from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array, Index
from gradreel.scenes.parts.digits.numbers import as_typeset
from gradreel.scenes.parts.digits.reading import Shown, numbers_in
from gradreel.scenes.parts.formulas.fit_about import noise_mean, noise_variance
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.diagnostics import growth_factors
from gradreel.solver.objective import Objective
from gradreel.solver.quadratic import Quadratic
from gradreel.solver.reasons import explained
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord

_OF_FORMULAS = (0.0, 1.0, 2.0)  # 1/n, 1 - lr * curvature, squares
_VARIANCE = 12.0  # uniform noise has the variance width**2 / 12
_NOTED_PLACES = 4  # chapters print values at so few places; pictures need many at once


class ObservedObjective(Objective):
    """An objective that notes in `computed` what it answers about one place or a few.

    Many places are asked about at once in order to draw, and those answers are not noted.
    """

    def __init__(self, objective: Objective, computed: list[float]) -> None:
        super().__init__(objective.parameters, objective.expression, objective.partials)
        object.__setattr__(self, "_objective", objective)
        object.__setattr__(self, "_noted_values", computed)

    def __getattr__(self, name: str) -> Any:
        return getattr(object.__getattribute__(self, "_objective"), name)

    def __deepcopy__(self, memo: Any) -> ObservedObjective:
        return self

    def value(self, points: ArrayLike) -> Array:
        return self._noted(points, self._objective.value(points))

    def gradient(self, points: ArrayLike) -> Array:
        return self._noted(points, self._objective.gradient(points))

    def hessian(self, point: ArrayLike) -> Array:
        return self._noted(point, self._objective.hessian(point))

    def curvatures(self, point: ArrayLike) -> Array:
        return self._objective.curvatures(point)  # type: ignore[no-any-return]

    def on(self, rows: Index) -> Objective:
        return ObservedObjective(self._objective.on(rows), self._noted_values)

    def predict(self, parameters: ArrayLike, inputs: ArrayLike) -> Array:
        return self._noted(inputs, self._objective.predict(parameters, inputs))

    @property
    def quadratic(self) -> bool:
        return self._objective.quadratic  # type: ignore[no-any-return]

    @property
    def exact(self) -> Quadratic | None:
        return self._objective.exact  # type: ignore[no-any-return]

    @property
    def minimum(self) -> Array | None:
        return self._objective.minimum  # type: ignore[no-any-return]

    @property
    def minimum_loss(self) -> float | None:
        return self._objective.minimum_loss  # type: ignore[no-any-return]

    def loss_noise(self, points: ArrayLike) -> Array:
        return self._objective.loss_noise(points)  # type: ignore[no-any-return]

    def gradient_noise(self, points: ArrayLike) -> Array:
        return self._objective.gradient_noise(points)  # type: ignore[no-any-return]

    def _noted(self, asked: ArrayLike, answer: Array) -> Array:
        if np.size(asked) <= _NOTED_PLACES * len(self.parameters):
            self._noted_values.extend(np.ravel(answer))
        return answer


class Facts:
    """The numbers of a recording, together with those in `computed`, which may still grow."""

    def __init__(self, recording: Recording, computed: list[float]) -> None:
        known = [*_OF_FORMULAS, *_of_scenario(recording.scenario)]
        objective = recording.objective
        known += _of_objective(objective)
        parts = [np.array(known), np.arange(len(recording.runs) + 1.0)]
        for run in recording.runs:
            parts += [*_of_run(run), np.array(growth_factors(objective, run))]
            for reason in explained(recording.scenario, objective, run):
                parts.append(_written(worded(reason)))
        values = np.concatenate([part.ravel() for part in parts])
        self._values = np.unique(values[np.isfinite(values)])
        self._computed = computed
        self._familiar: set[str] = set()

    def foreign(self, text: str) -> list[str]:
        """The numbers in a text that are none of the known ones, as printed."""
        if text in self._familiar:
            return []
        found = [shown.text for shown in numbers_in(text) if not self._knows(shown)]
        if not found:
            self._familiar.add(text)
        return found

    def between(self, low: float, high: float) -> bool:
        """Whether any known number lies between two limits."""
        known = np.concatenate([self._values, self._computed])
        return bool(((known >= low) & (known <= high)).any())

    def _knows(self, shown: Shown) -> bool:
        # A minus may belong to the number, or may subtract it from another.
        signs = (-1.0, 1.0) if shown.minus else (1.0,)
        return any(self._has(sign * shown.value, shown.tolerance) for sign in signs)

    def _has(self, value: float, tolerance: float) -> bool:
        tolerance = tolerance * (1 + 1e-6) + 1e-12 * abs(value)
        place = int(np.searchsorted(self._values, value - tolerance))
        if place < len(self._values) and self._values[place] <= value + tolerance:
            return True
        return bool((np.abs(np.array(self._computed) - value) <= tolerance).any())


def _of_run(run: RunRecord) -> Iterator[Array]:
    """Every recorded value, each gradient with both signs, its length, the changes in each step."""
    yield from (run.parameters, run.loss, run.grad, -run.grad, run.lr)
    yield np.linalg.norm(run.grad, axis=1)
    for rows in (run.parameters, run.loss):
        change = np.diff(rows, axis=0)
        yield from (change, -change)
    yield np.arange(run.steps + 2.0)
    yield _written(worded(run.ending.message))


def _written(sentence: str) -> Array:
    """The numbers in a sentence."""
    return np.array([shown.signed for shown in numbers_in(as_typeset(sentence))])


def _of_scenario(scenario: Scenario) -> Iterator[float]:
    """Every number in a scenario, including those in its formulas and names."""
    yield from _numbers(scenario.model_dump())
    # What the author says is the author's to answer for.
    yield from _numbers([*scenario.showing.text.values(), scenario.showing.words.model_dump()])
    yield from _numbers([scenario.showing.subtitle, *scenario.showing.signature])
    if scenario.showing.asked is not None:
        yield scenario.showing.asked
    if data := scenario.objective.data:
        yield from (len(data.outputs), noise_mean(data), noise_variance(data), _VARIANCE)


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, str):
        yield from (float(text) for text in re.findall(r"\d+(?:\.\d+)?(?:e-?\d+)?", value))
    elif isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, dict | list | tuple):
        inner: Iterable[Any] = value.values() if isinstance(value, dict) else value
        for part in inner:
            yield from _numbers(part)


def _of_objective(objective: Objective) -> Iterator[float]:
    """The constants in a formula and its derivatives; the lowest point, its loss and curvatures."""
    formulas = [f for f in (objective.expression, *objective.partials) if f is not None]
    for number in (n for formula in formulas for n in formula.atoms(sympy.Number)):
        yield float(number)
        if isinstance(number, sympy.Rational):
            yield from (abs(float(number.p)), float(number.q))
    lowest = objective.minimum
    if lowest is not None:
        hessian = objective.hessian(lowest)
        yield from (*lowest, objective.minimum_loss or 0.0, *hessian.ravel())
        yield from objective.curvatures(lowest).tolist()
