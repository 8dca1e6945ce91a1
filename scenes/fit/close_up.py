"""How close the map of a fit goes to show the first step."""

from __future__ import annotations

import numpy as np

from gradreel.scenes.fit.stage import lesson_domain
from gradreel.scenes.parts.formulas.fit_about import data_of
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.maps.framing import Framing, inside
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_STEP = 0.38  # of the map's width: the length of the step, seen from close
_MOST = 2000  # points: the loss of more would take too long to compute in every frame


def close_up(recording: Recording, objective: Objective) -> Domain | None:
    """The domain that shows the step well; None if the whole map does."""
    home, run = lesson_domain(recording, objective), recording.runs[0]
    if not run.steps or len(data_of(recording.scenario).outputs) > _MOST:
        return None
    here, target = run.parameters[:2]
    close = Framing(home).close(here, target, _STEP)
    spans = np.ptp([*home.values()], axis=1) / np.ptp([*close.values()], axis=1)
    return close if inside(home, here, target - here) == 1.0 and spans.min() > 1.0 else None
