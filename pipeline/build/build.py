"""Builds the outputs of targets with an executor; nothing is built twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from gradreel.pipeline.build.built import Built
from gradreel.pipeline.build.cache import CACHE, Artifact, Cache
from gradreel.pipeline.build.executor import Executor, Session
from gradreel.pipeline.build.graph import Node, Target
from gradreel.pipeline.build.progress import Progress, Report
from gradreel.pipeline.build.scratch import clear_scratch
from gradreel.pipeline.build.target_build import TargetBuild
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
        with executor.session(cache.folder) as session:
            for _ in _work([target_build], session):
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
    report(_progress(builds, "", next((b.note for b in builds if b.note), "")))
    for target_build in builds:
        target_build.write()
    yield from (target_build.built() for target_build in builds if target_build.ended)
    left = [target_build for target_build in builds if not target_build.ended]
    if left:
        with executor.session(cache.folder) as session:
            for target_build, label in _work(left, session):
                if label:
                    report(_progress(left, label))
                if target_build.ended or (until_failure and target_build.failure):
                    yield target_build.built()
    cache.prune()


def _work(builds: Sequence[TargetBuild], session: Session) -> Iterator[tuple[TargetBuild, str]]:
    """Do all tasks; yield the target of each that has ended, with its label if it is reported."""
    keys: dict[int, tuple[TargetBuild, str]] = {}

    def submit(target_build: TargetBuild) -> None:
        for node, inputs in target_build.begin():
            keys[session.submit(node.task, inputs)] = target_build, node.key

    for target_build in builds:
        submit(target_build)
    for done in session.finished():
        target_build, key = keys.pop(done.number)
        before = target_build.done
        target_build.take(key, done)
        submit(target_build)
        yield target_build, done.task.label if target_build.done > before else ""


def _progress(builds: Sequence[TargetBuild], label: str, note: str = "") -> Progress:
    done, total = sum(b.done for b in builds), sum(b.total for b in builds)
    return Progress(done, total, label, note, tuple(b.state for b in builds))
