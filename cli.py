"""The command line: its commands in the order of --help. A command parses, calls, prints.

Heavy modules are imported inside the commands, so that --help answers at once.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gradreel.pipeline.gif.settings import (
    GIF_FORMATS,
    GifSettings,
    settings_like,
)
from gradreel.pipeline.map_settings import MapSettings
from gradreel.pipeline.quality import FORMATS, QUALITIES, STILLS
from gradreel.pipeline.terminal.building import resumable, show_building
from gradreel.pipeline.terminal.completing import ScenarioSource
from gradreel.pipeline.terminal.failures import Commands, Failure, explained, print_traceback
from gradreel.pipeline.terminal.loudness import (
    loudness_options,
    open_made,
    open_option,
    quiet_option,
    tell,
)
from gradreel.pipeline.terminal.options import (
    Folder,
    Reading,
    cache_option,
    chapters_option,
    cluster_option,
    is_given,
    json_option,
    load_all,
    option,
    output_option,
    quality_option,
    quality_option_of,
    reading_options,
    reading_options_of_maps,
    scenario_argument,
    scenario_arguments,
    theme_option,
    timeout_option,
)
from gradreel.pipeline.terminal.output_place import Place, place_option
from gradreel.pipeline.terminal.settings import (
    apply_settings,
    print_settings,
    settings_of,
    usual_jobs,
)
from gradreel.pipeline.terminal.streams import say
from gradreel.pipeline.terminal.values import (
    LESSONS,
    axes_of,
    cells_of,
    exact_rate,
    in_bytes,
    language_tag,
    moments_of,
    new_path,
    web_address,
)
from gradreel.scenarios.formats import MOST_STEPS, NARROWEST, RATES, WIDEST

if TYPE_CHECKING:
    from gradreel.pipeline.build import Executor

_SELDOM = 50_000  # new objects, between two looks for garbage
_USUAL_GIF, _USUAL_MAP = GifSettings(), MapSettings()


@click.group("gradreel", cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show a traceback when something fails.")
@click.version_option(package_name="gradreel")
@click.pass_context
def main(ctx: click.Context, debug: bool) -> None:
    """Turn a short scenario file into a video that explains gradient descent.

    SCENARIO is the name of a shipped scenario (see gradreel list), the path of a file, - for
    standard input, or a formula such as "x**4 - 3*x**2 + x".

    \b
    Example:
      gradreel render quadratic

    \b
    Exit status:
      0    all went well
      1    something failed, or inspect has found something
      2    the call, a scenario or a setting is at fault
      130  it was interrupted by Ctrl-C, 143 by SIGTERM
    """
    # Libraries that manim imports search it for programs, and fail where it is not set.
    os.environ.setdefault("PATH", os.defpath)
    # Arrays are small: threads of numpy would wait for work, a tenth of a second of CPU each time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What is imported is no garbage, though Python looks for some in it again and again, and once
    # more on its way out: together a fifth of the time of a short command.
    gc.set_threshold(_SELDOM)
    atexit.register(gc.freeze)
    # As on Ctrl-C, temporary files and processes are cleaned up on the way out.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    apply_settings(ctx)


@main.command("list")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=ScenarioSource())
@option("--names", is_flag=True, help="Print only the names.")
@reading_options
@json_option
def list_scenarios(paths: tuple[str, ...], names: bool, reading: Reading, as_json: bool) -> None:
    """List scenarios.

    Lists the scenarios that come with gradreel, or those in the files and folders given; a file
    with a [sweep] holds several. Faulty files are reported without stopping the others; the exit
    status is then 2.

    \b
    Example:
      gradreel list
    """
    from gradreel.pipeline.terminal.scenario_list import print_list
    from gradreel.scenarios.shipped_files import Listed, listed_shipped, shipped

    if names and as_json:
        raise click.UsageError("--names and --json: leave out one of them.")
    if not paths and not as_json and (names or reading == Reading()):
        if names:
            say(*shipped())
        else:
            print_list(listed_shipped())
        return
    from gradreel.pipeline.batch import expanded, read
    from gradreel.pipeline.terminal.json_report import print_scenarios

    found, failed = read(expanded(paths or tuple(shipped())), reading.overrides, **reading.allowed)
    if names:
        say(*(str(scenario.place) for scenario in found))
    elif as_json:
        print_scenarios(found)
    elif found:
        print_list(Listed(str(s.place), s.lesson, len(s.runs), s.title) for s in found)
    lines = [
        line for result in failed if result.failure for line in explained(result.failure).lines
    ]
    if lines:
        raise Failure(*lines, exit_code=2)


@main.command()
@click.argument("path", metavar="NAME", callback=new_path)
@option(
    "--lesson",
    type=click.Choice(LESSONS),
    help="Kind of lesson; by default one that shows the formula, or else surface.",
)
@option(
    "--formula",
    help="What to minimise, such as x**4 - x; for a fit the model, such as a*x + b.",
)
def new(path: Path, lesson: str | None, formula: str | None) -> None:
    """Write a starter scenario, NAME.toml.

    NAME may lie in folders, which are made as needed. The comments in the file explain every key.
    Beside it is written what lets editors complete and check it, gradreel.schema.json.

    \b
    Example:
      gradreel new valley
      gradreel new course/unit-1/ravine --formula "x**2 + 20*y**2"
    """
    from gradreel.pipeline.terminal.starting import write_starter

    write_starter(path, lesson, formula)
    say(f"wrote {path}; now try: gradreel solve {path}")


@main.command()
@click.argument("files", metavar="FILE...", nargs=-1, type=ScenarioSource(), required=True)
@reading_options
@quiet_option
def validate(files: tuple[str, ...], reading: Reading) -> None:
    """Check scenario files.

    Reports all faults of all files at once; the exit status is then 2. Notes point out what is
    special about a valid file.

    \b
    Example:
      gradreel new valley
      gradreel validate valley.toml
    """
    from gradreel.scenarios import notes_of
    from gradreel.scenes.parts.lettering.signs import without_font
    from gradreel.solver.gaps import gaps

    of_objective: dict[int, list[str]] = {}  # which the scenarios of a sweep may share
    for scenario in load_all(files, reading):
        tell(f"{scenario.name}: is valid")
        shared = id(scenario.objective)
        if shared not in of_objective:
            of_objective[shared] = [*notes_of(scenario), *gaps(scenario)]
        for note in (*of_objective[shared], *without_font(scenario)):
            tell(f"{scenario.name}: note: {note}")


@main.command()
@scenario_arguments
@reading_options
@timeout_option
@output_option
@loudness_options
@json_option
@click.pass_obj
def solve(
    executor: Executor | None,
    sources: tuple[str, ...],
    reading: Reading,
    output: Path,
    as_json: bool,
) -> None:
    """Record the descent and print its steps.

    Writes OUTPUT/<scenario>/recording.npz and steps.csv. A scenario that has not changed is not
    recorded again.

    \b
    Example:
      gradreel solve quadratic --set runs.0.lr=0.5
    """
    scenarios = load_all(sources, reading)
    from gradreel.pipeline.outputs import RecordingFile, StepsFile
    from gradreel.pipeline.terminal import json_report, report

    show = json_report.print_recordings if as_json else report.print_recordings
    outputs = RecordingFile(), StepsFile()
    show_building(scenarios, outputs, Place(output), executor, show)


@main.command()
@scenario_arguments
@reading_options
@timeout_option
@cache_option
@json_option
@click.pass_obj
def chapters(
    executor: Executor | None,
    sources: tuple[str, ...],
    reading: Reading,
    output: Path,
    as_json: bool,
) -> None:
    """List the chapters of lessons.

    Each with what it shows and how many seconds it takes, in the order in which they come. The
    chapters = [...] of a scenario file chooses some of them, in any order.

    \b
    Example:
      gradreel chapters parabola
    """
    scenarios = load_all(sources, reading)
    from gradreel.pipeline.build import ProcessPool
    from gradreel.pipeline.outline import outline
    from gradreel.pipeline.terminal import json_report, outlines

    show = json_report.print_chapters if as_json else outlines.print_chapters
    pool = executor or ProcessPool()
    show([(each, outline(each, output, pool)) for each in scenarios])


@main.command()
@scenario_arguments
@reading_options
@timeout_option
@cache_option
@click.pass_obj
def text(
    executor: Executor | None, sources: tuple[str, ...], reading: Reading, output: Path
) -> None:
    """List what lessons say.

    Prints every sentence, heading and label of a lesson with its id, in order, as a [text] table
    that can be pasted into the scenario file and changed there. What { $name } stands for is a
    value; above a text with values is what it says now.

    \b
    Example:
      gradreel text parabola
    """
    scenarios = load_all(sources, reading)
    from gradreel.pipeline.build import ProcessPool
    from gradreel.pipeline.outline import outline
    from gradreel.pipeline.terminal.outlines import print_sentences

    pool = executor or ProcessPool()
    print_sentences([(each, outline(each, output, pool)) for each in scenarios])


@main.command()
@scenario_arguments
@quality_option
@option(
    "--format",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    show_default=True,
    help="Format of the video file.",
)
@chapters_option("Render only this chapter; may be repeated.")
@cluster_option
@theme_option
@reading_options
@timeout_option
@place_option(*FORMATS)
@loudness_options
@open_option
@click.pass_obj
def render(
    executor: Executor | None,
    sources: tuple[str, ...],
    quality: str,
    format: str,
    chapters: tuple[str, ...],
    reading: Reading,
    place: Place,
) -> None:
    """Render lesson videos.

    Writes OUTPUT/<scenario>/lesson.<format> and poster.png, or <chapter>.<format> for a single
    chapter, with captions beside the video as .srt and .vtt. Whatever is up to date is not rendered
    again.

    \b
    Example:
      gradreel render parabola --chapter title -q l
    """
    scenarios = load_all(sources, reading)
    from gradreel.pipeline.outputs import outputs_of_chapter, outputs_of_lesson
    from gradreel.pipeline.terminal.report import print_products

    size = QUALITIES[quality]
    outputs = outputs_of_lesson(size, format)
    if chapters:
        outputs = tuple(
            output for chapter in chapters for output in outputs_of_chapter(chapter, size, format)
        )
    show_building(scenarios, outputs, place, executor, print_products)


@main.command()
@click.argument("paths", metavar="PATH...", nargs=-1, type=ScenarioSource(), required=True)
@option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of processes to use; one for each core by default.",
)
@cluster_option
@quality_option
@option("--dry-run", is_flag=True, help="Show what would be done without doing it.")
@theme_option
@reading_options
@timeout_option
@output_option
@loudness_options
@json_option
@click.pass_obj
@click.pass_context
def batch(
    ctx: click.Context,
    executor: Executor | None,
    paths: tuple[str, ...],
    jobs: int | None,
    quality: str,
    dry_run: bool,
    reading: Reading,
    output: Path,
    as_json: bool,
) -> None:
    """Build whole sets of lessons.

    PATH is a scenario file, a folder with scenario files in it and below, or the name of a shipped
    scenario. Builds what the [output] of each scenario asks for, in OUTPUT/<scenario>/, or in
    OUTPUT/<folder>/<scenario>/ if it lies in a folder below PATH. A scenario that fails does
    not stop the others. Whatever is up to date is left alone, so an interrupted call continues when
    it is repeated. Other commands, given one file of a folder, know nothing of the folders around
    it: name in its [output] what is to be made of it here. The exit status is 1 if anything failed.

    \b
    Example:
      gradreel new valley
      gradreel batch valley.toml parabola --dry-run
    """
    from gradreel.pipeline.batch import build_batch, expanded, plan_batch, read
    from gradreel.pipeline.build import ProcessPool
    from gradreel.pipeline.terminal import json_report, report
    from gradreel.pipeline.terminal.display import show_set_progress

    if is_given("jobs") and is_given("cluster"):
        raise click.UsageError("--jobs and --cluster: leave out one of them.")
    show = json_report.print_results if as_json else report.print_results
    scenarios, results = read(expanded(paths), reading.overrides, **reading.allowed)
    scenarios = reading.themed(scenarios)
    size = QUALITIES[quality]
    try:
        if dry_run:
            results.extend(plan_batch(scenarios, size, output))
        else:
            pool = executor or ProcessPool(jobs)
            with resumable(), show_set_progress() as progress:
                results.extend(build_batch(scenarios, size, output, pool, progress))
    finally:
        say(*(note for result in results for note in result.notes), err=True)
        show(results, lambda failure: explained(failure).lines)
    failures = [result.failure for result in results if result.failure]
    if ctx.find_root().params["debug"]:
        for failure in failures:
            print_traceback(failure)
    ctx.exit(1 if failures else 0)


@main.command()
@scenario_arguments
@chapters_option("Chapter to draw; may be repeated.", "descent")
@option(
    "--at",
    "moments",
    metavar="SECONDS|last",
    multiple=True,
    default=["last"],
    show_default=True,
    callback=moments_of,
    help="Time within the chapter; last is its last complete picture, before everything fades "
    "out. May be repeated.",
)
@option(
    "--format",
    type=click.Choice(STILLS),
    default=STILLS[0],
    show_default=True,
    help="Format of the picture. In an svg and a pdf, text and drawings are outlines, and surfaces "
    "are embedded images.",
)
@option("--bare", is_flag=True, help="Leave out the ground, the heading and the sentence.")
@quality_option
@theme_option
@reading_options
@timeout_option
@place_option(*STILLS)
@loudness_options
@open_option
@click.pass_obj
def still(
    executor: Executor | None,
    sources: tuple[str, ...],
    chapters: tuple[str, ...],
    moments: tuple[float | None, ...],
    format: str,
    bare: bool,
    quality: str,
    reading: Reading,
    place: Place,
) -> None:
    """Draw a single picture.

    Writes OUTPUT/<scenario>/<chapter>.<format>, or <chapter>-<seconds>s.<format> if --at is a time:
    the frame that the video shows then. With --bare the name ends in -bare.

    \b
    Example:
      gradreel still parabola --chapter slope --at 8.5 --format svg
    """
    scenarios = load_all(sources, reading)
    from gradreel.pipeline.build import Nearby
    from gradreel.pipeline.outputs import Still
    from gradreel.pipeline.terminal.report import print_products

    size = QUALITIES[quality]
    stills = [Still(chapter, at, format, size, bare) for chapter in chapters for at in moments]
    if len(scenarios) * len(stills) == 1:
        executor = executor or Nearby("manim")
    show_building(scenarios, stills, place, executor, print_products)


@main.command()
@scenario_arguments
@chapters_option("Chapter to show; may be repeated.", _USUAL_GIF.chapter)
@option(
    "--width",
    type=click.IntRange(NARROWEST, WIDEST),
    show_default=str(_USUAL_GIF.width),
    help="Width in pixels; the height follows from it.",
)
@option(
    "--fps",
    type=int,
    callback=exact_rate,
    show_default=str(_USUAL_GIF.fps),
    help=f"Largest frame rate: {', '.join(map(str, RATES))} frames per second.",
)
@option(
    "--max-size",
    metavar="SIZE",
    callback=in_bytes,
    help="Largest file size allowed, such as 1MB or 500kB. If necessary, the number of colours, "
    "the frame rate and finally the width are reduced.",
)
@option(
    "--format",
    type=click.Choice(GIF_FORMATS),
    default=_USUAL_GIF.format,
    show_default=True,
    help="Format of the picture.",
)
@quality_option_of(None, "Width and frame rate near those of a video, unless they are given.")
@theme_option
@reading_options
@timeout_option
@place_option(*GIF_FORMATS)
@loudness_options
@open_option
@click.pass_obj
def gif(
    executor: Executor | None,
    sources: tuple[str, ...],
    chapters: tuple[str, ...],
    width: int | None,
    fps: int | None,
    max_size: int | None,
    format: str,
    quality: str | None,
    reading: Reading,
    place: Place,
) -> None:
    """Make small animated pictures.

    Writes OUTPUT/<scenario>/<chapter>.<format>, an endless loop for a web page or a chat. The
    descent is cut to what moves, with one sentence; other chapters are shown whole. Whatever is up
    to date is not made again.

    \b
    Example:
      gradreel gif parabola --max-size 500kB
    """
    scenarios = load_all(sources, reading)
    from gradreel.pipeline.outputs import Gif
    from gradreel.pipeline.terminal.report import print_products

    size = settings_like(QUALITIES[quality] if quality else None, width, fps)
    gifs = [Gif(GifSettings(chapter, *size, max_size, format)) for chapter in chapters]
    show_building(scenarios, gifs, place, executor, print_products)


@main.command("map")
@scenario_arguments
@option(
    "--over",
    metavar="A,B",
    callback=axes_of,
    help="What changes across and upward: two parameters, or one and lr or momentum, or lr and "
    "momentum. By default the first two parameters, or lr and the only one.",
)
@option(
    "--grid",
    "cells",
    metavar="N,M",
    default=",".join(map(str, _USUAL_MAP.cells)),
    show_default=True,
    callback=cells_of,
    help="Cells across and upward, with a descent in each.",
)
@option(
    "--steps",
    type=click.IntRange(1, MOST_STEPS),
    default=_USUAL_MAP.steps,
    show_default=True,
    help="The most steps of a descent.",
)
@quality_option
@theme_option
@reading_options_of_maps
@timeout_option
@place_option(STILLS[0])
@loudness_options
@open_option
@click.pass_obj
def map_descents(
    executor: Executor | None,
    sources: tuple[str, ...],
    over: tuple[str, str] | None,
    cells: tuple[int, int],
    steps: int,
    quality: str,
    reading: Reading,
    place: Place,
) -> None:
    """Map what becomes of descents.

    Writes OUTPUT/<scenario>/map-<A>-<B>.png and .npz, its numbers. Over two parameters, colours say
    where descents from there end; over lr or momentum, after how many steps they settle, and where
    they diverge. Whatever changes along no axis is that of the first run, which must be SGD.

    \b
    Example:
      gradreel map two-valleys --over lr,x
    """
    scenarios = load_all(sources, reading)
    from gradreel.pipeline.outputs import MapNumbers, MapPicture
    from gradreel.pipeline.terminal.report import print_products

    settings = MapSettings(over, cells, steps)
    outputs = MapPicture(settings, QUALITIES[quality]), MapNumbers(settings)
    show_building(scenarios, outputs, place, executor, print_products)


@main.command()
@scenario_arguments
@quality_option_of("l", "Quality of the video whose frames are shown, in half their size.")
@theme_option
@reading_options
@timeout_option
@place_option(STILLS[0])
@loudness_options
@open_option
@click.pass_obj
def storyboard(
    executor: Executor | None,
    sources: tuple[str, ...],
    quality: str,
    reading: Reading,
    place: Place,
) -> None:
    """Show a whole lesson in one picture.

    Writes OUTPUT/<scenario>/storyboard.png: frames from all chapters of the lesson, each with its
    time, chapter and caption.

    \b
    Example:
      gradreel storyboard parabola
    """
    scenarios = load_all(sources, reading)
    from gradreel.pipeline.outputs.storyboard import Storyboard
    from gradreel.pipeline.terminal.report import print_products

    show_building(scenarios, [Storyboard(QUALITIES[quality])], place, executor, print_products)


@main.command()
@scenario_argument
@chapters_option("Show only this chapter; may be repeated.")
@open_option
@theme_option
@reading_options
@cache_option
def watch(source: str, chapters: tuple[str, ...], reading: Reading, output: Path) -> None:
    """Show a scenario in a browser as you edit it.

    Prints the address of a page, which only this machine can open. After each save it shows what
    the change has altered: a still of each chapter, then its video in few frames; and what is wrong
    with the file, with the line. Ctrl-C ends it.

    \b
    Example:
      gradreel watch parabola --chapter slope
    """
    from gradreel.pipeline.terminal.watching import show_watching

    show_watching(source, chapters, reading, output)


@main.command()
@click.argument("folder", metavar="[DIR]", type=Folder(path_type=Path), default="media")
@option("--title", default="", help="Title of the page.")
@option("--lead", default="", help="What the page begins with, instead of what videos show.")
@option(
    "--address",
    metavar="URL",
    default="",
    callback=web_address,
    help="Where the page will be on the web, for what is to be pasted elsewhere and for previews.",
)
@option(
    "--language",
    metavar="TAG",
    default="",
    callback=language_tag,
    help="Language of the titles and the lead, such as de or pt-BR; all else on the page is in "
    "English.",
)
@quiet_option
@open_option
def page(folder: Path, title: str, lead: str, address: str, language: str) -> None:
    """Write a web page of the lessons in DIR.

    Writes DIR/index.html, which opens without a server. It shows every lesson rendered in DIR and
    below, with its chapters, loss curves, steps, pictures and files, as they are: nothing is drawn
    for it. DIR is media by default.

    \b
    Example:
      gradreel render parabola -q l
      gradreel page
    """
    from gradreel.pipeline.page import PageWords, write_page

    written = write_page(folder, PageWords(title, lead, address, language))
    say(*written.faults, err=True)
    lessons = "1 lesson" if written.lessons == 1 else f"{written.lessons} lessons"
    tell(f"wrote {written.path}: {lessons}")
    open_made([written.path])


@main.command()
@scenario_arguments
@theme_option
@reading_options
@timeout_option
@json_option
@click.pass_obj
@click.pass_context
def inspect(
    ctx: click.Context,
    executor: Executor | None,
    sources: tuple[str, ...],
    reading: Reading,
    as_json: bool,
) -> None:
    """Check the layout and the numbers of lessons.

    Plays every chapter without drawing it and checks it several times a second: for text that
    overlaps, leaves the safe area, or is too small or too faint; for numbers that are not in the
    recording, equations that do not hold and axis ticks that look alike; and for sentences that
    disappear before they can be read. The exit status is 1 if anything is found.

    \b
    Example:
      gradreel inspect one-weight --theme light
    """
    scenarios = load_all(sources, reading)
    from gradreel.pipeline.build import ProcessPool
    from gradreel.pipeline.inspect import inspect_lessons
    from gradreel.pipeline.terminal.json_report import print_findings

    found = []
    for scenario, findings in inspect_lessons(scenarios, executor or ProcessPool(usual_jobs())):
        found.append((scenario, findings))
        if not as_json:
            lines = [str(finding) for finding in findings] or ["nothing to fix"]
            say(*(f"{scenario.name}: {line}" for line in lines))
    if as_json:
        print_findings(found)
    ctx.exit(1 if any(findings for _, findings in found) else 0)


@main.command()
@option("--clear", is_flag=True, help="Delete it; finished videos and pictures stay.")
@output_option
def cache(clear: bool, output: Path) -> None:
    """Show how much is kept for reuse.

    Recordings, rendered chapters and pictures are kept in OUTPUT/.cache, and deleted when they have
    not been used for a month.

    \b
    Example:
      gradreel cache --clear
    """
    from gradreel.pipeline.build.cache import CACHE, Cache
    from gradreel.pipeline.terminal.report import print_kept

    clips = Cache(output / CACHE)
    kept = clips.kept()
    if clear:
        clips.clear()
    print_kept(clips.folder, kept, clear)


@main.command()
@json_option
@click.pass_context
def config(ctx: click.Context, as_json: bool) -> None:
    """Show which settings hold here.

    And from where: quality, theme, output and jobs. They are read from the nearest gradreel.toml in
    this folder or above it, and from the variables GRADREEL_QUALITY, GRADREEL_THEME,
    GRADREEL_OUTPUT and GRADREEL_JOBS, which come before the file; a flag comes before both.

    \b
    Example:
      gradreel config
    """
    print_settings(settings_of(ctx), as_json)
