"""Which part of the parameters' space a lesson draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.box import Domain
from gradreel.solver.recording import Recording, RunRecord

_FARTHEST = 1.5  # how far, in widths of the domain, a run may stretch the picture either way
_MARGIN = 0.08  # of the range of what is shown, on each side, so that no path touches the border
_SAME = 1e-6  # of a parameter: so near to each other, places are one


def drawn_domain(
    recording: Recording, runs: Sequence[RunRecord] = (), best: Array | None = None
) -> Domain:
    """The scenario's domain, stretched so that the runs (by default the first) are seen.

    A run that leaves for the distance is followed only so far. Data without a domain are drawn
    about where the runs go, and about the `best` parameters (p,) where these are known.
    """
    runs = runs or recording.runs[:1]
    return _holding(recording, np.concatenate([run.parameters for run in runs]), best)


def first_domain(recording: Recording, runs: Sequence[RunRecord] = ()) -> Domain:
    """What a lesson draws at first of runs (by default the first), which a `Window` may widen.

    It is the `drawn_domain`, but of a run that diverges it holds only the start.
    """
    runs = runs or recording.runs[:1]
    places = [run.parameters[:1] if run.ending.outcome.flees else run.parameters for run in runs]
    return _holding(recording, np.concatenate(places), None)


def _holding(recording: Recording, places: Array, best: Array | None) -> Domain:
    given = recording.scenario.objective.domain or {}
    domain = {}
    for index, name in enumerate(recording.scenario.parameters):
        values = places[:, index]
        low, high = given.get(name) or _around(recording, index, best)
        reach = _FARTHEST * (high - low)
        near = values[(values >= low - reach) & (values <= high + reach)]
        pad = _MARGIN * (high - low)
        if near.size and near.min() < low:
            low = near.min() - pad
        if near.size and near.max() > high:
            high = near.max() + pad
        domain[name] = (float(low), float(high))
    return domain


def with_room(domain: Domain, place: Array, beyond: Array) -> Domain:
    """A domain, widened if necessary to have some room beyond a place (p,).

    `beyond` (p,) is how much, in shares of the drawn widths: upward, or downward where negative.
    """
    widened = {}
    for (name, (low, high)), x, share in zip(domain.items(), place, beyond, strict=True):
        rest = 1.0 - abs(share)
        if share > 0.0:
            high = max(high, low + (float(x) - low) / rest)
        if share < 0.0:
            low = min(low, high - (high - float(x)) / rest)
        widened[name] = (float(low), float(high))
    return widened


def _around(recording: Recording, index: int, best: Array | None) -> tuple[float, float]:
    """A range about every start, the end of every run that did not run away, and the best."""
    starts = [run.parameters[0] for run in recording.runs]
    settled = [run for run in recording.runs if not run.ending.outcome.flees]
    ends = [run.parameters[-1] for run in settled]
    shown = [*starts, *ends, *([] if best is None else [best])]
    places = [float(place[index]) for place in shown]
    low, high = min(places), max(places)
    # What differs by rounding alone is one place.
    spread = high - low if high - low > _SAME * max(abs(low), abs(high)) else max(abs(low), 1.0)
    return low - 0.4 * spread, high + 0.4 * spread
