"""gradreel still."""

from __future__ import annotations

import math
from pathlib import Path

import click

from gradreel.cli.options import (
    Reading,
    load_all,
    option,
    output_option,
    quality_option,
    reading_options,
    scenario_arguments,
    theme_option,
    timeout_option,
)
from gradreel.pipeline.quality import QUALITIES, STILLS
from gradreel.pipeline.terminal import say


def seconds(
    _ctx: click.Context, _param: click.Parameter, texts: tuple[str, ...]
) -> tuple[float | None, ...]:
    return tuple(map(second, texts))


def second(text: str) -> float | None:
    if text == "last":
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0.0 <= seconds < math.inf:
        raise click.BadParameter(f"{text!r} is neither a second of the chapter, as 4.5, nor last.")
    return seconds


@click.command()
@scenario_arguments
@option(
    "--chapter",
    "chapters",
    metavar="NAME",
    multiple=True,
    default=["descent"],
    show_default=True,
    help="What to show; may be repeated.",
)
@option(
    "--at",
    "moments",
    metavar="SECONDS|last",
    multiple=True,
    default=["last"],
    show_default=True,
    callback=seconds,
    help="The second of the chapter; last is its last full picture, before it clears the stage. "
    "May be repeated.",
)
@option(
    "--format",
    type=click.Choice(STILLS),
    default=STILLS[0],
    show_default=True,
    help="svg is drawn with outlines, texts too; surfaces are an image in it.",
)
@quality_option
@theme_option
@reading_options
@timeout_option
@output_option
def still(
    sources: tuple[str, ...],
    chapters: tuple[str, ...],
    moments: tuple[float | None, ...],
    format: str,
    quality: str,
    reading: Reading,
    output: Path,
) -> None:
    """Draw a single picture.

    Writes OUTPUT/<scenario>/<chapter>.<format>, or <chapter>-<seconds>s.<format> where --at chooses
    a second: the frame that the video shows then.

    \b
    Example:
      gradreel still parabola --chapter slope --at 8.5 --format svg
    """
    scenarios = load_all(sources, reading)
    from gradreel.pipeline.display import show_progress
    from gradreel.pipeline.order import check_chapters
    from gradreel.pipeline.still import StillOrder, make_stills

    check_chapters(scenarios, chapters)
    orders = [
        StillOrder(chapter, at, format, QUALITIES[quality], output)
        for chapter in dict.fromkeys(chapters)
        for at in dict.fromkeys(moments)
    ]
    pictures: list[Path] = []
    try:
        with show_progress() as report:
            for order in orders:
                pictures.extend(make_stills(scenarios, order, report))
    finally:
        for picture in pictures:
            say(f"wrote {picture}")
