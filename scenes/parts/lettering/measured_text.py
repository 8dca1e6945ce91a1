"""Mobjects that are measured quickly: texts ask for their sizes in every frame."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from gradreel.scenarios.arrays import Array


class MeasuredText(VMobject):
    """A mobject whose ends are found by numpy, where manim makes a list of all its points."""

    def get_points_defining_boundary(self) -> Array:
        """The ends of all curves of its family, (n, 3)."""
        points = self._points()
        return np.concatenate([points[::4], points[3::4]])

    def length_over_dim(self, dim: int) -> float:
        """Its extent along a dimension, in screen units; 0 if it is empty."""
        places = self._points()[:, dim]
        return float(places.max() - places.min()) if len(places) else 0.0

    def _points(self) -> Array:
        """The points of its family, (4 * n, 3)."""
        if not self.submobjects:
            return self.points
        return np.concatenate([mobject.points for mobject in self.get_family()])
