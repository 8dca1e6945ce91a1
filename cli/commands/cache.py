"""gradreel cache."""

from __future__ import annotations

from pathlib import Path

import click

from gradreel.cli.options import option, output_option


@click.command()
@option("--clear", is_flag=True, help="Remove it; videos stay where they are.")
@output_option
def cache(clear: bool, output: Path) -> None:
    """Show how much is kept for reuse.

    Rendered chapters are kept in OUTPUT/.cache, and removed when they were not used for a month.

    \b
    Example:
      gradreel cache --clear
    """
    from gradreel.pipeline.cache import CACHE, Cache
    from gradreel.pipeline.report import print_kept

    clips = Cache(output / CACHE)
    kept = clips.kept()
    if clear:
        clips.clear()
    print_kept(clips.folder, kept, clear)
