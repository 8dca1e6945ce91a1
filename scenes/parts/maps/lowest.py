"""The lowest places in a picture, searched on grids, and whether they are minima. Pure numpy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.digits.numbers import round_to
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.solver.ending import Outcome
from gradreel.solver.objective import Objective
from gradreel.solver.run_record import RunRecord

# Points along each side of the grid, by the number of parameters: 15,000 at most.
_SIDES = {1: 2001, 2: 121}
_FINER = 11  # points along each side of the grids around one place, each narrower than the last
_SEARCHES = 60  # such grids, at most: each shrinks the cell to a fifth, so that ten reach _FINEST
_FINEST = 1e-7  # of a cell of the first grid: the last cell
_SURELY = 1e-9  # of the range of the losses: a smaller difference is none
_ROUNDING = 1e-6  # of the range on a line: a smaller rise may be rounding
_WORTH = 1e-3  # of the rise between two places: one that is lower by less is not worth telling
_TALL = 10.0  # times the depth of the lowest place below the median: no rise counts for more
_APART = 0.02  # of the domain: closer places are drawn as one
_CANDIDATES = 12  # lowest places of the grid that are refined: each costs a search
_DIRECTIONS = 32  # around a domain in which lower places are searched for: 11 degrees apart
_FAR = 10.0 ** np.arange(0.0, 4.5, 0.5)  # times half the domain: how far away they are searched for
# Points on the line between two places: a rise narrower than 1/400 of it is missed.
_BETWEEN = 401

# The sentence about their end says already that these runs have left.
_GONE = (Outcome.DIVERGED, Outcome.THROWN, Outcome.UNBOUNDED, Outcome.FAILED)


@dataclass(frozen=True)
class Lowest:
    """The lowest places (n, p) in a domain, and their loss.

    Differences of losses up to `certain` count as none. `usual` is how far the median loss of the
    domain is above the lowest. It is `bottomless` if the loss falls without end at one of the
    places, as at a pole.
    """

    places: Array
    loss: float
    certain: float
    usual: float
    bottomless: bool


def lowest_in(objective: Objective, domain: Domain) -> Lowest | None:
    """The lowest places in a domain of one or two parameters; None if the loss has no value."""
    low, high = np.array(list(domain.values()), dtype=float).T
    places, losses = _grid(objective, low, high, _SIDES[len(low)])
    finite = losses[np.isfinite(losses)]
    if not len(finite):
        return None
    bottom, middle = float(finite.min()), float(np.median(finite))
    spread = float(np.ptp(finite))
    cell = (high - low) / (_SIDES[len(low)] - 1)
    found = [_refined(objective, place, cell, (low, high)) for place in _candidates(places, losses)]
    deepest = min(loss for _, loss in found)
    certain = _SURELY * spread
    same = [place for place, loss in found if loss <= deepest + certain]
    separate = [same[0]]
    for place in same[1:]:
        if all((np.abs(place - earlier) > _APART * (high - low)).any() for earlier in separate):
            separate.append(place)
    bottomless = bottom - deepest > (middle - bottom) + certain
    return Lowest(np.array(separate), deepest, certain, middle - deepest, bottomless)


def has_lowest(objective: Objective, domain: Domain, lowest: Lowest) -> bool:
    """Whether no lower place was found far around a domain."""
    low, high = np.array(list(domain.values()), dtype=float).T
    angles = np.linspace(0.0, 2 * np.pi, _DIRECTIONS, endpoint=False)
    directions = (
        np.stack([np.cos(angles), np.sin(angles)], axis=-1) if len(low) == 2 else [[-1], [1]]
    )
    offsets = _FAR[:, None, None] * np.asarray(directions) * (high - low) / 2
    losses = objective.value((low + high) / 2 + offsets)
    lower = losses < lowest.loss - lowest.certain  # False for nan
    return not (lowest.bottomless or bool(lower.any()))


def lower_than_end(run: RunRecord, objective: Objective, domain: Domain) -> Array | None:
    """A place (p,) in a drawn domain that is lower than the end of a run; None if none is known.

    It is given only for runs that will not get there: the loss rises on the line to it, or they
    came to rest where there is no minimum.
    """
    outcome, end = run.ending.outcome, run.parameters[-1]
    if outcome in _GONE or objective.expression is None:
        return None
    lowest = lowest_in(objective, domain)
    if lowest is None or lowest.loss >= float(run.loss[-1]) - lowest.certain:
        return None
    nearest = min(lowest.places, key=lambda place: float(np.linalg.norm(place - end)))
    span = np.ptp(list(domain.values()), axis=1)
    if (np.abs(nearest - end) <= _APART * span).all():
        return None
    lower = float(run.loss[-1]) - lowest.loss
    # The rise at a pole is without end, which must not make a lower place count for nothing.
    rise = min(rise_between(objective, end, nearest), _TALL * lowest.usual)
    blocked = lower > _WORTH * rise > 0.0
    return np.asarray(nearest) if outcome.held or blocked else None


def seen_as(place: Array, domain: Domain) -> list[float]:
    """A place (p,) rounded to what can be distinguished in a drawn domain."""
    spans = [high - low for low, high in domain.values()]
    return [round_to(float(v), span / 1000) for v, span in zip(place, spans, strict=True)]


def rise_between(objective: Objective, start: Array, end: Array) -> float:
    """How far the loss rises above both of two places (p,) on the straight line between them.

    It is 0 if it does not rise. If it does, the loss is proven not to be convex.
    """
    shares = np.linspace(0.0, 1.0, _BETWEEN)[:, None]
    heights = objective.value((1 - shares) * start + shares * end)
    heights = heights[np.isfinite(heights)]
    if not len(heights):
        return 0.0
    rise = float(heights.max()) - max(float(heights[0]), float(heights[-1]))
    return rise if rise > _ROUNDING * float(np.ptp(heights)) else 0.0


def _grid(objective: Objective, low: Array, high: Array, count: int) -> tuple[Array, Array]:
    """The places (n, p) of a grid from one corner to the other, and their losses (n,)."""
    sides = [np.linspace(*limits, count) for limits in zip(low, high, strict=True)]
    places = np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1)
    return places.reshape(-1, len(low)), objective.value(places).ravel()


def _candidates(places: Array, losses: Array) -> Iterator[Array]:
    """The lowest of the places of a grid (n, p) that are no higher than their neighbours."""
    width = places.shape[1]
    heights = np.where(np.isfinite(losses), losses, np.inf).reshape((_SIDES[width],) * width)
    lowest = np.ones(heights.shape, dtype=bool)
    for axis in range(width):
        padded = np.pad(
            heights, [(int(k == axis),) * 2 for k in range(width)], constant_values=np.inf
        )
        size = heights.shape[axis]
        for first in (0, 2):
            lowest &= heights <= padded.take(range(first, first + size), axis=axis)
    found = np.flatnonzero(lowest.ravel() & np.isfinite(losses))
    yield from places[found[np.argsort(losses[found], kind="stable")][:_CANDIDATES]]


def _refined(
    objective: Objective, place: Array, cell: Array, limits: tuple[Array, Array]
) -> tuple[Array, float]:
    """The lowest place that ever finer grids lead to from a place, and its loss.

    A grid gets finer only if its middle is lowest, so that long narrow valleys are followed.
    """
    low, high = limits
    best, finest = float(objective.value(place)), _FINEST * cell
    for _ in range(_SEARCHES):
        places, losses = _grid(
            objective, np.maximum(place - cell, low), np.minimum(place + cell, high), _FINER
        )
        losses = np.where(np.isfinite(losses), losses, np.inf)
        index = int(np.argmin(losses))
        better = bool(losses[index] < best)
        if not better or bool((np.abs(places[index] - place) < cell / 2).all()):
            cell = cell * 2 / (_FINER - 1)
        if better:
            place, best = places[index] + 0.0, float(losses[index])
        if bool((cell < finest).all()):
            break
    return place, best
