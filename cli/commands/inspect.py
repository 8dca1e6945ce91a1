"""gradreel inspect."""

from __future__ import annotations

import click

from cli.options import (
    load_all,
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
@click.pass_context
def inspect(
    ctx: click.Context,
    sources: tuple[str, ...],
    theme: str | None,
    overrides: tuple[str, ...],
    allow_outside: bool,
) -> None:
    """Check the layout of lessons.

    Draws nothing, and looks at every chapter several times a second: for text over text, out of the
    safe area, too small or too faint, for numbers that are not in the recording, and for sentences
    that go before they are read. The exit status is 1 where it finds something.

    \b
    Example:
      gradreel inspect one-weight --theme light
    """
    scenarios = load_all(sources, themed(overrides, theme), allow_outside)
    from pipeline.inspect import inspect_lesson

    clean = True
    for scenario in scenarios:
        found = inspect_lesson(scenario)
        lines = [str(finding) for finding in found] or ["nothing to mend"]
        click.echo("\n".join(f"{scenario.name}: {line}" for line in lines))
        clean = clean and not found
    ctx.exit(0 if clean else 1)
