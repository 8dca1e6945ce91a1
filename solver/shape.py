"""Whether a loss has a lowest point, if that can be proven."""

from __future__ import annotations

from enum import Enum
from typing import Any

import numpy as np

from gradreel.scenarios.calculus import Array, evaluate
from gradreel.solver.curvature import curvature_signs
from gradreel.solver.objective import FitObjective, Objective

_RAYS = 32  # directions in a plane, 11 degrees apart: a narrower way down remains unproven
_MOST = 200  # degree: nested powers could reach 64**12, with as many coefficients
_ROUNDING = 1e-12  # of the terms of a coefficient: a smaller coefficient may be a rounding error


class Shape(Enum):
    """What is proven about a loss as a whole."""

    BOWL = "one lowest point"
    VALLEY = "many lowest points, in a valley with a flat floor"
    BOTTOMLESS = "no lowest point: it falls without end in some direction"
    UNKNOWN = "nothing is proven"


def shape_of(objective: Objective) -> Shape:
    """The shape of a loss, which is known for every quadratic and so for every fit.

    Another polynomial is BOTTOMLESS if it falls without end along a ray. Anything else is UNKNOWN.
    """
    if not objective.quadratic:
        return Shape.BOTTOMLESS if _falls_along_a_ray(objective) else Shape.UNKNOWN
    if objective.minimum is not None:
        return Shape.BOWL
    if isinstance(objective, FitObjective):
        return Shape.VALLEY
    if objective.exact is not None:
        return Shape.BOTTOMLESS if objective.exact.bottomless else Shape.VALLEY
    origin = np.zeros(len(objective.parameters))
    hessian, slope = objective.hessian(origin), objective.gradient(origin)
    if not (np.isfinite(hessian).all() and np.isfinite(slope).all()):
        return Shape.UNKNOWN
    level, *_ = np.linalg.lstsq(hessian, slope)
    sloping = np.abs(hessian @ level - slope).max() > 1e-9 * np.abs(slope).max()
    return Shape.BOTTOMLESS if curvature_signs(hessian)[1] or sloping else Shape.VALLEY


def _falls_along_a_ray(objective: Objective) -> bool:
    """Whether the formula is a polynomial whose leading coefficient along some ray is negative."""
    if not objective.expression.is_polynomial():  # type: ignore[union-attr]
        return False
    rays = np.array([[1.0], [-1.0]])
    if len(objective.parameters) == 2:
        turns = 2 * np.pi * np.arange(_RAYS) / _RAYS
        # Rounded to thousandths, so that the axes and the diagonals are hit exactly.
        rays = np.round(np.column_stack([np.cos(turns), np.sin(turns)]), 3)
    return any(_falls(objective, dict(zip(objective.parameters, ray, strict=True))) for ray in rays)


def _falls(objective: Objective, ray: dict[str, float]) -> bool:
    found = _along(objective.expression, ray)
    if found is None:
        return False
    terms, sizes = found
    places = np.flatnonzero(sizes > 0)
    if not len(places) or places[-1] == 0:
        return False
    # If the leading terms cancel but for rounding, nothing is proven.
    return bool(terms[places[-1]] < -_ROUNDING * sizes[places[-1]])


def _along(node: Any, ray: dict[str, float]) -> Array | None:
    """The coefficients (2, n) of a polynomial at ray * t by powers of t, and the sizes summed.

    None if its degree is too large.
    """
    if node.is_Symbol:
        return np.array([[0.0, ray[node.name]], [0.0, abs(ray[node.name])]])
    if not node.free_symbols:
        constant = float(evaluate(node, {}))
        return np.array([[constant], [abs(constant)]])
    if node.is_Pow:
        parts = [_along(node.args[0], ray)] * int(node.args[1])
    else:
        parts = [_along(part, ray) for part in node.args]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or sum(part.shape[1] - 1 for part in known) > _MOST:
        return None
    return _sum(known) if node.is_Add else _product(known)


def _sum(parts: list[Array]) -> Array:
    total = np.zeros((2, max(part.shape[1] for part in parts)))
    for part in parts:
        total[:, : part.shape[1]] += part
    return total


def _product(parts: list[Array]) -> Array:
    total = np.ones((2, 1))
    for part in parts:
        total = np.array([np.convolve(row, other) for row, other in zip(total, part, strict=True)])
    return total
