"""gradreel list."""

from __future__ import annotations

import click

from cli.options import Reading, load_all, option, reading_options
from pipeline.terminal import say


@click.command("list")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@option("--names", is_flag=True, help="Print the names alone.")
@reading_options
def list_scenarios(paths: tuple[str, ...], names: bool, reading: Reading) -> None:
    """List scenarios.

    Those that come with gradreel, or those in the files and folders that are given: a file with a
    [sweep] makes several.

    \b
    Example:
      gradreel list
    """
    from scenarios import shipped

    if names and not paths:
        say(*shipped())
        return
    from pipeline.batch import expanded

    scenarios = load_all(tuple(expanded(paths or tuple(shipped()))), reading)
    if names:
        say(*(scenario.name for scenario in scenarios))
        return
    from pipeline.report import print_scenarios

    print_scenarios(scenarios)
