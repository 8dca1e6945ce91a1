"""The answer to a lesson's question: the lowest point, as exactly as its picture shows it."""

from __future__ import annotations

import numpy as np

from gradreel.scenes.parts.maps.lowest import seen_as
from gradreel.scenes.parts.maps.lowest_point import LowestPoint, lowest_point
from gradreel.scenes.parts.maps.views import drawn_domain
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording


def answer_of(recording: Recording, objective: Objective) -> LowestPoint | None:
    """The single lowest point of a loss; None if none is known or several are equally low."""
    if objective.minimum is None and recording.scenario.objective.domain is None:
        return None
    domain = drawn_domain(recording)
    found = lowest_point(objective, domain)
    if found is None or found.proven:
        return found
    place = np.array(seen_as(found.place, domain))
    return found._replace(place=place, loss=float(objective.value(place)))
