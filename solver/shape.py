"""Whether a loss has a lowest point, where that can be proven."""

from __future__ import annotations

from enum import Enum

import numpy as np

from solver.curvature import bends
from solver.objective import FitObjective, Objective


class Shape(Enum):
    """What is proven of a loss as a whole."""

    BOWL = "one lowest point"
    VALLEY = "many lowest points, in a valley with a flat floor"
    BOTTOMLESS = "no lowest point: it falls without end in some direction"
    UNKNOWN = "nothing is proven"


def shape_of(objective: Objective) -> Shape:
    """The shape of a loss: known of every quadratic and so of every linear fit, else UNKNOWN."""
    if not objective.quadratic:
        return Shape.UNKNOWN
    if objective.minimum is not None:
        return Shape.BOWL
    if isinstance(objective, FitObjective):
        return Shape.VALLEY
    origin = np.zeros(len(objective.parameters))
    hessian, slope = objective.hessian(origin), objective.gradient(origin)
    if not (np.isfinite(hessian).all() and np.isfinite(slope).all()):
        return Shape.UNKNOWN
    level, *_ = np.linalg.lstsq(hessian, slope)
    sloping = np.abs(hessian @ level - slope).max() > 1e-9 * np.abs(slope).max()
    return Shape.BOTTOMLESS if bends(hessian)[1] or sloping else Shape.VALLEY
