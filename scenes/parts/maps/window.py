"""The part of a landscape that is drawn while a run descends, and grows if the run leaves it."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.geometry.interpolation import rows_up_to

# Of the distance to the place for which the window grows: it is to be seen within the border.
_MARGIN = 0.12
MOST = 40.0  # times the first width: a path's beginning drawn so small is still a mark
_LEAP = 10.0  # times the drawn width: showing a single step that leaps farther explains nothing


class Window:
    """A domain that grows around its middle when a run's parameters (n, p) leave it.

    `lost` is the first step that is not shown, because it is too far away or leaps too far at once,
    or None; from there on the window no longer grows.
    """

    def __init__(self, domain: Domain, parameters: Array) -> None:
        self._names = tuple(domain)
        low, high = np.array(list(domain.values()), dtype=float).T
        self._middle, self._half = (low + high) / 2, (high - low) / 2
        away = (np.abs(parameters - self._middle) / self._half).max(axis=1)
        needed = np.where(away > 1.0 + 1e-9, (1.0 + _MARGIN) * away, 1.0)
        scales = np.maximum.accumulate(needed)
        previous = np.concatenate([[1.0], scales[:-1]])
        beyond = np.flatnonzero((away > MOST) | (away > _LEAP * previous))
        self.lost = int(beyond[0]) if len(beyond) else None
        if self.lost is not None:
            scales[self.lost :] = previous[self.lost]
        self._scales = np.minimum(scales, MOST)

    @property
    def grows(self) -> bool:
        """Whether the run ever leaves the domain."""
        return bool(self._scales[-1] > 1.0)

    def scale(self, step: float) -> float:
        """How many times its first width the window has at a step, which may be fractional."""
        return float(rows_up_to(self._scales, step)[-1])

    def domain(self, step: float) -> Domain:
        """The domain that is drawn at a step; it includes the run up to there, until it is lost."""
        reach = self.scale(step) * self._half
        limits = zip(self._middle - reach, self._middle + reach, strict=True)
        return {
            name: (float(low), float(high))
            for name, (low, high) in zip(self._names, limits, strict=True)
        }
