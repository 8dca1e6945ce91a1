"""The contour line through a place on a map, and its right angle with the steepest way down."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.points import between, polyline
from gradreel.scenes.parts.maps.level_line import level_line
from gradreel.scenes.parts.maps.loss_map import MapView
from gradreel.solver.objective import Objective

_CORNER = 0.24  # screen units: the side of the mark of a right angle, larger than the dot
_OFF = 0.1  # screen units: a line farther from a place does not look as if it led through it


def contour_through(
    view: MapView, objective: Objective, here: Array, contour: Callable[[float], Array]
) -> Array:
    """The contour lines at the level of a place (2,), as parameters (n, 2) with gaps.

    `contour` has the lines of a loss as segments (s, 2, 2). In a valley narrower than the mesh that
    they come from, it is the one line through the place.
    """
    pieces = contour(float(objective.value(here)))
    away = np.linalg.norm(view.at(pieces[:, 0]) - view.at(here), axis=1)
    if away.min(initial=np.inf) > _OFF:
        low, high = np.array([view.x, view.y]).T
        pieces = level_line(objective, here, low, high)
    return between(pieces[:, 0], pieces[:, 1])


def contour_line() -> VMobject:
    """A line that is to be drawn along the contour line through a place."""
    return VMobject(stroke_color=theme.colors().loss, stroke_width=4.0)


def right_angle(foot: Array, down: Array) -> VMobject:
    """The mark of the right angle, at a screen point (3,), to the left of a way (3,) down."""
    first = _CORNER * down / np.linalg.norm(down)
    second = np.array([-first[1], first[0], 0.0])
    corners = foot + np.array([first, first + second, second])
    return polyline(corners, theme.colors().ink, 2.5)
