"""Runs a build for a command: shows its progress, then its results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gradreel.pipeline.terminal.failures import Failure
from gradreel.pipeline.terminal.loudness import open_made
from gradreel.pipeline.terminal.output_place import Place
from gradreel.pipeline.terminal.streams import say

if TYPE_CHECKING:
    from gradreel.pipeline.build import Built, Executor
    from gradreel.pipeline.build.graph import Output
    from gradreel.scenarios import Scenario


@contextmanager
def resumable() -> Iterator[None]:
    """Say, where Ctrl-C interrupts it, that the same call goes on. Raises Failure then."""
    try:
        yield
    except KeyboardInterrupt:
        sentence = "interrupted; what is finished is kept, and the same call goes on from there"
        raise Failure(sentence, exit_code=130) from None


def show_building(
    scenarios: Sequence[Scenario],
    outputs: Iterable[Output],
    place: Place,
    executor: Executor | None,
    show: Callable[[Sequence[Built]], None],
) -> None:
    """Build the same outputs of every scenario; show the progress, then the results.

    Uses all cores of this machine unless an executor is given. Raises the first failure, after
    showing what was built before it, and Failure if there are several outputs for a single file.
    With -p, opens the first output of each scenario.
    """
    from gradreel.pipeline.build import ProcessPool, Target, build_or_raise
    from gradreel.pipeline.terminal.display import show_progress
    from gradreel.pipeline.terminal.settings import usual_jobs

    each = tuple(dict.fromkeys(outputs))
    if place.file:
        each = (_only(scenarios, each, place.file),)
    targets = [Target(scenario, each) for scenario in scenarios]
    order = {scenario.place: number for number, scenario in enumerate(scenarios)}
    built: list[Built] = []
    try:
        with resumable(), show_progress() as report:
            pool = executor or ProcessPool(usual_jobs())
            built.extend(build_or_raise(targets, place.folder, pool, report))
    finally:
        say(*(note for one in built for note in one.notes), err=True)
        built.sort(key=lambda one: order[one.scenario.place])
        show(built)
    open_made([one.products[each[0]].path for one in built])


def _only(scenarios: Sequence[Scenario], outputs: Sequence[Output], file: Path) -> Output:
    """The only output, as a file; what goes beside an output is left out."""
    from gradreel.pipeline.outputs import Captions, MapNumbers, Poster
    from gradreel.pipeline.outputs.named import Named

    main = [o for o in outputs if not isinstance(o, Captions | MapNumbers | Poster)]
    count = len(main) * len(scenarios)
    if count > 1:
        raise Failure(f"{file}: is one file, for {count} outputs: give a folder", exit_code=2)
    return Named(main[0], file)
