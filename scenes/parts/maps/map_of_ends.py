"""Where descents from all over a map end. Pure numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradreel.scenarios.arrays import Array, Index
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.solver.mass_starts import sides_of
from gradreel.solver.masses import AT_REST, TOGETHER, descend, nearest
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

SIDE = 150  # starts along each side of a map: 22,500 descents, 3 pixels apart at 1080p


@dataclass(frozen=True, eq=False)
class MapOfEnds:
    """Where descents from starts (n, 2) end, (n, 2), and the `sides` of the grid of starts.

    In it the first parameter changes fastest. Starts at random have no sides.
    """

    starts: Array
    ends: Array
    sides: tuple[Array, Array] | None

    def led_to(self, ends: Array, span: Array) -> Index:
        """Which of some ends (m, 2) each of them has come to, in a picture of `span` (2,)."""
        return nearest(self.ends, ends, span, TOGETHER)


def map_of_ends(recording: Recording, objective: Objective, domain: Domain) -> MapOfEnds:
    """The recorded mass, or else plain descents from all over a domain, like the first run."""
    if recording.mass:
        grid = recording.scenario.starts and recording.scenario.starts.grid
        first, second = sides_of(recording.scenario) if grid else (None, None)
        sides = None if first is None or second is None else (first, second)
        return MapOfEnds(recording.mass.starts, recording.mass.ends, sides)
    run = recording.runs[0].run
    first, second = (np.linspace(low, high, SIDE) for low, high in domain.values())
    starts = np.stack(np.meshgrid(first, second), axis=-1).reshape(-1, 2)
    rest = AT_REST * float(np.ptp(np.array([*domain.values()]), axis=1).max())
    ends = descend(objective, starts, run.rate, run.steps, tolerance=rest).ends
    return MapOfEnds(starts, ends, (first, second))
