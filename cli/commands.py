"""The command line: each command parses, calls, prints.

Heavy modules are imported inside the commands, so that --help answers at once.
"""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.failures import Commands, Failure
from pipeline.quality import FORMATS, QUALITIES, THEMES

if TYPE_CHECKING:
    from scenarios import Scenario


def load_all(sources: tuple[str, ...], overrides: tuple[str, ...]) -> list[Scenario]:
    """All scenarios, or one ScenarioError with the faults of all, before anything is written."""
    from scenarios import load_scenarios

    return load_scenarios(sources, overrides)


def themed(overrides: tuple[str, ...], theme: str | None) -> tuple[str, ...]:
    """The overrides, and one of the theme where it was asked for."""
    return overrides if theme is None else (*overrides, f"theme={theme}")


scenario_arguments = click.argument("sources", metavar="SCENARIO...", nargs=-1, required=True)
set_option = click.option(
    "--set",
    "overrides",
    metavar="KEY=VALUE",
    multiple=True,
    help="Override a key of the scenario for this call, as in runs.0.lr=0.5; may be repeated.",
)
theme_option = click.option(
    "--theme",
    type=click.Choice(THEMES),
    help="Colours on a dark or on a light ground, whatever the scenario says.",
)
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default="media",
    show_default=True,
    help="The folder of all that is written; each scenario gets a folder of its own in it.",
)


@click.group("gradreel", cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show where a failure came from.")
@click.version_option(package_name="gradreel")
def main(debug: bool) -> None:
    """Turn a short scenario file into a video that explains gradient descent.

    SCENARIO is the name of a shipped scenario (see gradreel list) or the path of a file.

    \b
    Example:
      gradreel render quadratic
    """
    # As on Ctrl-C, everything is put in order on the way out.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))


@main.command("list")
@click.option("--names", is_flag=True, help="Print the names alone.")
def list_scenarios(names: bool) -> None:
    """List the shipped scenarios.

    \b
    Example:
      gradreel list
    """
    from scenarios import shipped

    if names:
        click.echo("\n".join(shipped()))
        return
    from pipeline.report import print_scenarios

    print_scenarios(load_all(tuple(shipped()), ()))


@main.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@set_option
def validate(files: tuple[str, ...], overrides: tuple[str, ...]) -> None:
    """Check scenario files.

    All that is wrong in any of them is shown at once; the exit status is then 2.

    \b
    Example:
      gradreel new valley
      gradreel validate valley.toml
    """
    for scenario in load_all(files, overrides):
        click.echo(f"{scenario.name}: is valid")


def safe_name(_ctx: click.Context, _param: click.Parameter, name: str) -> str:
    stem = name.removesuffix(".toml")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", stem):
        raise click.BadParameter(
            f"{name!r} must be letters, digits, - and _ alone, as in my-valley."
        )
    return stem


@main.command()
@click.argument("name", callback=safe_name)
def new(name: str) -> None:
    """Write a starter scenario, NAME.toml.

    Its comments explain every key.

    \b
    Example:
      gradreel new valley
    """
    from scenarios.files import write_atomically
    from scenarios.starter import STARTER

    path = Path(f"{name}.toml")
    if path.exists():
        raise Failure(f"{path}: exists already; choose another name", exit_code=2)
    with write_atomically(path) as temporary:
        temporary.write_text(STARTER, encoding="utf-8")
    click.echo(f"wrote {path}; now try: gradreel solve {path}")


@main.command()
@scenario_arguments
@set_option
@output_option
def solve(sources: tuple[str, ...], overrides: tuple[str, ...], output: Path) -> None:
    """Record the descent; print its steps.

    Writes OUTPUT/<scenario>/trajectory.npz and steps.csv.

    \b
    Example:
      gradreel solve quadratic --set runs.0.lr=0.5
    """
    scenarios = load_all(sources, overrides)
    from pipeline.report import print_trajectory
    from solver.descent import record

    for scenario in scenarios:
        trajectory = record(scenario)
        folder = output / scenario.name
        trajectory.save(folder / "trajectory.npz")
        trajectory.write_csv(folder / "steps.csv")
        print_trajectory(trajectory)
        click.echo(f"wrote {folder / 'trajectory.npz'} and {folder / 'steps.csv'}\n")


@main.command()
@scenario_arguments
@click.option(
    "-q",
    "--quality",
    type=click.Choice(list(QUALITIES)),
    default="m",
    show_default=True,
    help="Size and frames a second: "
    + ", ".join(f"{letter} {q.width}x{q.height} {q.fps}" for letter, q in QUALITIES.items())
    + ".",
)
@click.option("--format", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
@click.option("--chapter", metavar="NAME", help="Render this chapter alone.")
@theme_option
@set_option
@output_option
def render(
    sources: tuple[str, ...],
    quality: str,
    format: str,
    chapter: str | None,
    theme: str | None,
    overrides: tuple[str, ...],
    output: Path,
) -> None:
    """Render lesson videos.

    Writes OUTPUT/<scenario>/lesson.<format>, or <chapter>.<format> for a chapter alone, and its
    captions beside it, as .srt and .vtt. What is up to date is not rendered again.

    \b
    Example:
      gradreel render parabola --chapter title -q l
    """
    scenarios = load_all(sources, themed(overrides, theme))
    from pipeline.clip import Video
    from pipeline.lessons import Order, make_videos
    from pipeline.report import print_videos, show_progress

    order = Order(QUALITIES[quality], format, output, chapter)
    videos: list[Video] = []
    try:
        with show_progress() as report:
            videos.extend(video for _, video in make_videos(scenarios, order, report))
    finally:
        print_videos(videos)


@main.command()
@scenario_arguments
@theme_option
@set_option
@output_option
def storyboard(
    sources: tuple[str, ...], theme: str | None, overrides: tuple[str, ...], output: Path
) -> None:
    """Show lessons at a glance.

    Writes OUTPUT/<scenario>/storyboard.png: frames from all chapters of the lesson, each with its
    time, its chapter and its caption.

    \b
    Example:
      gradreel storyboard parabola
    """
    scenarios = load_all(sources, themed(overrides, theme))
    from pipeline.report import show_progress
    from pipeline.storyboard import make_storyboards

    sheets: list[Path] = []
    try:
        with show_progress() as report:
            sheets.extend(make_storyboards(scenarios, output, report))
    finally:
        for sheet in sorted(sheets):
            click.echo(f"wrote {sheet}")


@main.command()
@scenario_arguments
@theme_option
@set_option
@click.pass_context
def inspect(
    ctx: click.Context, sources: tuple[str, ...], theme: str | None, overrides: tuple[str, ...]
) -> None:
    """Check the layout of lessons.

    Draws nothing, and looks at every chapter several times a second: for text over text, out of the
    safe area, too small or too faint, for numbers that are not in the recording, and for sentences
    that go before they are read. The exit status is 1 where it finds something.

    \b
    Example:
      gradreel inspect one-weight --theme light
    """
    scenarios = load_all(sources, themed(overrides, theme))
    from pipeline.inspect import inspect_lesson

    clean = True
    for scenario in scenarios:
        found = inspect_lesson(scenario)
        lines = [str(finding) for finding in found] or ["nothing to mend"]
        click.echo("\n".join(f"{scenario.name}: {line}" for line in lines))
        clean = clean and not found
    ctx.exit(0 if clean else 1)


@main.command()
@click.option("--clear", is_flag=True, help="Remove it; videos stay where they are.")
@output_option
def cache(clear: bool, output: Path) -> None:
    """Show how much is kept for reuse.

    Rendered chapters are kept in OUTPUT/.cache, and removed when they were not used for a month.

    \b
    Example:
      gradreel cache --clear
    """
    from pipeline.cache import CACHE, Cache
    from pipeline.report import print_kept

    clips = Cache(output / CACHE)
    kept = clips.kept()
    if clear:
        clips.clear()
    print_kept(clips.folder, kept, clear)
