"""Builds the outputs of targets with an executor; nothing is built twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from gradreel.pipeline.build.built import Built
from gradreel.pipeline.build.cache import CACHE, Artifact, Cache
from gradreel.pipeline.build.executor import Executor
from gradreel.pipeline.build.graph import Node, Target
from gradreel.pipeline.build.overview import Overview
from gradreel.pipeline.build.progress import Report
from gradreel.pipeline.build.scratch import clear_scratch
from gradreel.pipeline.build.target_build import TargetBuild
from gradreel.pipeline.build.work import work
from gradreel.scenarios import Scenario, ScenarioError


def build(
    targets: Sequence[Target], folder: Path, executor: Executor, report: Report = lambda _: None
) -> Iterator[Built]:
    """Build what is missing of each target's outputs below a folder; yield targets when finished.

    Targets that are up to date come first and cost nothing. A failure belongs to one target and
    does not affect the others. Raises OSError if the folder cannot be used at all.
    """
    cache = Cache(folder / CACHE)
    left = []
    for target in targets:
        target_build = TargetBuild(target, folder, cache)
        if target_build.ended:
            yield target_build.built()
        else:
            left.append(target_build)
    if left:
        yield from _finish(left, cache, executor, report)
    else:
        # No session begins, which would see to it.
        clear_scratch(cache.folder)


def build_or_raise(
    targets: Sequence[Target], folder: Path, executor: Executor, report: Report = lambda _: None
) -> Iterator[Built]:
    """As `build`, but raise the first failure, and begin nothing if a target cannot be built.

    Raises ScenarioError, RenderError or OSError.
    """
    cache = Cache(folder / CACHE)
    builds = [TargetBuild(target, folder, cache) for target in targets]
    yield from (b.built() for b in builds if b.ended and not b.failure)
    left = [target_build for target_build in builds if not target_build.ended]
    for target_build in left:
        target_build.plan()
    _raise([target_build.failure for target_build in builds if target_build.failure])
    if left:
        for built in _finish(left, cache, executor, report, until_failure=True):
            if built.failure:
                raise built.failure
            yield built
    else:
        clear_scratch(cache.folder)


def build_artifacts(
    scenario: Scenario, nodes: Sequence[Node], folder: Path, executor: Executor
) -> list[Artifact]:
    """Do those tasks of the nodes that are not done yet; return all artifacts, in order.

    Raises ScenarioError, RenderError or OSError.
    """
    cache = Cache(folder / CACHE)
    target_build = TargetBuild(Target(scenario, ()), folder, cache)
    artifacts = target_build.artifacts_of(nodes)
    if None in artifacts:
        for _ in work([target_build], cache, executor):
            _raise([target_build.failure] if target_build.failure else [])
        cache.prune()
    return [artifact for artifact in target_build.artifacts_of(nodes) if artifact]


def plan(target: Target, folder: Path) -> tuple[int, int] | None:
    """The numbers of tasks left to do and of all tasks of a target; None if it is up to date.

    Nothing is written. Raises ScenarioError if the scenario does not have such an output.
    """
    target_build = TargetBuild(target, folder, Cache(folder / CACHE), dry_run=True)
    if not target_build.ended:
        target_build.plan()
    if target_build.failure:
        raise target_build.failure
    if target_build.ended:
        return None
    return target_build.total - target_build.done, target_build.total


def _raise(failures: Sequence[Exception]) -> None:
    """Raise one ScenarioError if all failures are such, else the first failure, if there is any."""
    faulty = [failure for failure in failures if isinstance(failure, ScenarioError)]
    if failures and len(faulty) == len(failures):
        raise ScenarioError([problem for failure in faulty for problem in failure.problems])
    if failures:
        raise failures[0]


def _finish(
    builds: Sequence[TargetBuild],
    cache: Cache,
    executor: Executor,
    report: Report,
    until_failure: bool = False,
) -> Iterator[Built]:
    """Build what is missing of the targets; yield each when it has ended, or as it fails."""
    for target_build in builds:
        target_build.plan()
    report(Overview(builds).progress(note=next((b.note for b in builds if b.note), "")))
    for target_build in builds:
        target_build.write()
    yield from (target_build.built() for target_build in builds if target_build.ended)
    left = [target_build for target_build in builds if not target_build.ended]
    if left:
        overview, over = Overview(left), set[TargetBuild]()
        for target_build, label in work(left, cache, executor):
            report(overview.after(target_build, label))
            ended = target_build.ended or (until_failure and target_build.failure)
            if ended and target_build not in over:
                over.add(target_build)
                yield target_build.built()
    cache.prune()
