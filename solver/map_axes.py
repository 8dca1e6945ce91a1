"""The axes of a map of descents: parameters of the start, the learning rate, the momentum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array, Limits
from gradreel.solver.masses import AT_REST, descend
from gradreel.solver.objective import Objective

RATE, MOMENTUM = "lr", "momentum"

_MOST_MOMENTUM = 0.99
_BEYOND = 1.25  # times the largest learning rate that works: a map goes on a little beyond it
_ALONG, _STEPS = 9, 2000  # descents along each parameter that look for minima, and their steps
_AROUND = (
    0.4  # of the way between starts and minimum: what a map without a domain adds on each side
)
_TIMES = 4.0  # the learning rate of the first run, where no curvature says more


class MapAxis(NamedTuple):
    """What changes along a side of a map, from where to where, in how many cells."""

    name: str
    limits: Limits
    cells: int

    @property
    def middles(self) -> Array:
        """The value in each cell, that at its middle."""
        low, high = self.limits
        return np.asarray(low + (np.arange(self.cells) + 0.5) / self.cells * (high - low))


def momentum_of(scenario: Scenario) -> float:
    """The momentum of the first run."""
    return float(scenario.runs[0].options.get("momentum", 0.0))  # type: ignore[arg-type]


def domain_of(scenario: Scenario, objective: Objective) -> dict[str, Limits]:
    """The domain, and for parameters without one a range around all starts and the lowest point."""
    places = [[run.start[name] for name in scenario.parameters] for run in scenario.runs]
    if objective.minimum is not None:
        places.append(objective.minimum.tolist())
    low, high = np.min(places, axis=0), np.max(places, axis=0)
    pad = _AROUND * np.where(high > low, high - low, np.maximum(np.abs(low), 1.0))
    around = zip(scenario.parameters, (low - pad).tolist(), (high + pad).tolist(), strict=True)
    return {name: (low, high) for name, low, high in around} | {**(scenario.objective.domain or {})}


def limits_of(name: str, other: str, scenario: Scenario, objective: Objective) -> Limits:
    """The range of an axis, beside another one."""
    domain = domain_of(scenario, objective)
    if name in domain:
        return domain[name]
    if name == MOMENTUM:
        return 0.0, _MOST_MOMENTUM
    momentum = _MOST_MOMENTUM if other == MOMENTUM else momentum_of(scenario)
    curvature = _steepest(scenario, objective, domain)
    if curvature is None:
        return 0.0, _TIMES * scenario.runs[0].rate
    return 0.0, _BEYOND * largest_rate(curvature, momentum)


def largest_rate(curvature: float, momentum: float) -> float:
    """The learning rate from which on descents leave a minimum with this largest curvature.

    B. T. Polyak, Some methods of speeding up the convergence of iteration methods (1964).
    """
    return 2.0 * (1.0 + momentum) / curvature


def _steepest(
    scenario: Scenario, objective: Objective, domain: Mapping[str, Limits]
) -> float | None:
    """The largest curvature at the minimum where that is smallest; None if none is found."""
    if objective.quadratic:
        steepest = float(objective.curvatures(np.zeros(len(domain)))[-1])
        return steepest if steepest > 0.0 else None
    sides = [np.linspace(*ends, _ALONG) for ends in domain.values()]
    starts = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, len(sides))
    rest = AT_REST * max(high - low for low, high in domain.values())
    mass = descend(objective, starts, scenario.runs[0].rate, _STEPS, tolerance=rest)
    ends = np.unique(np.round(mass.ends[mass.settled], 6), axis=0)
    bends = [float(objective.curvatures(end)[-1]) for end in ends]
    return min((bend for bend in bends if bend > 0.0), default=None)
