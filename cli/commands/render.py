"""gradreel render."""

from __future__ import annotations

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
from gradreel.pipeline.quality import FORMATS, QUALITIES


@click.command()
@scenario_arguments
@quality_option
@option("--format", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
@option(
    "--chapter",
    "chapters",
    metavar="NAME",
    multiple=True,
    help="Render this chapter alone; may be repeated.",
)
@theme_option
@reading_options
@timeout_option
@output_option
def render(
    sources: tuple[str, ...],
    quality: str,
    format: str,
    chapters: tuple[str, ...],
    reading: Reading,
    output: Path,
) -> None:
    """Render lesson videos.

    Writes OUTPUT/<scenario>/lesson.<format>, or <chapter>.<format> for a chapter alone, and its
    captions beside it, as .srt and .vtt. What is up to date is not rendered again.

    \b
    Example:
      gradreel render parabola --chapter title -q l
    """
    scenarios = load_all(sources, reading)
    from gradreel.pipeline.clip import Video
    from gradreel.pipeline.display import show_progress
    from gradreel.pipeline.lessons import make_videos
    from gradreel.pipeline.order import Order, check_chapters
    from gradreel.pipeline.report import print_videos

    check_chapters(scenarios, chapters)
    videos: list[Video] = []
    try:
        with show_progress() as report:
            for chapter in dict.fromkeys(chapters or [None]):
                order = Order(QUALITIES[quality], format, output, chapter)
                videos.extend(video for _, video in make_videos(scenarios, order, report))
    finally:
        print_videos(videos)
