"""gradreel page."""

from __future__ import annotations

from pathlib import Path

import click

from gradreel.cli.failures import Failure
from gradreel.cli.options import Folder
from gradreel.pipeline.terminal import say


@click.command()
@click.argument("folder", metavar="[DIR]", type=Folder(path_type=Path), default="media")
def page(folder: Path) -> None:
    """Write a page of the lessons in DIR.

    Writes DIR/index.html, which opens without a server: every lesson that was rendered there, with
    its chapters, its loss curves, its steps and its files. DIR is media unless it is given.

    \b
    Example:
      gradreel render parabola -q l
      gradreel page
    """
    from gradreel.pipeline.page import PageError, write_page

    try:
        written = write_page(folder)
    except PageError as error:
        raise Failure(str(error), exit_code=2) from error
    say(*written.faults, err=True)
    lessons = "1 lesson" if written.lessons == 1 else f"{written.lessons} lessons"
    say(f"wrote {written.path}: {lessons}")
