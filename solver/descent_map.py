"""Maps of descents: what becomes of them, for each start, learning rate or momentum."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array, Index, Mask
from gradreel.scenarios.files import write_atomically
from gradreel.solver.map_axes import (
    MOMENTUM,
    RATE,
    MapAxis,
    domain_of,
    largest_rate,
    limits_of,
    momentum_of,
)
from gradreel.solver.mass_block import Device
from gradreel.solver.masses import TOGETHER, Mass, descend, nearest
from gradreel.solver.objective import Objective

MOST_PLACES = 6  # as many as a theme has colours for runs

_FAR = 1000.0  # widths of the domain: a descent that has gone so far is counted as diverging
_SHORT = 1e-9  # of the domain: a descent whose steps are so short has settled


@dataclass(frozen=True, eq=False)
class DescentMap:
    """What became of a descent in each cell of a map with n cells across and m upward.

    `over` names the axes, `across` (n,) and `upward` (m,) are the values in the middle of cells,
    and `limits` (2, 2) where the axes begin and end. For each cell: `ends` (m, n, p), `losses`
    (m, n), `steps` (m, n), `settled` (m, n) and `diverged` (m, n), as of a `Mass` with at most so
    many `most_steps`, but what has gone far beyond the domain has diverged as well; `place` (m, n)
    is the number of the place where it ended, or -1. `places` (k, p) are the ends of those that
    settled, and `heights` (k,) the loss there, lowest first.
    `curvature` is the largest one of a quadratic loss, else nan, and `border` (j, 2) a line of
    points on the map where theory says that descents begin to diverge.
    """

    over: tuple[str, str]
    across: Array
    upward: Array
    limits: Array
    ends: Array
    losses: Array
    steps: Index
    settled: Mask
    diverged: Mask
    place: Index
    places: Array
    heights: Array
    most_steps: int
    curvature: float
    border: Array

    def save(self, path: Path) -> None:
        """Write an .npz without pickles; equal maps give equal bytes."""
        with write_atomically(path) as temporary, temporary.open("wb") as file:
            arrays: dict[str, Any] = {name: np.array(v) for name, v in vars(self).items()}
            np.savez_compressed(file, **arrays)

    @classmethod
    def load(cls, path: Path) -> DescentMap:
        """Read a file from `save`."""
        with np.load(path, allow_pickle=False) as archive:
            found = {field.name: archive[field.name] for field in fields(cls)}
        first, second = found["over"].tolist()
        numbers = {"most_steps": int(found["most_steps"]), "curvature": float(found["curvature"])}
        return cls(**{**found, **numbers, "over": (first, second)})


def descent_map(
    scenario: Scenario,
    objective: Objective,
    over: tuple[str, str],
    cells: tuple[int, int],
    steps: int,
    device: Device,
) -> DescentMap:
    """Descend once for each cell of a map over two of `names_of_axes`.

    What is on no axis is that of the first run.
    """
    first, second = over
    across = MapAxis(first, limits_of(first, second, scenario, objective), cells[0])
    upward = MapAxis(second, limits_of(second, first, scenario, objective), cells[1])
    mesh = np.meshgrid(across.middles, upward.middles)
    at = {axis.name: values.ravel() for axis, values in zip((across, upward), mesh, strict=True)}
    run, count = scenario.runs[0], cells[0] * cells[1]
    columns = [at.pop(name, np.full(count, run.start[name])) for name in scenario.parameters]
    rates, momentum = at.get(RATE, run.rate), at.get(MOMENTUM, momentum_of(scenario))
    domain = domain_of(scenario, objective)
    span = np.ptp(np.array([*domain.values()]), axis=1)
    short = _SHORT * float(span.max())
    mass = descend(objective, np.stack(columns, axis=1), rates, steps, momentum, short, device)
    far = (np.abs(mass.ends - mass.starts) > _FAR * span).any(axis=1)
    places, heights = _places(mass, span)
    curvature = _curvature(objective)
    shape = mesh[0].shape
    return DescentMap(
        over=over,
        across=across.middles,
        upward=upward.middles,
        limits=np.array([across.limits, upward.limits]),
        ends=mass.ends.reshape(*shape, -1),
        losses=mass.losses.reshape(shape),
        steps=mass.steps.reshape(shape),
        settled=mass.settled.reshape(shape),
        diverged=(mass.diverged | far).reshape(shape),
        place=nearest(mass.ends, places, span, TOGETHER).reshape(shape),
        places=places,
        heights=heights,
        most_steps=steps,
        curvature=curvature,
        border=_border(across, upward, curvature, momentum_of(scenario)),
    )


def _places(mass: Mass, span: Array) -> tuple[Array, Array]:
    """The places (k, p) where descents settled, lowest loss first, and their losses (k,)."""
    left = mass.settled & np.isfinite(mass.losses)
    found: list[int] = []
    while left.any() and len(found) < MOST_PLACES:
        lowest = int(np.where(left, mass.losses, np.inf).argmin())
        found.append(lowest)
        left &= (np.abs(mass.ends - mass.ends[lowest]) > TOGETHER * span).any(axis=1)
    return mass.ends[found], mass.losses[found]


def _curvature(objective: Objective) -> float:
    """The largest curvature of a quadratic loss that does not bend down; else nan."""
    if not objective.quadratic:
        return float("nan")
    bends = objective.curvatures(np.zeros(len(objective.parameters)))
    return float(bends[-1]) if bends[0] >= 0.0 < bends[-1] else float("nan")


def _border(across: MapAxis, upward: MapAxis, curvature: float, momentum: float) -> Array:
    """The line (2, 2) of the largest learning rates that work; (0, 2) if it is not on the map."""
    if upward.name == RATE:
        return _border(upward, across, curvature, momentum)[:, ::-1]
    if across.name != RATE or np.isnan(curvature):
        return np.empty((0, 2))
    momenta = upward.limits if upward.name == MOMENTUM else (momentum, momentum)
    rates = [largest_rate(curvature, each) for each in momenta]
    inside = max(rates) <= across.limits[1]
    return np.array([*zip(rates, upward.limits, strict=True)]) if inside else np.empty((0, 2))
