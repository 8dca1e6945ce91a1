"""gradreel validate."""

from __future__ import annotations

import click

from gradreel.cli.options import Reading, load_all, reading_options
from gradreel.pipeline.terminal import say


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@reading_options
def validate(files: tuple[str, ...], reading: Reading) -> None:
    """Check scenario files.

    All that is wrong in any of them is shown at once; the exit status is then 2. Notes tell what is
    special about valid ones.

    \b
    Example:
      gradreel new valley
      gradreel validate valley.toml
    """
    from gradreel.scenarios import notes_of
    from gradreel.scenes.parts.signs import without_font
    from gradreel.solver.gaps import gaps

    of_objective: dict[int, list[str]] = {}  # which the scenarios of a sweep may share
    for scenario in load_all(files, reading):
        say(f"{scenario.name}: is valid")
        shared = id(scenario.objective)
        if shared not in of_objective:
            of_objective[shared] = [*notes_of(scenario), *gaps(scenario)]
        for note in (*of_objective[shared], *without_font(scenario)):
            say(f"{scenario.name}: note: {note}")
