"""gradreel storyboard."""

from __future__ import annotations

from pathlib import Path

import click

from cli.options import (
    load_all,
    output_option,
    outside_option,
    scenario_arguments,
    set_option,
    theme_option,
    themed,
)


@click.command()
@scenario_arguments
@theme_option
@set_option
@outside_option
@output_option
def storyboard(
    sources: tuple[str, ...],
    theme: str | None,
    overrides: tuple[str, ...],
    allow_outside: bool,
    output: Path,
) -> None:
    """Show lessons at a glance.

    Writes OUTPUT/<scenario>/storyboard.png: frames from all chapters of the lesson, each with its
    time, its chapter and its caption.

    \b
    Example:
      gradreel storyboard parabola
    """
    scenarios = load_all(sources, themed(overrides, theme), allow_outside)
    from pipeline.display import show_progress
    from pipeline.storyboard import make_storyboards

    sheets: list[Path] = []
    try:
        with show_progress() as report:
            sheets.extend(make_storyboards(scenarios, output, report))
    finally:
        for sheet in sorted(sheets):
            click.echo(f"wrote {sheet}")
