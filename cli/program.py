"""The command line: the commands in the order of --help.

Heavy modules are imported inside the commands, so that --help answers at once.
"""

from __future__ import annotations

import os
import signal
import sys

import click

from gradreel.cli.commands.batch import batch
from gradreel.cli.commands.cache import cache
from gradreel.cli.commands.gif import gif
from gradreel.cli.commands.inspect import inspect
from gradreel.cli.commands.list import list_scenarios
from gradreel.cli.commands.new import new
from gradreel.cli.commands.page import page
from gradreel.cli.commands.render import render
from gradreel.cli.commands.solve import solve
from gradreel.cli.commands.still import still
from gradreel.cli.commands.storyboard import storyboard
from gradreel.cli.commands.validate import validate
from gradreel.cli.failures import Commands

COMMANDS: tuple[click.Command, ...] = (
    list_scenarios,
    new,
    validate,
    solve,
    render,
    batch,
    still,
    gif,
    storyboard,
    page,
    inspect,
    cache,
)


@click.group("gradreel", cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show where a failure came from.")
@click.version_option(package_name="gradreel")
def main(debug: bool) -> None:
    """Turn a short scenario file into a video that explains gradient descent.

    SCENARIO is the name of a shipped scenario (see gradreel list), the path of a file, or - for
    standard input.

    \b
    Example:
      gradreel render quadratic
    """
    # What manim is made with looks for programs in it as it is imported.
    os.environ.setdefault("PATH", os.defpath)
    # As on Ctrl-C, everything is put in order on the way out.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))


for command in COMMANDS:
    main.add_command(command)
