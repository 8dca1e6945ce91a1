"""The progress of a build: a live display on a terminal, one line per task elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from gradreel.pipeline.build.progress import Progress, State
from gradreel.pipeline.terminal.console import Terminal
from gradreel.pipeline.terminal.loudness import is_quiet, is_verbose
from gradreel.pipeline.terminal.streams import MOST_LINES, printable, say

_STYLES = {"at work": "bold", "failed": "red", "waiting": "dim", "done": "green"}
_REST = 3  # lines of a terminal kept free: for the bar, the count of other scenarios, the prompt


@contextmanager
def show_progress() -> Iterator[Callable[[Progress], None]]:
    """A function that reports progress on standard error.

    It draws a bar on a terminal, and prints one line per task elsewhere, or on both if verbose; of
    very many tasks a line for each hundredth.
    """
    out = Terminal(stderr=True)
    if is_quiet() or not out.is_terminal:
        yield _print_note if is_quiet() else _Lines().show
        return
    with _bar("chapters", out) as bar:
        task = bar.add_task("", total=None)

        def show(progress: Progress) -> None:
            if progress.note:
                out.print(progress.note)
            if progress.label and is_verbose():
                out.print(progress.label)
            _update(bar, task, progress)

        yield show


def _print_note(progress: Progress) -> None:
    if progress.note:
        say(progress.note, err=True)


class _Lines:
    """Prints a line for each task that ends, or for as many as can be read."""

    def __init__(self) -> None:
        self._told = 0  # tasks done when the last line was printed

    def show(self, progress: Progress) -> None:
        _print_note(progress)
        done, total = progress.done, progress.total
        each = is_verbose() or total <= MOST_LINES
        if progress.label and (each or done == total or done - self._told >= total / MOST_LINES):
            self._told = done
            say(f"{progress.label} ({done} of {total})", err=True)


@contextmanager
def show_set_progress() -> Iterator[Callable[[Progress], None]]:
    """As `show_progress`, with one row per scenario on a terminal."""
    out = Terminal(stderr=True)
    if is_quiet() or not out.is_terminal:
        yield _print_note if is_quiet() else _Lines().show
        return
    bar = _bar("tasks", out)
    task = bar.add_task("", total=None)
    states: Collection[State] = ()

    def show(progress: Progress) -> None:
        nonlocal states
        states = progress.states
        if progress.note:
            out.print(progress.note)
        if progress.label and is_verbose():
            out.print(progress.label)
        _update(bar, task, progress)

    def table() -> RenderableType:
        return Group(states_table(tuple(states), out.height - _REST), bar)

    # The table is made when it is drawn, a few times a second, and not whenever a task ends.
    with Live(get_renderable=table, console=out, transient=True):
        yield show


def states_table(states: Sequence[State], most: int) -> RenderableType:
    """One row per scenario.

    If there are more than `most`, those at work come first, and the last row counts the others.
    """
    order = list(_STYLES)
    if len(states) > most:
        states = sorted(states, key=lambda state: order.index(state.word))
    shown, rest = (states, ()) if len(states) <= most else (states[: most - 1], states[most - 1 :])
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(no_wrap=True, max_width=40)
    table.add_column(ratio=1)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    for state in shown:
        style = _STYLES[state.word]
        name, word = Text(printable(state.name), style), Text(state.word, style)
        parts = ProgressBar(state.total or 1, float(state.done + state.partly))
        table.add_row(name, parts, f"{state.done}/{state.total}", word)
    if not rest:
        return table
    words = [state.word for state in rest]
    counts = (f"{words.count(word)} {word}" for word in order if word in words)
    return Group(table, Text(f"and {len(rest)} more: {', '.join(counts)}", "dim"))


def _update(bar: Bar, task: TaskID, progress: Progress) -> None:
    """Move a bar; it counts whole tasks, and moves with their parts."""
    bar.update(task, completed=float(progress.done + progress.partly), total=progress.total)


def _bar(what: str, out: Console) -> Bar:
    """A progress bar with an estimate of the time left."""
    columns = TextColumn(what), MofNCompleteColumn(), BarColumn(None), TimeRemainingColumn()
    # A chapter may take minutes: the estimate is based on all tasks, not on those of a short while.
    return Bar(*columns, console=out, expand=True, transient=True, speed_estimate_period=1e9)
