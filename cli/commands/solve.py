"""gradreel solve."""

from __future__ import annotations

from pathlib import Path

import click

from gradreel.cli.options import (
    Reading,
    load_all,
    output_option,
    reading_options,
    scenario_arguments,
    timeout_option,
)
from gradreel.pipeline.terminal import say


@click.command()
@scenario_arguments
@reading_options
@timeout_option
@output_option
def solve(sources: tuple[str, ...], reading: Reading, output: Path) -> None:
    """Record the descent; print its steps.

    Writes OUTPUT/<scenario>/trajectory.npz and steps.csv.

    \b
    Example:
      gradreel solve quadratic --set runs.0.lr=0.5
    """
    scenarios = load_all(sources, reading)
    from gradreel.pipeline.report import print_trajectory
    from gradreel.solver.descent import record

    for scenario in scenarios:
        trajectory = record(scenario)
        folder = output / scenario.name
        trajectory.save(folder / "trajectory.npz")
        trajectory.write_csv(folder / "steps.csv")
        print_trajectory(trajectory)
        say(f"wrote {folder / 'trajectory.npz'} and {folder / 'steps.csv'}", "")
