"""Where in its domain a formula is undefined, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios import Formula, Scenario
from gradreel.solver.numbers import rounded
from gradreel.solver.objective import Objective, objective_of

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_PLACES = {1: 4001, 2: 241}  # points on each side of the domain, by parameters: 58,000 at most
_HALVINGS = 60  # of a cell: more than the 53 bits of float64
_ZERO = 1e-12  # of a cell: an end that is this near to 0 is 0 but for rounding


def gaps(scenario: Scenario) -> list[str]:
    """A sentence about where in its drawn domain a formula has no value, if there is one."""
    if not isinstance(scenario.objective, Formula):
        return []
    objective, domain = objective_of(scenario), scenario.objective.domain
    sides = [np.linspace(*limits, _PLACES[len(domain)]) for limits in domain.values()]
    grid = np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1)
    undefined = _undefined(objective, grid)
    if not undefined.any():
        return []
    if undefined.all():
        return ["the formula has no value anywhere in the drawn domain"]
    share = f"{_percent(float(undefined.mean()))} of the drawn domain"
    parts = _parts(objective, sides, undefined)
    if len(parts) > 1:
        parts = [f"{', '.join(parts[:-1])} or {parts[-1]}"]
    if not parts:
        return [f"{share} has no value"]
    thin = not any(sign in parts[0] for sign in "<>")
    return [f"{parts[0]} has no value" if thin else f"{parts[0]} ({share}) has no value"]


def _undefined(objective: Objective, places: Array) -> Mask:
    return ~np.isfinite(objective.value(places))


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %") if share >= 0.01 else "less than 1 %"


def _parts(objective: Objective, sides: list[Array], undefined: Mask) -> list[str]:
    """The parts without a value, if each is a range of one parameter; otherwise none."""
    axes = range(undefined.ndim)
    alone = [np.asarray(undefined.all(axis=tuple(k for k in axes if k != axis))) for axis in axes]
    whole = np.logical_or.reduce(np.meshgrid(*alone, indexing="ij"))
    if (whole != undefined).any():
        return []
    found: list[str] = []
    for axis, (name, side, gone) in enumerate(zip(objective.parameters, sides, alone, strict=True)):
        # Values of the other parameters at which this one alone decides.
        rest = [float(s[np.argmin(g)]) for s, g in zip(sides, alone, strict=True)]

        def at(x: Array, axis: int = axis, rest: list[float] = rest) -> Mask:
            places = np.tile(rest, (*np.shape(x), 1))
            places[..., axis] = x
            return _undefined(objective, places)

        found += _ranges(name, side, gone, at)
    return found


def _ranges(name: str, side: Array, gone: Mask, at: Callable[[Array], Mask]) -> Iterator[str]:
    """The ranges of a parameter without a value, in words: x < 0, 1 <= x <= 2, x = 0."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], gone, [False]])))
    for first, end in edges.reshape(-1, 2).tolist():
        low = None if first == 0 else _edge(side[first - 1], side[first], at)
        high = None if end == len(side) else _edge(side[end], side[end - 1], at)
        if low is not None and low == high:
            yield f"{name} = {low[0]}"
        elif low is None:
            assert high is not None
            yield f"{name} {high[1]} {high[0]}"
        elif high is None:
            yield f"{name} {low[1].replace('<', '>')} {low[0]}"
        else:
            yield f"{low[0]} {low[1]} {name} {high[1]} {high[0]}"


def _edge(defined: float, undefined: float, at: Callable[[Array], Mask]) -> tuple[str, str]:
    """The end of the defined range between two places, and < or, if it is undefined itself, <=."""
    span = abs(undefined - defined)
    for _ in range(_HALVINGS):
        middle = (defined + undefined) / 2
        defined, undefined = (defined, middle) if at(np.array(middle)) else (middle, undefined)
    edge = 0.0 if abs(undefined) < _ZERO * span else undefined
    text = rounded(edge, 4)
    return text, "<=" if at(np.array(float(text))) else "<"
