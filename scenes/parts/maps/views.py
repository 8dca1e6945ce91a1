"""Which part of the parameter space a lesson draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord

_FARTHEST = 1.5  # widths of the domain by which a run may stretch the picture to either side
_MARGIN = (
    0.08  # of the domain, beyond a run that stretches it, so that it does not touch the border
)
_SAME = 1e-6  # relative: parameters that differ by less are the same


def drawn_domain(
    recording: Recording, runs: Sequence[RunRecord] = (), best: Array | None = None
) -> Domain:
    """The scenario's domain, stretched so that the runs (by default the first) are seen.

    A run that goes far away is followed only so far. For data without a domain, it is where the
    runs go, and around the `best` parameters (p,) if these are known.
    """
    runs = runs or recording.runs[:1]
    return _holding(recording, np.concatenate([run.parameters for run in runs]), best)


def first_domain(recording: Recording, runs: Sequence[RunRecord] = ()) -> Domain:
    """The domain that a lesson draws at first, and that a `Window` may widen.

    It is the `drawn_domain` of the runs (by default the first), but of a run that diverges it
    includes only the start.
    """
    runs = runs or recording.runs[:1]
    places = [run.parameters[:1] if run.ending.outcome.flees else run.parameters for run in runs]
    return _holding(recording, np.concatenate(places), None)


def _holding(recording: Recording, places: Array, best: Array | None) -> Domain:
    domains = recording.scenario.objective.domain or {}
    domain = {}
    for index, name in enumerate(recording.scenario.parameters):
        values = places[:, index]
        low, high = domains.get(name) or _around(recording, index, best)
        reach = _FARTHEST * (high - low)
        included = values[(values >= low - reach) & (values <= high + reach)]
        pad = _MARGIN * (high - low)
        if included.size and included.min() < low:
            low = included.min() - pad
        if included.size and included.max() > high:
            high = included.max() + pad
        domain[name] = (float(low), float(high))
    return domain


def with_room(domain: Domain, place: Array, beyond: Array) -> Domain:
    """A domain, widened if necessary to have some room beyond a place (p,).

    `beyond` (p,) is how much, in shares of the drawn widths, upward or (negative) downward.
    """
    widened = {}
    for (name, (low, high)), x, share in zip(domain.items(), place, beyond, strict=True):
        remaining = 1.0 - abs(share)
        if share > 0.0:
            high = max(high, low + (float(x) - low) / remaining)
        if share < 0.0:
            low = min(low, high - (high - float(x)) / remaining)
        widened[name] = (float(low), float(high))
    return widened


def _around(recording: Recording, index: int, best: Array | None) -> tuple[float, float]:
    """A range around all starts, the ends of runs that did not flee, and the best parameters."""
    starts = [run.parameters[0] for run in recording.runs]
    settled = [run for run in recording.runs if not run.ending.outcome.flees]
    ends = [run.parameters[-1] for run in settled]
    important = [*starts, *ends, *([] if best is None else [best])]
    places = [float(place[index]) for place in important]
    low, high = min(places), max(places)
    # Places that differ only by rounding are one.
    spread = high - low if high - low > _SAME * max(abs(low), abs(high)) else max(abs(low), 1.0)
    return low - 0.4 * spread, high + 0.4 * spread
