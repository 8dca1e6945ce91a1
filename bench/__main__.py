"""`python -m bench [--quick] [NAME...]`: measure, print a table."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bench.encoding import encoding
from bench.figure import Figure, Plan
from bench.gifs import gifs
from bench.lessons import again, limit, parallel, real_time
from bench.machine import machine
from bench.many import many
from bench.memory import memory
from bench.sets import sets
from bench.spans import spans
from bench.starts import starts
from bench.stock_compared import flat, plain, surface
from bench.watching import watched

MEASUREMENTS: dict[str, Callable[[Plan], list[Figure]]] = {
    "surface": surface,
    "limit": limit,
    "real-time": real_time,
    "flat": flat,
    "plain": plain,
    "again": again,
    "memory": memory,
    "parallel": parallel,
    "sets": sets,
    "spans": spans,
    "encoding": encoding,
    "gifs": gifs,
    "many": many,
    "watch": watched,
    "starts": starts,
}
_CORES = 2  # of the machine that the targets were set on
_WIDTH = 160  # columns that the table needs to keep each figure in one line


@click.command("bench")
@click.argument("names", metavar="[NAME]...", nargs=-1, type=click.Choice(list(MEASUREMENTS)))
@click.option("--quick", is_flag=True, help="Few small frames: only shows that it runs.")
def main(names: tuple[str, ...], quick: bool) -> None:
    """Measure how fast gradreel is on this machine.

    Without a NAME everything is measured.
    """
    # The targets are for two cores, whatever the machine has.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:_CORES])
    out = Console()
    out.width = max(out.width, _WIDTH)
    with tempfile.TemporaryDirectory(prefix="gradreel-bench-") as folder:
        plan = quick_plan(Path(folder)) if quick else Plan(Path(folder))
        figures: list[Figure] = []
        for name in names or MEASUREMENTS:
            with out.status(f"measuring: {name}"):
                found = MEASUREMENTS[name](plan)
            for figure in found:  # at once, so that half an hour is not lost with its last minute
                out.print(f"{figure.name}: {figure.measured}", soft_wrap=True)
            figures += found
        out.print(table(figures, plan))


def quick_plan(folder: Path) -> Plan:
    """The plan of a quick run, which only shows that the benchmarks work."""
    return Plan(folder, "l", samples=4, plain_frames=10, times=1, lessons=("one-weight",))


def table(figures: list[Figure], plan: Plan) -> Table:
    """One row for each figure: its name, value, target, whether that is met, and its parts."""
    quality, cores = plan.quality, len(os.sched_getaffinity(0))
    title = f"{quality.width}x{quality.height}, {quality.fps} frames a second, on {cores} cores"
    load = os.getloadavg()[0]
    rows = Table(
        title=f"{title}\n{machine()}; load average {load:.1f}",
        box=SIMPLE_HEAD,
        show_edge=False,
    )
    for heading in ("what", "measured", "target", ""):
        rows.add_column(heading, no_wrap=True)
    rows.add_column("from")
    for figure in figures:
        rows.add_row(figure.name, figure.measured, figure.aim, figure.mark, figure.note)
    return rows


if __name__ == "__main__":
    main()
