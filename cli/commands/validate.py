"""gradreel validate."""

from __future__ import annotations

import click

from cli.options import load_all, outside_option, set_option


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@set_option
@outside_option
def validate(files: tuple[str, ...], overrides: tuple[str, ...], allow_outside: bool) -> None:
    """Check scenario files.

    All that is wrong in any of them is shown at once; the exit status is then 2. Notes tell what is
    special about valid ones.

    \b
    Example:
      gradreel new valley
      gradreel validate valley.toml
    """
    from scenarios import notes_of
    from scenes.parts.signs import without_font

    for scenario in load_all(files, overrides, allow_outside):
        click.echo(f"{scenario.name}: is valid")
        for note in (*notes_of(scenario), *without_font(scenario)):
            click.echo(f"{scenario.name}: note: {note}")
