"""The one lowest point of a loss, where there is one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.box import Domain
from gradreel.scenes.parts.lowest import has_lowest, lowest_in
from gradreel.solver.objective import Objective


class LowestPoint(NamedTuple):
    """The lowest place (p,) and its loss; `proven` to be the only one, or no more than found."""

    place: Array
    loss: float
    proven: bool

    @property
    def word(self) -> str:
        """The id of its word beside a mark."""
        return "label-lowest-point" if self.proven else "label-lowest-found"

    def within(self, domain: Domain) -> bool:
        """Whether it lies in a domain."""
        low, high = np.array(list(domain.values()), dtype=float).T
        return bool(((self.place >= low) & (self.place <= high)).all())


def lowest_point(objective: Objective, domain: Domain, edge: float = 0.0) -> LowestPoint | None:
    """The lowest point: proven, or found by a search of a domain; None where none or several are.

    What is found nearer to the domain's border than the share `edge` of it is lower beyond it.
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
