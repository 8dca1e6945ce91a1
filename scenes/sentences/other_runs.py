"""What a recap says about the runs that a lesson does not explain."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gradreel.scenarios.runs import start_only
from gradreel.scenes.parts.descents.ends import at_minimum, ends_of
from gradreel.scenes.parts.descents.runs import labels_of, nameless, place_of
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.maps.lowest import rise_between, seen_as
from gradreel.scenes.parts.maps.views import drawn_domain
from gradreel.scenes.sentences.runs import apart_of
from gradreel.solver.message import Message, message
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording
from gradreel.solver.rounding import is_noise

_ALIKE = 3  # significant digits: depths that agree in them are the same to a reader


class OtherRuns(NamedTuple):
    """The indices of some runs other than the first, and what is said about them."""

    runs: tuple[int, ...]
    sentence: Message


def other_valley(recording: Recording, objective: Objective) -> OtherRuns | None:
    """Another valley than that of the first run: the one in which most runs end; or None."""
    runs = recording.runs
    if len(runs) == 1 or not start_only(recording.scenario):
        return None
    domain = drawn_domain(recording, runs)
    span = np.ptp(list(domain.values()), axis=1)
    ends = [end for end in ends_of(runs, span) if end.place is not None]
    first_end = next((end for end in ends if 0 in end.runs), None)
    if first_end is None or first_end.place is None:
        return None
    others = [
        end
        for end in ends
        if end is not first_end
        and at_minimum(objective, end, runs)
        and rise_between(objective, first_end.place, end.place) > 0.0  # type: ignore[arg-type]
    ]
    if not others:
        return None
    other = max(others, key=lambda end: len(end.runs))
    assert other.place is not None
    alike = number(other.loss, _ALIKE) == number(first_end.loss, _ALIKE)
    depth = "same" if alike else "less" if other.loss > first_end.loss else "more"
    sentence = message(
        "recap-other-valley",
        depth=depth,
        count=len(other.runs),
        runs=len(runs) - 1,
        place=place_of(seen_as(other.place, domain)),
    )
    return OtherRuns(other.runs, sentence)


def better_settings(recording: Recording, objective: Objective) -> OtherRuns | None:
    """The run whose settings led lowest, if it is not the first, and ended clearly lower."""
    runs = recording.runs
    if len(runs) == 1 or start_only(recording.scenario):
        return None
    losses = [np.inf if run.ending.outcome.flees else float(run.loss[-1]) for run in runs]
    best = int(np.argmin(losses))
    if best == 0 or number(losses[best], _ALIKE) == number(losses[0], _ALIKE):
        return None
    # The lesson has called the runs by their settings.
    apart = apart_of([runs[0].run, runs[best].run])
    sentence = message(
        "recap-better-settings",
        name=labels_of(nameless(recording).scenario)[best],
        loss=number(losses[best]),
        near="yes" if _only_looks_lowest(losses[best], objective.minimum_loss) else "no",
        steps=runs[best].steps,
        apart=apart,
        count=len(apart),
    )
    return OtherRuns((best,), sentence)


def _only_looks_lowest(loss: float, lowest: float | None) -> bool:
    """Whether a loss is printed as the lowest is, and is not that."""
    if lowest is None or number(loss) != number(lowest):
        return False
    return not is_noise(loss - lowest, max(abs(loss), abs(lowest)))
