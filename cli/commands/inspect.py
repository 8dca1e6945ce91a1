"""gradreel inspect."""

from __future__ import annotations

import click

from gradreel.cli.options import (
    Reading,
    load_all,
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
@click.pass_context
def inspect(
    ctx: click.Context,
    sources: tuple[str, ...],
    reading: Reading,
) -> None:
    """Check the layout of lessons.

    Draws nothing, and looks at every chapter several times a second: for text over text, out of the
    safe area, too small or too faint, for numbers that are not in the recording, equations that do
    not hold and ticks that are alike, and for sentences that go before they are read. The exit
    status is 1 where it finds something.

    \b
    Example:
      gradreel inspect one-weight --theme light
    """
    scenarios = load_all(sources, reading)
    from gradreel.pipeline.inspect import inspect_lesson

    clean = True
    for scenario in scenarios:
        found = inspect_lesson(scenario)
        lines = [str(finding) for finding in found] or ["nothing to mend"]
        say(*(f"{scenario.name}: {line}" for line in lines))
        clean = clean and not found
    ctx.exit(0 if clean else 1)
