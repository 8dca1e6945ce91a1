"""gradreel batch."""

from __future__ import annotations

from pathlib import Path

import click

from gradreel.cli.failures import explained, tell
from gradreel.cli.options import (
    Reading,
    option,
    output_option,
    quality_option,
    reading_options,
    theme_option,
    timeout_option,
)
from gradreel.pipeline.quality import QUALITIES


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes work side by side; as many as there are cores unless given.",
)
@quality_option
@option("--dry-run", is_flag=True, help="Show what would be done.")
@theme_option
@reading_options
@timeout_option
@output_option
@click.pass_context
def batch(
    ctx: click.Context,
    paths: tuple[str, ...],
    jobs: int | None,
    quality: str,
    dry_run: bool,
    reading: Reading,
    output: Path,
) -> None:
    """Make whole sets of lessons.

    PATH is a scenario file, a folder of them or the name of a shipped one. Makes of every scenario
    what its [output] says, in OUTPUT/<scenario>/. A scenario that fails stops no other; what is up
    to date is left alone, so that a call that was interrupted is gone on with by calling again. The
    exit status is 1 where anything failed.

    \b
    Example:
      gradreel new valley
      gradreel batch valley.toml parabola --dry-run
    """
    from gradreel.pipeline.batch import expanded, make_batch, plan_batch, read
    from gradreel.pipeline.display import show_set
    from gradreel.pipeline.order import Order
    from gradreel.pipeline.report import print_results

    scenarios, results = read(expanded(paths), reading.overrides, **reading.allowed)
    order = Order(QUALITIES[quality], "mp4", output)
    try:
        if dry_run:
            results.extend(plan_batch(scenarios, order))
        else:
            with show_set() as report:
                results.extend(make_batch(scenarios, order, report, jobs))
    finally:
        print_results(results, lambda failure: explained(failure).lines)
    failures = [result.failure for result in results if result.failure]
    if ctx.find_root().params["debug"]:
        for failure in failures:
            tell(failure)
    ctx.exit(1 if failures else 0)
