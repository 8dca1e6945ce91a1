"""gradreel list."""

from __future__ import annotations

import click

from gradreel.cli.failures import Failure, explained
from gradreel.cli.options import Reading, option, reading_options
from gradreel.pipeline.terminal import say


@click.command("list")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@option("--names", is_flag=True, help="Print the names alone.")
@reading_options
def list_scenarios(paths: tuple[str, ...], names: bool, reading: Reading) -> None:
    """List scenarios.

    Those that come with gradreel, or those in the files and folders that are given: a file with a
    [sweep] makes several. Files that hold none are told, and stop no others; the exit status is
    then 2.

    \b
    Example:
      gradreel list
    """
    from gradreel.scenarios import shipped

    if names and not paths:
        say(*shipped())
        return
    from gradreel.pipeline.batch import expanded, read
    from gradreel.pipeline.report import print_scenarios

    found, failed = read(expanded(paths or tuple(shipped())), reading.overrides, **reading.allowed)
    if names:
        say(*(scenario.name for scenario in found))
    elif found:
        print_scenarios(found)
    lines = [
        line for result in failed if result.failure for line in explained(result.failure).lines
    ]
    if lines:
        raise Failure(*lines, exit_code=2)
