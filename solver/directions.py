"""The directions in which a quadratic loss bends, and how far a run is along each. Pure numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gradreel.scenarios.calculus import Array
from gradreel.solver.objective import Objective

NARROW = 20.0  # times as strongly bent as along: from here on a bowl looks like a valley
_NOTHING = 1e-9  # of the whole distance: what rounding leaves of a distance that is none


@dataclass(frozen=True)
class Direction:
    """An eigenvector `along` (p,) of the Hessian, of length 1, and its eigenvalue `curvature`.

    It points to where its first component that is not 0 grows; `parameter` is the one along whose
    axis it lies, or None.
    """

    curvature: float
    along: tuple[float, ...]
    parameter: str | None


def directions_of(objective: Objective) -> tuple[Direction, ...]:
    """The p directions of a quadratic loss, the steepest first; none without one lowest point."""
    if objective.minimum is None:
        return ()
    hessian = objective.hessian(objective.minimum)
    exact = objective.curvatures(objective.minimum)[::-1].tolist()
    own = np.diag(hessian)
    if not (hessian - np.diag(own)).any():
        order = np.argsort(-own, kind="stable").tolist()
        axes = np.eye(len(own))
        names = [objective.parameters[axis] for axis in order]
        found = [tuple(axes[axis].tolist()) for axis in order]
        return tuple(map(Direction, exact, found, names))
    vectors = np.linalg.eigh(hessian)[1].T[::-1]
    heads = np.array([vector[np.flatnonzero(np.abs(vector) > _NOTHING)[0]] for vector in vectors])
    signed = [tuple(vector.tolist()) for vector in vectors * np.sign(heads)[:, None]]
    return tuple(Direction(*pair, None) for pair in zip(exact, signed, strict=True))


def distances(objective: Objective, parameters: ArrayLike) -> Array:
    """How far rows (n, p) of parameters are from the lowest point in each direction, (n, p).

    Negative on one side of it; 0 is what is next to nothing beside where the first row is.
    """
    vectors = np.array([direction.along for direction in directions_of(objective)])
    found = (np.asarray(parameters, dtype=float) - objective.minimum) @ vectors.T
    nothing = np.abs(found) <= _NOTHING * np.linalg.norm(found[0])
    return np.where(nothing, 0.0, found)


def is_narrow(directions: Sequence[Direction]) -> bool:
    """Whether a loss bends so differently in two directions that it looks like a valley."""
    return len(directions) > 1 and directions[0].curvature > NARROW * directions[-1].curvature
