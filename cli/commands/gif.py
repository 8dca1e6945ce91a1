"""gradreel gif."""

from __future__ import annotations

import re
from pathlib import Path

import click

from gradreel.cli.options import (
    Reading,
    load_all,
    option,
    output_option,
    reading_options,
    scenario_arguments,
    theme_option,
    timeout_option,
)
from gradreel.pipeline.gif.order import GIF_FORMATS, NARROWEST, RATES, WIDEST, Gif, GifOrder

_USUAL = GifOrder()
_UNITS = {"": 1, "k": 1000, "m": 1000**2, "ki": 1024, "mi": 1024**2}


def exact(_ctx: click.Context, _param: click.Parameter, fps: int) -> int:
    """A frame rate that these formats can keep to."""
    if fps in RATES:
        return fps
    below, above = [r for r in RATES if r < fps][-1:], [r for r in RATES if r > fps][:1]
    near = " or ".join(str(rate) for rate in below + above)
    raise click.BadParameter(
        f"{fps} frames a second cannot be exact: each must be shown for a whole number of "
        f"hundredths of a second, at least two; try {near}."
    )


def in_bytes(_ctx: click.Context, _param: click.Parameter, size: str | None) -> int | None:
    """A size as people write it: 1MB, 500kB, 1.5 MiB."""
    if size is None:
        return None
    found = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?) ?([km]i?)?b", size.strip().lower())
    count = int(float(found[1]) * _UNITS[found[2] or ""]) if found else 0
    if not count:
        raise click.BadParameter(f"{size!r} is no size; write it as in 1MB, 500kB or 2MiB.")
    return count


@click.command()
@scenario_arguments
@option(
    "--chapter",
    "chapters",
    metavar="NAME",
    multiple=True,
    default=[_USUAL.chapter],
    show_default=True,
    help="What to show; may be repeated.",
)
@option(
    "--width",
    type=click.IntRange(NARROWEST, WIDEST),
    default=_USUAL.width,
    show_default=True,
    help="In pixels.",
)
@option(
    "--fps",
    type=int,
    callback=exact,
    default=_USUAL.fps,
    show_default=True,
    help=f"Frames a second: {', '.join(map(str, RATES))}.",
)
@option(
    "--max-size",
    metavar="SIZE",
    callback=in_bytes,
    help="The most that it may take, as in 1MB or 500kB: with fewer colours, fewer frames or "
    "narrower where it must be.",
)
@option("--format", type=click.Choice(GIF_FORMATS), default=_USUAL.format, show_default=True)
@theme_option
@reading_options
@timeout_option
@output_option
def gif(
    sources: tuple[str, ...],
    chapters: tuple[str, ...],
    width: int,
    fps: int,
    max_size: int | None,
    format: str,
    reading: Reading,
    output: Path,
) -> None:
    """Make small pictures that move.

    Writes OUTPUT/<scenario>/<chapter>.<format>, which plays over and over, to be put on a page or
    in a chat. What is up to date is not made again.

    \b
    Example:
      gradreel gif parabola --max-size 500kB
    """
    scenarios = load_all(sources, reading)
    from gradreel.pipeline.display import show_progress
    from gradreel.pipeline.gifs import make_gifs
    from gradreel.pipeline.order import check_chapters
    from gradreel.pipeline.report import print_gifs

    check_chapters(scenarios, chapters)
    gifs: list[Gif] = []
    try:
        with show_progress() as report:
            for chapter in dict.fromkeys(chapters):
                order = GifOrder(chapter, width, fps, max_size, format)
                gifs.extend(make_gifs(scenarios, order, output, report))
    finally:
        print_gifs(gifs)
