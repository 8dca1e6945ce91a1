"""The lowest point of a lesson, where there is one: the answer to its question."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.lowest import has_lowest, lowest_in, seen_as
from gradreel.scenes.parts.views import drawn_domain
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording


class Answer(NamedTuple):
    """The lowest place (p,) and its loss; `proven` to be the only one, or no more than found."""

    place: Array
    loss: float
    proven: bool


def answer_of(recording: Recording, objective: Objective) -> Answer | None:
    """The one lowest point of a loss; None where none is known, or several are as low."""
    if objective.minimum is not None and objective.minimum_loss is not None:
        return Answer(objective.minimum, objective.minimum_loss, proven=True)
    if recording.scenario.objective.domain is None:
        return None
    domain = drawn_domain(recording)
    lowest = lowest_in(objective, domain)
    if lowest is None or len(lowest.places) > 1 or not has_lowest(objective, domain, lowest):
        return None
    place = np.array(seen_as(lowest.places[0], domain))
    return Answer(place, float(objective.value(place)), proven=False)
