"""What the loss is like about a place, as far as values and derivatives there can tell."""

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

_FLAT = 1e-6  # of the steepest bend: what a flat floor may slope or bend down
_GRID = {1: 201, 2: 25}  # places along each side of the domain, by the number of parameters
_FINER = 4  # times: a second grid, which comes closer to a pole
_RINGS = (1e-4, 1e-3, 1e-2)  # of the domain's size: how far around a place is looked
_ASIDE = 1e-9  # of what is about a place, that its floor may seem to sink
_CLOSE = 1e-9  # of the way: such a step of Newton's method is the last
_DECADES = 7  # that are looked along in search of a bottom
_TRIES = 100  # steps of Newton's method, at most
_ACROSS = 4  # of them lead to the floor of a valley from so near


class CriticalPoint(Enum):
    """What a place is where the gradient is 0."""

    MINIMUM = auto()
    SADDLE = auto()
    MAXIMUM = auto()
    RIDGE = auto()
    INFLECTION = auto()
    FLAT = auto()


def _kind(ring: Array) -> CriticalPoint:
    """What a place is, by which of the places on a ring about it are lower (-1) and higher (1)."""
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
    """The loss about a run, within `domain` where there is one. Points are arrays (p,)."""

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
        """The lowest and the highest loss on a grid over the domain, None where poles decide them.

        Near a pole they depend on how close to it a grid comes.
        """
        count = _GRID.get(len(self.objective.parameters))
        if not self.domain or count is None:
            return None
        found, finer = self._heights(count), self._heights(_FINER * (count - 1) + 1)
        if found is None or finer is None or np.ptp(finer) > 2 * np.ptp(found):
            return None
        return found

    def _heights(self, count: int) -> tuple[float, float] | None:
        """The same on a grid of so many places along each side, whatever it meets."""
        assert self.domain is not None
        sides = [np.linspace(low, high, count) for low, high in self.domain.values()]
        found = self.objective.value(np.stack(np.meshgrid(*sides), axis=-1))
        found = found[np.isfinite(found)]
        return (float(found.min()), float(found.max())) if found.size else None

    def outside(self, point: Array) -> float:
        """How far a point is outside the domain, in diagonals of it."""
        if not self.domain or not self.size:
            return 0.0
        low, high = np.array(list(self.domain.values())).T
        return float(np.linalg.norm(point - np.clip(point, low, high))) / self.size

    def level(self, point: Array) -> bool:
        """Whether the gradient is 0 there, apart from rounding."""
        slopes = np.abs(self.objective.gradient(point))
        return bool((slopes <= self.objective.gradient_noise(point)).all())

    def bends_down(self, point: Array) -> bool:
        """Whether the loss bends down there in some direction."""
        return self.objective.curvature_signs(point)[1]

    def newton_step(self, point: Array) -> Array | None:
        """From the point to where its slope would vanish if the loss were quadratic, in bounds."""
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
        """Where Newton's method leads in ever shorter steps; None unless that is a minimum."""
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
        """The kind of a place without a slope within reach, if Newton's method settles there.

        Its steps must become far shorter, as they do near such places alone: towards an inflection
        of x**3 the next is half as long. Unlike the slope they are honest in long narrow valleys.
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
        """Whether a minimum is within reach, be it isolated or not."""
        settles = self.settles_within(point, reach, way)
        return settles is CriticalPoint.MINIMUM or self.has_floor_within(point, reach)

    def has_floor_within(self, point: Array, reach: float) -> bool:
        """Whether a minimum that is not isolated, or flatter than a parabola, is within reach.

        Where the only minimum of all is known, nothing else is one, however flat it looks.
        """
        if self.objective.minimum is not None:
            return bool(np.linalg.norm(self.objective.minimum - point) <= reach)
        bottom = self._floor_near(point, reach)
        if bottom is None or not self._flat_floor(bottom, reach):
            bottom = self._flatter(point, reach)
        return bottom is not None and not self.around(bottom, reach)[0]

    def _floor_near(self, point: Array, reach: float) -> Array | None:
        """Where Newton's steps lead across a valley, along it they go nowhere, if within reach."""
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
        # Where nothing is flat, this is no flat floor: Newton's method then knows better.
        return bool(flat.any() and calm[flat].all() and (slopes <= bending * reach)[~flat].all())

    def _flatter(self, point: Array, reach: float) -> Array | None:
        """Where Newton's steps lead that shrink by one ratio, as for x**4, if within reach."""
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
        """What a place is whose slope is 0: from its Hessian, or else from the losses about it."""
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
        """Whether the places (m,) so far away, in their order, are lower (-1) or higher (1)."""
        circle = np.array([[1.0], [-1.0]])
        if len(point) == 2:
            turns = np.arange(16) * np.pi / 8
            circle = np.column_stack([np.cos(turns), np.sin(turns)])
        rises = self.objective.value(point + radius * circle) - self.objective.value(point)
        known = np.where(np.isfinite(rises), rises, 0.0)
        # The directions are rounded, and so those along a floor may leave it by a little.
        noise = self.objective.loss_noise(point) + _ASIDE * np.abs(known).max()
        return np.where(np.abs(known) > noise, np.sign(known), 0.0)

    def around(self, point: Array, radius: float) -> tuple[bool, bool]:
        """Whether any place so far away is lower than the point, and whether any is higher."""
        ring = point + radius * self.directions(point)
        heights, here = self.objective.value(ring), float(self.objective.value(point))
        heights = heights[np.isfinite(heights)]
        if not heights.size:
            return False, False
        # The directions are rounded too, and so a floor's own may leave it by a little.
        noise = self.objective.loss_noise(point) + _ASIDE * float(heights.max() - here)
        return bool((heights < here - noise).any()), bool((heights > here + noise).any())

    def directions(self, point: Array) -> Array:
        """Unit vectors (m, p): both ways of the parameters, of the curvatures and of the slope."""
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
        """Whether the loss falls ever on in a direction (p,), as far as it can be computed."""
        ways = scale * 10.0 ** np.arange(_DECADES)
        heights = self.objective.value(np.vstack([point, point + ways[:, None] * direction]))
        known = int(np.isfinite(heights).argmin()) or len(heights)
        falls = -np.diff(heights[:known])
        # What is computed no more must have fallen out of float64's bounds at the lower end.
        if known < len(heights) and heights[known] != -np.inf:
            return False
        return bool(len(falls) and (falls > 0).all() and (falls[2:] >= 0.99 * falls[1:-1]).all())

    def level_within(self, point: Array, radius: float, height: float) -> bool:
        """Whether the loss changes by no more than a height within a radius of the point."""
        ring = point + radius * self.directions(point)
        changes = np.abs(self.objective.value(ring) - self.objective.value(point))
        return bool((changes[np.isfinite(changes)] <= height).all())
