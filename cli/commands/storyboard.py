"""gradreel storyboard."""

from __future__ import annotations

from pathlib import Path

import click

from gradreel.cli.options import (
    Reading,
    load_all,
    output_option,
    reading_options,
    scenario_arguments,
    theme_option,
    timeout_option,
)
from gradreel.pipeline.terminal import say


@click.command()
@scenario_arguments
@theme_option
@reading_options
@timeout_option
@output_option
def storyboard(
    sources: tuple[str, ...],
    reading: Reading,
    output: Path,
) -> None:
    """Show lessons at a glance.

    Writes OUTPUT/<scenario>/storyboard.png: frames from all chapters of the lesson, each with its
    time, its chapter and its caption.

    \b
    Example:
      gradreel storyboard parabola
    """
    scenarios = load_all(sources, reading)
    from gradreel.pipeline.display import show_progress
    from gradreel.pipeline.storyboard import make_storyboards

    sheets: list[Path] = []
    try:
        with show_progress() as report:
            sheets.extend(make_storyboards(scenarios, output, report))
    finally:
        for sheet in sorted(sheets):
            say(f"wrote {sheet}")
