"""gradreel validate."""

from __future__ import annotations

import click

from cli.options import load_all, set_option


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@set_option
def validate(files: tuple[str, ...], overrides: tuple[str, ...]) -> None:
    """Check scenario files.

    All that is wrong in any of them is shown at once; the exit status is then 2.

    \b
    Example:
      gradreel new valley
      gradreel validate valley.toml
    """
    for scenario in load_all(files, overrides):
        click.echo(f"{scenario.name}: is valid")
