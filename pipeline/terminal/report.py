"""What commands print: in colour on a terminal, plain and never cut off elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

import numpy as np
from rich.box import SIMPLE_HEAD
from rich.filesize import decimal
from rich.table import Table

from gradreel.pipeline.batch import Result
from gradreel.pipeline.build import Built, Product
from gradreel.pipeline.build.cache import Kept
from gradreel.pipeline.build.graph import Output
from gradreel.pipeline.gif.settings import GifFile
from gradreel.pipeline.outputs import (
    Captions,
    ChapterVideo,
    Gif,
    Lesson,
    Poster,
    RecordingFile,
    StepsFile,
)
from gradreel.pipeline.outputs.named import Named
from gradreel.pipeline.terminal.console import Terminal
from gradreel.pipeline.terminal.loudness import is_quiet, is_verbose, tell
from gradreel.pipeline.terminal.streams import MOST_LINES, printable, say
from gradreel.pipeline.video.clip import Video
from gradreel.pipeline.video.runs import settings_text, steps_shown, tried_text
from gradreel.scenarios.words import counted as numbered
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.maps import counted
from gradreel.scenes.sentences.run_names import names_of
from gradreel.solver.numbers import digits_for
from gradreel.solver.reasons import explained
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord
from gradreel.solver.units import in_units, scaled_how, scaled_why

MOST_ROWS = 20  # of a table of steps: about a screenful
_DIGITS = 6  # of a recorded number, or more if no change could be seen in these


def print_recording(recording: Recording) -> None:
    """Print each run's settings, a table of its steps, how it ended, and why if that is known.

    At the end, what became of the descents of a mass.
    """
    out, objective = Terminal(), recording.objective
    out.print(f"{recording.scenario.name}: {recording.scenario.title}", style="bold")
    fit = recording.scenario.fit
    fit = fit if fit and fit.scale else None  # of scaled inputs
    if fit:
        out.print(f"scaled: {scaled_how(fit)}. {worded(scaled_why(fit))}")
    names = names_of(recording.scenario.runs)
    for number, (name, record) in enumerate(zip(names, recording.runs, strict=True), start=1):
        called = f" “{name}”" if record.run.name else ""  # other names repeat the settings
        out.print()
        out.print(f"run {number}{called}: {settings_text(record)}")
        if record.run.tried:
            out.print(tried_text(record.run))
        out.print(steps_table(recording.scenario.parameters, record))
        out.print(worded(record.ending.message))
        if fit:
            out.print(worded(in_units(fit, record.parameters[-1], 6)))
        for said in explained(recording.scenario, objective, record):
            out.print(worded(said))
    if recording.mass:
        out.print()
        out.print(worded(counted(recording.mass, recording.scenario.runs[0].steps)))


def steps_table(parameters: Iterable[str], record: RunRecord) -> Table:
    """One row for each of `steps_shown`; |grad| is the Euclidean norm of the gradient."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in ("step", *parameters, "loss", "|grad|"):
        table.add_column(heading, justify="right", no_wrap=True)
    columns = (*record.parameters.T, record.loss, np.linalg.norm(record.grad, axis=1))
    digits = [max(_DIGITS, digits_for(column)) for column in columns]
    for step in steps_shown(record.steps, MOST_ROWS):
        row = [f"{column[step]:.{count}g}" for column, count in zip(columns, digits, strict=True)]
        table.add_row(str(step), *row)
    return table


def print_recordings(built: Iterable[Built]) -> None:
    """Print each scenario's recording and the files that it was written to, unless quiet."""
    if is_quiet():
        return
    for one in built:
        recording, steps = (one.products[output].path for output in (RecordingFile(), StepsFile()))
        print_recording(Recording.load(recording))
        say(f"wrote {recording} and {steps}", "")


def print_products(built: Iterable[Built]) -> None:
    """One line per file, unless quiet: its path, duration, size, other details, seconds it took.

    Captions and posters, which accompany a video, are listed only if that is wished.
    """
    if is_quiet():
        return
    rows = [
        (
            printable(str(output.file if isinstance(output, Named) else product.path)),
            *_details_of(output, product),
            "up to date" if product.took is None else f"took {product.took:.1f} s",
        )
        for one in built
        for output, product in one.products.items()
        if is_verbose() or not isinstance(output, Captions | Poster)
    ]
    rows.sort()
    widths = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    for path, *rest in rows:
        fields = [f"{field:>{width}}" for field, width in zip(rest, widths[1:], strict=False)]
        say("  ".join([path.ljust(widths[0]), *fields]))


def _details_of(output: Output, product: Product) -> tuple[str, ...]:
    if isinstance(output, Named):
        return _details_of(output.output, product)
    size = decimal(product.path.stat().st_size)
    if isinstance(output, Gif):
        gif = GifFile.read(product.path, product.value)
        return _duration(gif.seconds), size, *_size_and_detail(gif)
    if isinstance(output, Lesson | ChapterVideo):
        return _duration(Video.read(product.path, product.value).seconds), size
    return (size,)


def _duration(seconds: float) -> str:
    return f"{int(seconds // 60)}:{seconds % 60:04.1f}"


def _size_and_detail(gif: GifFile) -> tuple[str, ...]:
    width, height = gif.size
    chosen = " chosen" if gif.reduced else ""
    return f"{width}x{height}", f"{gif.fps:g} frames a second", f"{gif.detail}{chosen}"


def print_kept(folder: Path, kept: Kept, cleared: bool) -> None:
    """Print how much a cache folder holds, or held until it was cleared."""
    clips = "1 clip" if kept.clips == 1 else f"{kept.clips} clips"
    say(f"{folder}: {'cleared of ' if cleared else ''}{clips}, {decimal(kept.bytes)}")


def print_results(
    results: Sequence[Result], lines_of: Callable[[Exception], Sequence[str]]
) -> None:
    """One line per scenario: what was built or is to be built, or why it failed.

    Of very many, unless verbose, those that have not failed have one line for all that are alike.
    The last line counts them.
    """
    counts = dict.fromkeys(("made", "to make", "up to date", "failed"), 0)
    alike = Counter[tuple[str, str]]()
    each = is_verbose() or len(results) <= MOST_LINES
    for result in sorted(results, key=lambda result: result.name):
        counts[result.verdict] += 1
        if result.failure:
            say(*_lined(result.verdict, _failed(result, lines_of(result.failure))))
        elif each:
            tell(*_lined(result.verdict, [_made(result)]))
        else:
            alike[result.verdict, _what(result)] += 1
    for (verdict, what), count in alike.items():
        tell(*_lined(verdict, [f"{numbered(count, 'scenario')}: {what}"]))
    tell(", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count))


def _lined(verdict: str, lines: Iterable[str]) -> Iterator[str]:
    return (f"{verdict:<12}{line}" for line in lines)


def _failed(result: Result, lines: Sequence[str]) -> Sequence[str]:
    """Why a scenario failed; sentences about a file begin with its name already."""
    first, *others = lines
    named = first.startswith(printable(result.name))
    return [first if named else f"{result.name}: {first}", *others]


def _made(result: Result) -> str:
    """What was made of a scenario that has not failed, or is to be, and where."""
    took = "" if result.took is None else f"  took {result.took:.1f} s"
    return f"{result.files[0].parent}: {_what(result)}{took}"


def _what(result: Result) -> str:
    return result.todo or ", ".join(file.name for file in result.files)
