"""What several commands take, and how they read it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.quality import QUALITIES, THEMES

if TYPE_CHECKING:
    from scenarios import Scenario


def load_all(
    sources: tuple[str, ...], overrides: tuple[str, ...], allow_outside: bool = False
) -> list[Scenario]:
    """All scenarios, or one ScenarioError with the faults of all, before anything is written."""
    from scenarios import load_scenarios

    return load_scenarios(sources, overrides, allow_outside=allow_outside)


def themed(overrides: tuple[str, ...], theme: str | None) -> tuple[str, ...]:
    """The overrides, and one of the theme where it was asked for."""
    return overrides if theme is None else (*overrides, f"theme={theme}")


scenario_arguments = click.argument("sources", metavar="SCENARIO...", nargs=-1, required=True)
set_option = click.option(
    "--set",
    "overrides",
    metavar="KEY=VALUE",
    multiple=True,
    help="Override a key of the scenario for this call, as in runs.0.lr=0.5; may be repeated.",
)
outside_option = click.option(
    "--allow-outside",
    is_flag=True,
    help="Let scenarios read data files from outside of their own folders.",
)
theme_option = click.option(
    "--theme",
    type=click.Choice(THEMES),
    help="Colours on a dark or on a light ground, whatever the scenario says.",
)
quality_option = click.option(
    "-q",
    "--quality",
    type=click.Choice(list(QUALITIES)),
    default="m",
    show_default=True,
    help="Size and frames a second: "
    + ", ".join(f"{letter} {q.width}x{q.height} {q.fps}" for letter, q in QUALITIES.items())
    + ".",
)
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default="media",
    show_default=True,
    help="The folder of all that is written; each scenario gets a folder of its own in it.",
)
