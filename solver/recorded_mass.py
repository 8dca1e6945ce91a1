"""The mass of descents of a scenario, as it is recorded."""

from __future__ import annotations

from gradreel.scenarios import Scenario
from gradreel.solver.mass_starts import starts_of, width_of
from gradreel.solver.masses import AT_REST, Mass, descend
from gradreel.solver.objective import Objective
from gradreel.solver.torch_masses import torch_device


def recorded_mass(scenario: Scenario, objective: Objective) -> Mass | None:
    """Descents from all the starts that a scenario asks for, by the rule of its first run."""
    if scenario.starts is None:
        return None
    run = scenario.runs[0]
    return descend(
        objective,
        starts_of(scenario),
        run.rate,
        run.steps,
        float(run.options.get("momentum", 0.0)),  # type: ignore[arg-type]
        AT_REST * width_of(scenario),
        torch_device(),
    )
