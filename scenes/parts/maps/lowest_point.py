"""The single lowest point of a loss, if there is one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.maps.lowest import has_lowest, lowest_in
from gradreel.solver.objective import Objective


class LowestPoint(NamedTuple):
    """The lowest place (p,) and its loss: `proven` to be the only one, or merely found."""

    place: Array
    loss: float
    proven: bool

    @property
    def word(self) -> str:
        """The id of the word beside its mark."""
        return "label-lowest-point" if self.proven else "label-lowest-found"

    def within(self, domain: Domain) -> bool:
        """Whether it lies in a domain."""
        low, high = np.array(list(domain.values()), dtype=float).T
        return bool(((self.place >= low) & (self.place <= high)).all())


def lowest_point(objective: Objective, domain: Domain, edge: float = 0.0) -> LowestPoint | None:
    """The lowest point, proven or found by a search of a domain; None if there is not exactly one.

    A place nearer to the border than a share `edge` of the domain does not count, because there may
    be a lower one beyond.
    """
    if objective.minimum is not None and objective.minimum_loss is not None:
        return LowestPoint(objective.minimum, objective.minimum_loss, proven=True)
    lowest = lowest_in(objective, domain)
    if lowest is None or len(lowest.places) > 1 or not has_lowest(objective, domain, lowest):
        return None
    low, high = np.array(list(domain.values()), dtype=float).T
    (place,), margin = lowest.places, edge * (high - low)
    if not ((place >= low + margin) & (place <= high - margin)).all():
        return None
    return LowestPoint(place, lowest.loss, proven=False)
