"""Which part of the parameters a map shows, so that what matters fills it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.digits.round_steps import round_counts
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.maps.equal_scales import too_long
from gradreel.scenes.parts.maps.window import MOST

_MARGIN = 0.12  # of the map, around what is shown, so that nothing touches its border
_AIR = 0.04  # of the map, between the tip of an arrow and the border
_CLOSEST = 1e-4  # of the domain: in a smaller part, a loss is little more than rounding noise
_SMALLER = 2.0  # times the domain: the greatest length of an arrow drawn at a smaller scale


@dataclass(frozen=True)
class Framing:
    """Windows of a map of a domain, or of a curve over one, all with the same proportions.

    `equal` says whether both axes have the same scale.
    """

    home: Domain

    @property
    def equal(self) -> bool:
        """Whether a map of this domain can have the same scale on both axes."""
        return not too_long(self.home)

    @property
    def _spans(self) -> Array:
        return np.asarray(np.ptp(list(self.home.values()), axis=1))

    @property
    def _unit(self) -> Array:
        """The proportions of every window, (p,)."""
        return np.ones(len(self.home)) if self.equal else self._spans / self._spans.max()

    @property
    def radius(self) -> Array:
        """Half the width of the map, along each parameter, (p,)."""
        return self._unit * float((self._spans / self._unit).max()) / 2

    def wide(self, places: Array) -> Domain:
        """The window that contains the domain and places (n, p)."""
        low, high = np.array(list(self.home.values()), dtype=float).T
        lowest, highest = places.min(axis=0), places.max(axis=0)
        pad = _MARGIN * np.maximum(np.maximum(high, highest) - np.minimum(low, lowest), 0.0)
        low = np.where(lowest < low, lowest - pad, low)
        high = np.where(highest > high, highest + pad, high)
        return self._window((low + high) / 2, float(((high - low) / self._unit).max()))

    def close(self, here: Array, there: Array, share: float) -> Domain:
        """A window around a step, which takes a share of its width, or as small as makes sense."""
        length = float(np.linalg.norm((there - here) / self._unit))
        smallest = _CLOSEST * float(self._spans.max())
        return self._window((here + there) / 2, max(length / share, smallest))

    def around(self, places: Array, share: float) -> Domain:
        """A window around places (n, 2), which take a share of its width; see `close`."""
        low, high = places.min(axis=0), places.max(axis=0)
        size = float(((high - low) / self._unit).max()) / share
        return self._window((low + high) / 2, max(size, _CLOSEST * float(self._spans.max())))

    def scale(self, arrow: Array) -> int:
        """How many times smaller an arrow (2,) has to be drawn to fit: 1 if it fits as it is."""
        length = float((np.abs(arrow) / self._unit).max())
        room = float((self._spans / self._unit).max())
        if length <= MOST * room:
            return 1
        return next(times for times in round_counts() if times * _SMALLER * room >= length)

    def _window(self, middle: Array, size: float) -> Domain:
        low, high = middle - size / 2 * self._unit, middle + size / 2 * self._unit
        limits = zip(low.tolist(), high.tolist(), strict=True)
        return dict(zip(self.home, limits, strict=True))


def between(start: Domain, end: Domain, share: float) -> Domain:
    """The window at a share of a zoom from one to another, at a constant rate of magnification."""
    return {name: _between(start[name], end[name], share) for name in start}


def inside(domain: Domain, here: Array, arrow: Array) -> float:
    """The share of an arrow (2,), up to 1, that fits into a domain from a place within it."""
    low, high = np.array(list(domain.values()), dtype=float).T
    pad = _AIR * (high - low)
    room = np.where(arrow > 0.0, high - pad - here, here - low - pad)
    shares = room[arrow != 0.0] / np.abs(arrow[arrow != 0.0])
    return float(np.clip(shares, 0.0, 1.0).min(initial=1.0))


def _between(
    start: tuple[float, float], end: tuple[float, float], share: float
) -> tuple[float, float]:
    first_width, last_width = start[1] - start[0], end[1] - end[0]
    span = first_width ** (1.0 - share) * last_width**share
    # The middle moves along with the width, so that every point moves straight on the screen.
    change = first_width - last_width
    passed = (first_width - span) / change if abs(change) > 1e-9 * first_width else share
    middle = (1.0 - passed) * sum(start) / 2 + passed * sum(end) / 2
    return middle - span / 2, middle + span / 2
