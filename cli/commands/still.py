"""gradreel still."""

from __future__ import annotations

import math
from pathlib import Path

import click

from cli.options import (
    load_all,
    output_option,
    outside_option,
    quality_option,
    scenario_arguments,
    set_option,
    theme_option,
    themed,
)
from pipeline.quality import QUALITIES, STILLS


def second(_ctx: click.Context, _param: click.Parameter, text: str) -> float | None:
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
@click.option("--chapter", metavar="NAME", default="descent", show_default=True)
@click.option(
    "--at",
    metavar="SECONDS|last",
    default="last",
    show_default=True,
    callback=second,
    help="The second of the chapter; last is its last full picture, before it clears the stage.",
)
@click.option(
    "--format",
    type=click.Choice(STILLS),
    default=STILLS[0],
    show_default=True,
    help="svg is drawn with outlines, texts too; surfaces are an image in it.",
)
@quality_option
@theme_option
@set_option
@outside_option
@output_option
def still(
    sources: tuple[str, ...],
    chapter: str,
    at: float | None,
    format: str,
    quality: str,
    theme: str | None,
    overrides: tuple[str, ...],
    allow_outside: bool,
    output: Path,
) -> None:
    """Draw a single picture.

    Writes OUTPUT/<scenario>/<chapter>.<format>, or <chapter>-<seconds>s.<format> where --at chooses
    a second: the frame that the video shows then.

    \b
    Example:
      gradreel still parabola --chapter slope --at 8.5 --format svg
    """
    scenarios = load_all(sources, themed(overrides, theme), allow_outside)
    from pipeline.display import show_progress
    from pipeline.still import StillOrder, make_stills

    order = StillOrder(chapter, at, format, QUALITIES[quality], output)
    pictures: list[Path] = []
    try:
        with show_progress() as report:
            pictures.extend(make_stills(scenarios, order, report))
    finally:
        for picture in pictures:
            click.echo(f"wrote {picture}")
