"""What makes the first step of a fit seen: how close its map goes."""

from __future__ import annotations

import numpy as np

from gradreel.scenes.fit.stage import lesson_domain
from gradreel.scenes.parts.box import Domain
from gradreel.scenes.parts.fit_about import data_of
from gradreel.scenes.parts.framing import Framing, inside
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_STEP = 0.38  # of the map's width: so much of it the step takes, seen close
_MOST = 2000  # points of which the loss is computed anew in every frame of it


def close_up(recording: Recording, objective: Objective) -> Domain | None:
    """What to show of the map for the step to be seen well; None where it is seen as it is."""
    home, run = lesson_domain(recording, objective), recording.runs[0]
    if len(home) != 2 or not run.steps or len(data_of(recording.scenario).outputs) > _MOST:
        return None
    here, there = run.parameters[:2]
    close = Framing(home).close(here, there, _STEP)
    spans = np.ptp([*home.values()], axis=1) / np.ptp([*close.values()], axis=1)
    return close if inside(home, here, there - here) == 1.0 and spans.min() > 1.0 else None
