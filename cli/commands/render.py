"""gradreel render."""

from __future__ import annotations

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
from pipeline.quality import FORMATS, QUALITIES


@click.command()
@scenario_arguments
@quality_option
@click.option("--format", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
@click.option("--chapter", metavar="NAME", help="Render this chapter alone.")
@theme_option
@set_option
@outside_option
@output_option
def render(
    sources: tuple[str, ...],
    quality: str,
    format: str,
    chapter: str | None,
    theme: str | None,
    overrides: tuple[str, ...],
    allow_outside: bool,
    output: Path,
) -> None:
    """Render lesson videos.

    Writes OUTPUT/<scenario>/lesson.<format>, or <chapter>.<format> for a chapter alone, and its
    captions beside it, as .srt and .vtt. What is up to date is not rendered again.

    \b
    Example:
      gradreel render parabola --chapter title -q l
    """
    scenarios = load_all(sources, themed(overrides, theme), allow_outside)
    from pipeline.clip import Video
    from pipeline.display import show_progress
    from pipeline.lessons import make_videos
    from pipeline.order import Order
    from pipeline.report import print_videos

    order = Order(QUALITIES[quality], format, output, chapter)
    videos: list[Video] = []
    try:
        with show_progress() as report:
            videos.extend(video for _, video in make_videos(scenarios, order, report))
    finally:
        print_videos(videos)
