"""The starts of a scenario's mass of descents. Pure numpy."""

from __future__ import annotations

from random import Random

import numpy as np

from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array


def sides_of(scenario: Scenario) -> list[Array]:
    """The starts of a grid along each parameter, from one end of the domain to the other."""
    assert scenario.starts is not None
    counts = scenario.starts.grid or ()
    return [
        np.linspace(*ends, count) for ends, count in zip(_domain(scenario), counts, strict=True)
    ]


def starts_of(scenario: Scenario) -> Array:
    """The starts (n, p); in a grid the first parameter changes fastest."""
    starts = scenario.starts
    assert starts is not None
    if starts.random is None:
        mesh = np.meshgrid(*reversed(sides_of(scenario)), indexing="ij")
        return np.stack(mesh[::-1], axis=-1).reshape(-1, len(mesh))
    drawn, domain = Random(starts.seed), _domain(scenario)
    rows = [
        [low + (high - low) * drawn.random() for low, high in domain] for _ in range(starts.random)
    ]
    return np.array(rows)


def width_of(scenario: Scenario) -> float:
    """The width of the domain along the parameter along which it is widest."""
    return max(high - low for low, high in _domain(scenario))


def _domain(scenario: Scenario) -> list[tuple[float, float]]:
    assert scenario.objective.domain is not None
    return [*scenario.objective.domain.values()]
