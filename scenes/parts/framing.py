"""Which part of the parameters a map shows: what matters fills it, scales are equal. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.box import Domain
from gradreel.scenes.parts.equal_scales import too_long
from gradreel.scenes.parts.round_steps import round_counts
from gradreel.scenes.parts.window import MOST

_MARGIN = 0.12  # of the map, about what is shown in it
_AIR = 0.04  # of the map, between the tip of an arrow and the border
_CLOSEST = 1e-4  # of the domain: closer up, a loss is little more than its own rounding
_SMALLER = 2.0  # times the domain: so long is an arrow at most that is drawn at a smaller scale


@dataclass(frozen=True)
class Framing:
    """Windows on a map about a domain. `equal` says whether both of its axes have one scale."""

    home: Domain

    @property
    def equal(self) -> bool:
        """Whether a map of this domain can have one scale for both axes."""
        return not too_long(self.home)

    @property
    def _spans(self) -> Array:
        return np.asarray(np.ptp(list(self.home.values()), axis=1))

    @property
    def _unit(self) -> Array:
        """The proportions of every window, (2,)."""
        return np.ones(2) if self.equal else self._spans / self._spans.max()

    @property
    def radius(self) -> Array:
        """As far along either parameter (2,) as half of the map is wide."""
        return self._unit * float((self._spans / self._unit).max()) / 2

    def wide(self, places: Array) -> Domain:
        """All of the domain, and places (n, 2) as well."""
        low, high = np.array(list(self.home.values()), dtype=float).T
        least, most = places.min(axis=0), places.max(axis=0)
        pad = _MARGIN * np.maximum(np.maximum(high, most) - np.minimum(low, least), 0.0)
        low = np.where(least < low, least - pad, low)
        high = np.where(most > high, most + pad, high)
        return self._window((low + high) / 2, float(((high - low) / self._unit).max()))

    def close(self, here: Array, there: Array, share: float) -> Domain:
        """About a step that takes a share of the width, or as close to it as makes sense."""
        length = float(np.linalg.norm((there - here) / self._unit))
        least = _CLOSEST * float(self._spans.max())
        return self._window((here + there) / 2, max(length / share, least))

    def scale(self, way: Array) -> int:
        """How many times smaller than it is a way (2,) is drawn, so that it fits: 1 if at all."""
        length = float((np.abs(way) / self._unit).max())
        room = float((self._spans / self._unit).max())
        if length <= MOST * room:
            return 1
        return next(times for times in round_counts() if times * _SMALLER * room >= length)

    def _window(self, middle: Array, size: float) -> Domain:
        low, high = middle - size / 2 * self._unit, middle + size / 2 * self._unit
        limits = zip(low.tolist(), high.tolist(), strict=True)
        return dict(zip(self.home, limits, strict=True))


def between(one: Domain, other: Domain, share: float) -> Domain:
    """The window a share of the way from one to another, each moment as much closer as the last."""
    return {name: _between(one[name], other[name], share) for name in one}


def inside(domain: Domain, here: Array, way: Array) -> float:
    """How much of a way (2,) from a place within a domain fits in, up to all of it (1)."""
    low, high = np.array(list(domain.values()), dtype=float).T
    pad = _AIR * (high - low)
    room = np.where(way > 0.0, high - pad - here, here - low - pad)
    shares = room[way != 0.0] / np.abs(way[way != 0.0])
    return float(np.clip(shares, 0.0, 1.0).min(initial=1.0))


def _between(
    one: tuple[float, float], other: tuple[float, float], share: float
) -> tuple[float, float]:
    before, after = one[1] - one[0], other[1] - other[0]
    span = before ** (1.0 - share) * after**share
    # Whatever is seen goes straight to where it will be: the middle goes with the width.
    far = before - after
    passed = (before - span) / far if abs(far) > 1e-9 * before else share
    middle = (1.0 - passed) * sum(one) / 2 + passed * sum(other) / 2
    return middle - span / 2, middle + span / 2
