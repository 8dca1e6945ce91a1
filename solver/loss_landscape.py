"""The loss around a point, as far as values and derivatives there can tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

import numpy as np

from gradreel.scenarios.bounds import within_limit
from gradreel.scenarios.calculus import Array
from gradreel.scenarios.model import Domain
from gradreel.solver.curvature import curvature_signs, curvatures
from gradreel.solver.objective import Objective

# A tenth or ten times of any of these but the grid changes no outcome in tests/test_outcomes.py,
# except that two of its descents would seem to fall without end if one distance were searched.
_FLAT = 1e-6  # of the largest curvature: a floor that bends or slopes by less counts as flat
_GRID = {1: 201, 2: 25}  # points on each side of the domain, by the number of parameters
_FINER = 4  # times finer: a second grid, whose range of losses is far larger near a pole
# Of the domain's diagonal: radii of circles whose losses are compared with a point's. The smallest
# that is decisive counts, since the kind of a point is local; too close by, rounding hides it.
_RINGS = (1e-4, 1e-3, 1e-2)
_ASIDE = 1e-9  # of the differences on a ring: its rounded directions leave a floor by so much
_CLOSE = 1e-9  # of the way: Newton's method has converged when its step is so short
_DECADES = 7  # distances, each ten times the last, along which a fall is followed
_TRIES = 100  # steps of Newton's method at most: it takes about ten where it converges
_ACROSS = 4  # steps of Newton's method across a valley: it doubles the digits with each


class CriticalPoint(Enum):
    """The kind of a point where the gradient is 0."""

    MINIMUM = auto()
    SADDLE = auto()
    MAXIMUM = auto()
    RIDGE = auto()
    INFLECTION = auto()
    FLAT = auto()


def _kind(ring: Array) -> CriticalPoint:
    """The kind of a point, by which points on a ring around it are lower (-1) and higher (1)."""
    lower, higher = bool((ring < 0).any()), bool((ring > 0).any())
    if not lower:
        return CriticalPoint.MINIMUM if higher else CriticalPoint.FLAT
    if not higher:
        return CriticalPoint.MAXIMUM if (ring < 0).all() else CriticalPoint.RIDGE
    uneven = ring[ring != 0]
    changes = int((uneven != np.roll(uneven, 1)).sum())
    return CriticalPoint.SADDLE if changes > 2 else CriticalPoint.INFLECTION


@dataclass(frozen=True, eq=False)
class LossLandscape:
    """The loss around a run, within `domain` if there is one. Points are arrays (p,)."""

    objective: Objective
    domain: Domain | None = None

    @cached_property
    def size(self) -> float | None:
        """The diagonal of the domain."""
        if not self.domain:
            return None
        return float(np.linalg.norm([high - low for low, high in self.domain.values()]))

    @cached_property
    def heights(self) -> tuple[float, float] | None:
        """The lowest and the highest loss on a grid over the domain; None if a pole decides them.

        Near a pole they depend on how close to it the grid comes.
        """
        count = _GRID.get(len(self.objective.parameters))
        if not self.domain or count is None:
            return None
        found, finer = self._heights(count), self._heights(_FINER * (count - 1) + 1)
        if found is None or finer is None or np.ptp(finer) > 2 * np.ptp(found):
            return None
        return found

    def _heights(self, count: int) -> tuple[float, float] | None:
        """The same on a grid of `count` points along each side, poles or not."""
        assert self.domain is not None
        sides = [np.linspace(low, high, count) for low, high in self.domain.values()]
        found = self.objective.value(np.stack(np.meshgrid(*sides), axis=-1))
        found = found[np.isfinite(found)]
        return (float(found.min()), float(found.max())) if found.size else None

    def outside(self, point: Array) -> float:
        """The distance of a point from the domain, in diagonals of the domain."""
        if not self.domain or not self.size:
            return 0.0
        low, high = np.array(list(self.domain.values())).T
        return float(np.linalg.norm(point - np.clip(point, low, high))) / self.size

    def level(self, point: Array) -> bool:
        """Whether the gradient at a point is 0, apart from rounding."""
        slopes = np.abs(self.objective.gradient(point))
        return bool((slopes <= self.objective.gradient_noise(point)).all())

    def bends_down(self, point: Array) -> bool:
        """Whether the loss bends down at a point in some direction."""
        return self.objective.curvature_signs(point)[1]

    def newton_step(self, point: Array) -> Array | None:
        """The step of Newton's method from a point; None if it has none, or leads out of bounds."""
        if self.objective.minimum is not None:
            step = np.asarray(self.objective.minimum - point, dtype=np.float64)
            return step if within_limit(step) else None
        hessian, grad = self.objective.hessian(point), self.objective.gradient(point)
        if not (np.isfinite(hessian).all() and np.isfinite(grad).all()):
            return None
        if not curvatures(hessian).all():
            return None
        step = np.asarray(np.linalg.solve(hessian, -grad), dtype=np.float64)
        return step if within_limit(step) else None

    def minimum_from(self, point: Array) -> Array | None:
        """The minimum to which Newton's method leads in ever shorter steps, or None."""
        start, length = point, np.inf
        for _ in range(_TRIES):
            left = self.newton_step(point)
            if left is None or np.linalg.norm(left) >= length:
                return None
            point, length = point + left, float(np.linalg.norm(left))
            way = float(np.linalg.norm(point - start))
            if length <= _CLOSE * way:  # an inflection, too, may seem to bend up from so close
                return None if self.around(point, way / 100)[0] else point
        return None

    def settles_within(self, point: Array, reach: float, way: float) -> CriticalPoint | None:
        """The kind of a critical point within reach, if Newton's method converges to it.

        Its steps must become far shorter, as they do only near such points: towards the inflection
        of x**3 each is half the one before. Unlike the slope, they show how far away the point is
        even in a long narrow valley.
        """
        left = self.newton_step(point)
        if left is None or np.linalg.norm(left) > reach:
            return None
        more = self.newton_step(point + left)
        if more is None:
            return None
        length, rounding = float(np.linalg.norm(left)), 1e-8 * way
        if np.linalg.norm(more) > max(length / 4, rounding):
            return None
        up, down = self.objective.curvature_signs(point + left)
        if up:
            return CriticalPoint.MINIMUM
        hessian = self.objective.hessian(point + left)
        if down and curvature_signs(-hessian)[0]:
            return CriticalPoint.MAXIMUM
        # Beside a floor that is no straight line, the loss may seem to bend down.
        falls = down and self.around(point + left, reach)[0]
        return CriticalPoint.SADDLE if falls else None

    def minimum_within(self, point: Array, reach: float, way: float) -> bool:
        """Whether a minimum is within reach, isolated or not."""
        settles = self.settles_within(point, reach, way)
        return settles is CriticalPoint.MINIMUM or self.has_floor_within(point, reach)

    def has_floor_within(self, point: Array, reach: float) -> bool:
        """Whether a minimum that is not isolated, or flatter than a parabola, is within reach.

        If the only minimum is known, nothing else is one, however flat it looks.
        """
        if self.objective.minimum is not None:
            return bool(np.linalg.norm(self.objective.minimum - point) <= reach)
        bottom = self._floor_near(point, reach)
        if bottom is None or not self._flat_floor(bottom, reach):
            bottom = self._flatter(point, reach)
        return bottom is not None and not self.around(bottom, reach)[0]

    def _floor_near(self, point: Array, reach: float) -> Array | None:
        """The floor of a valley, found by Newton's steps across it alone; None if beyond reach."""
        place = point
        for _ in range(_ACROSS):
            hessian, grad = self.objective.hessian(place), self.objective.gradient(place)
            if not (np.isfinite(hessian).all() and np.isfinite(grad).all()):
                return None
            bending, directions = np.linalg.eigh(hessian)
            steep = bending > _FLAT * max(bending.max(), 0.0)
            across = directions[:, steep]
            place = place - across @ ((across.T @ grad) / bending[steep])
            if not np.linalg.norm(place - point) <= reach:
                return None
        return place

    def _flat_floor(self, point: Array, reach: float) -> bool:
        """The slope has vanished in directions that do not bend, and almost so in the others."""
        hessian, grad = self.objective.hessian(point), self.objective.gradient(point)
        if not np.isfinite(hessian).all():
            return False
        bending, directions = np.linalg.eigh(hessian)
        slopes, steepest = np.abs(directions.T @ grad), max(bending.max(), 0.0)
        if not steepest:
            return self.level(point)
        flat = bending <= _FLAT * steepest
        calm = (slopes <= _FLAT * steepest * reach) & (bending >= -_FLAT * steepest)
        # Without a flat direction this is not a floor, and Newton's method is the better judge.
        return bool(flat.any() and calm[flat].all() and (slopes <= bending * reach)[~flat].all())

    def _flatter(self, point: Array, reach: float) -> Array | None:
        """The limit of Newton's steps that shrink by one ratio, as for x**4, if within reach."""
        left = self.newton_step(point)
        more = None if left is None else self.newton_step(point + left)
        if left is None or more is None or not self.objective.curvature_signs(point)[0]:
            return None
        length, next_length = float(np.linalg.norm(left)), float(np.linalg.norm(more))
        if not next_length < 0.95 * length:
            return None
        whole = left * length / (length - next_length)
        return point + whole if np.linalg.norm(whole) <= reach else None

    def critical_point(self, point: Array) -> CriticalPoint:
        """The kind of a point whose slope is 0, from its Hessian or the losses around it."""
        up, down = self.objective.curvature_signs(point)
        if up:
            return CriticalPoint.MINIMUM
        hessian = self.objective.hessian(point)
        if down and curvature_signs(-hessian)[1]:
            return CriticalPoint.SADDLE
        if down and curvature_signs(-hessian)[0]:
            return CriticalPoint.MAXIMUM
        scale = self.size or max(1.0, float(np.linalg.norm(point)))
        rings = [self._ring(point, share * scale) for share in _RINGS]
        return next(
            (kind for kind in map(_kind, rings) if kind is not CriticalPoint.FLAT),
            CriticalPoint.FLAT,
        )

    def _ring(self, point: Array, radius: float) -> Array:
        """Which points (m,) on a circle, in order, are lower (-1), equal (0) or higher (1)."""
        circle = np.array([[1.0], [-1.0]])
        if len(point) == 2:
            turns = np.arange(16) * np.pi / 8
            circle = np.column_stack([np.cos(turns), np.sin(turns)])
        rises = self.objective.value(point + radius * circle) - self.objective.value(point)
        known = np.where(np.isfinite(rises), rises, 0.0)
        # The directions are rounded, so those along a floor may leave it by a little.
        noise = self.objective.loss_noise(point) + _ASIDE * np.abs(known).max()
        return np.where(np.abs(known) > noise, np.sign(known), 0.0)

    def around(self, point: Array, radius: float) -> tuple[bool, bool]:
        """Whether any point at a distance `radius` is lower, and whether any is higher."""
        ring = point + radius * self.directions(point)
        heights, here = self.objective.value(ring), float(self.objective.value(point))
        heights = heights[np.isfinite(heights)]
        if not heights.size:
            return False, False
        # The directions are rounded, so those along a floor may leave it by a little.
        noise = self.objective.loss_noise(point) + _ASIDE * float(heights.max() - here)
        return bool((heights < here - noise).any()), bool((heights > here + noise).any())

    def directions(self, point: Array) -> Array:
        """Unit vectors (m, p) in both senses: the axes, the Hessian's eigenvectors, the slope."""
        count = len(point)
        found = [np.eye(count)]
        if count == 2:
            turns = np.arange(8) * np.pi / 8
            found.append(np.column_stack([np.cos(turns), np.sin(turns)]))
        hessian, grad = self.objective.hessian(point), self.objective.gradient(point)
        if np.isfinite(hessian).all():
            found.append(np.linalg.eigh(hessian)[1].T)
        if np.isfinite(grad).all() and grad.any():
            found.append(grad[None] / np.linalg.norm(grad))
        one_way = np.vstack(found)
        return np.vstack([one_way, -one_way])

    def falls_on(self, point: Array, direction: Array, scale: float) -> bool:
        """Whether the loss keeps falling in a direction (p,), as far as it can be computed."""
        ways = scale * 10.0 ** np.arange(_DECADES)
        heights = self.objective.value(np.vstack([point, point + ways[:, None] * direction]))
        known = int(np.isfinite(heights).argmin()) or len(heights)
        falls = -np.diff(heights[:known])
        # Where the loss is no longer finite, it must have fallen below the range of float64.
        if known < len(heights) and heights[known] != -np.inf:
            return False
        return bool(len(falls) and (falls > 0).all() and (falls[2:] >= 0.99 * falls[1:-1]).all())

    def level_within(self, point: Array, radius: float, height: float) -> bool:
        """Whether the loss changes by no more than a height within a radius of the point."""
        ring = point + radius * self.directions(point)
        changes = np.abs(self.objective.value(ring) - self.objective.value(point))
        return bool((changes[np.isfinite(changes)] <= height).all())
