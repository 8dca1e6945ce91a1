"""Lines that are as good as the one that was found, where the data do not decide between them."""

from __future__ import annotations

import numpy as np
from manim import Animation, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenarios.linear_model import Model
from gradreel.scenes.parts.formulas.fit_about import is_straight
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import trace
from gradreel.scenes.parts.plots.scatter import Scatter
from gradreel.solver.objective import Objective

_SAME = 1e-9  # relative: smaller differences between lines are rounding
_SWING = 0.3  # of the height of the picture: how far the line moves at one of its sides


def free_change(objective: Objective, found: Array, scatter: Scatter) -> Array:
    """A change of parameters (p,) that visibly moves the line, at the same loss.

    It is 0 if all parameters that are as good give the same line.
    """
    _, directions = np.linalg.eigh(objective.hessian(found))
    flattest = directions[:, 0]  # along the floor of the valley, where the loss does not bend
    sides = np.array(scatter.x)[:, None]
    moved = np.abs(objective.predict(flattest, sides) - objective.predict(0 * flattest, sides))
    if not moved.max() > _SAME * np.ptp(scatter.y):
        return np.zeros_like(found)
    return np.asarray(_SWING * np.ptp(scatter.y) / moved.max() * flattest)


def shared_point(
    objective: Objective, fit: Model, found: Array, inputs: Array
) -> tuple[float, float] | None:
    """The point through which all best lines go, if all data points have the same input."""
    if len(fit.parameters) < 2 or not is_straight(fit) or np.ptp(inputs) > 0:
        return None
    (height,) = objective.predict(found, inputs[:1, None])
    return float(inputs[0]), float(height)


def swinging(
    line: VMobject, scatter: Scatter, found: Array, change: Array, seconds: float
) -> Animation:
    """An animation in which the line goes through others that are as good, and comes back."""

    def show(share: float) -> None:
        trace(line, scatter.line(found + np.sin(2 * np.pi * share) * change))

    return moving(line, show, seconds)
