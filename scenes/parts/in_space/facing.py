"""Which edges of a floor show their numbers to the eye, and how well. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from gradreel.scenarios.arrays import Array

# How far an edge, seen from above, is turned to the eye to show ticks, and to show them fully.
_TURNED, _FACING = 0.08, 0.25
# Sines of elevations: above all at which the eye rests, and from where on heights cannot be read.
_HIGHER, _ABOVE = 0.88, 0.96
_OVER, _STRAIGHT = 0.985, 0.998  # the same where the surface has cleared the far edges of its floor


class Corner(NamedTuple):
    """A corner of a floor: on which `sides` it is, and how visible the `edges` there are, (2,).

    The first edge is the one along which the first parameter does not change.
    """

    sides: Array
    edges: Array

    @property
    def outward(self) -> Array:
        """The directions from the middle to the edges along the first and second parameter."""
        return np.array([(0.0, self.sides[1], 0.0), (self.sides[0], 0.0, 0.0)])


@dataclass(frozen=True)
class Facing:
    """How a floor is turned to the eye; `toward` is the unit vector (3,) toward that."""

    toward: Array

    @cached_property
    def above(self) -> float:
        """How much the floor looks like a map, from 0 to 1."""
        return float(np.clip((self.toward[2] - _HIGHER) / (_ABOVE - _HIGHER), 0.0, 1.0))

    @cached_property
    def _straight(self) -> float:
        """How much the far edges of the floor do so."""
        return float(np.clip((self.toward[2] - _OVER) / (_STRAIGHT - _OVER), 0.0, 1.0))

    @cached_property
    def level(self) -> float:
        """How much it is seen from the side, from 0 to 1."""
        return float(np.clip(1.0 - self.toward[2] / _FACING, 0.0, 1.0))

    @cached_property
    def _turned(self) -> Array:
        """How well the edges at the corner nearest to the eye are seen from an orbit, (2,)."""
        toward = self.toward[:2]
        turned = np.abs(toward) / max(float(np.hypot(*toward)), 1e-9)
        return np.clip((turned - _TURNED) / (_FACING - _TURNED), 0.0, 1.0)

    @cached_property
    def near(self) -> Corner:
        """The corner nearest to the eye; seen from above, only its edges below and on the left."""
        sides = np.where(self.toward[:2] < 0, -1.0, 1.0)
        staying, leaving = self._turned + self.above, self._turned * (1.0 - self._straight)
        return Corner(sides, np.where(sides < 0, np.minimum(staying, 1.0), leaving))

    def corners(self, axis: int) -> list[Corner]:
        """Where an edge along a parameter is seen: near the eye, or from above as on a map."""
        of_map = Corner(-np.ones(2), np.where(self.near.sides < 0, 0.0, self._straight))
        return [self.near, *([of_map] if of_map.edges[1 - axis] else [])]

    @property
    def crowded(self) -> float:
        """How much the numbers of two edges are in each other's way where these meet."""
        return 1.0 - self._straight

    @property
    def names(self) -> Array:
        """How visible the names at the edges of the near corner are: a map has them elsewhere."""
        return np.asarray(self._turned * (1.0 - self.above))

    @property
    def standing(self) -> float:
        """How visible the upright axis is, which is a point from above."""
        return float(self.names.max())
