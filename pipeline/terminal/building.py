"""Runs a build for a command: shows its progress, then its results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gradreel.pipeline.terminal.loudness import open_made
from gradreel.pipeline.terminal.streams import say

if TYPE_CHECKING:
    from gradreel.pipeline.build import Built, Executor
    from gradreel.pipeline.build.graph import Output
    from gradreel.scenarios import Scenario


def show_building(
    scenarios: Sequence[Scenario],
    outputs: Iterable[Output],
    folder: Path,
    executor: Executor | None,
    show: Callable[[Sequence[Built]], None],
) -> None:
    """Build the same outputs of every scenario; show the progress, then the results.

    Uses all cores of this machine unless an executor is given. Raises the first failure, after
    showing what was built before it. With -p, opens the first output of each scenario.
    """
    from gradreel.pipeline.build import ProcessPool, Target, build_or_raise
    from gradreel.pipeline.terminal.display import show_progress
    from gradreel.pipeline.terminal.settings import usual_jobs

    each = tuple(dict.fromkeys(outputs))
    targets = [Target(scenario, each) for scenario in scenarios]
    place = {scenario.name: number for number, scenario in enumerate(scenarios)}
    built: list[Built] = []
    try:
        with show_progress() as report:
            built.extend(
                build_or_raise(targets, folder, executor or ProcessPool(usual_jobs()), report)
            )
    finally:
        say(*(note for one in built for note in one.notes), err=True)
        built.sort(key=lambda one: place[one.scenario.name])
        show(built)
    open_made([one.products[each[0]].path for one in built])
