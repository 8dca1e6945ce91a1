"""gradreel list."""

from __future__ import annotations

import click

from cli.options import load_all


@click.command("list")
@click.option("--names", is_flag=True, help="Print the names alone.")
def list_scenarios(names: bool) -> None:
    """List the shipped scenarios.

    \b
    Example:
      gradreel list
    """
    from scenarios import shipped

    if names:
        click.echo("\n".join(shipped()))
        return
    from pipeline.report import print_scenarios

    print_scenarios(load_all(tuple(shipped()), ()))
