"""What the chapters of a fit lesson about mini-batches and their sizes say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from gradreel.scenarios import Run, Scenario
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.fit import count
from gradreel.scenes.sentences.runs import last_losses
from gradreel.solver.message import Message, message
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import NO_ROW, RunRecord


def whole(scenario: Scenario) -> Message:
    """Where the gradient of all points leads."""
    return message("fit-batches-whole", points=count(scenario))


def some(run: Run) -> Message:
    """How many points a step sees."""
    assert run.batch_size
    return message("fit-batches-some", size=run.batch_size)


def epoch(run: Run, scenario: Scenario) -> Message:
    """How many steps make an epoch, if batches are not drawn with replacement."""
    assert run.batch_size
    if run.replacement:
        return message("fit-batches-no-epoch")
    return message("fit-batches-epoch", steps=steps_of_epoch(run, scenario))


def steps_of_epoch(run: Run, scenario: Scenario) -> int:
    """After how many steps a run of shuffled batches has seen every point."""
    assert run.batch_size
    return -(-count(scenario) // run.batch_size)


def named(recording: Recording) -> Recording:
    """A recording in which runs without a name are called by the size of their batches."""
    scenario = recording.scenario
    points = count(scenario)

    def called(run: Run) -> Run:
        size = message("fit-size", size=run.batch_size or points, points=points)
        return run.model_copy(update={"name": run.name or worded(size)})

    runs = tuple(map(called, scenario.runs))
    return Recording(scenario.model_copy(update={"runs": runs}), recording.runs)


def jitter(runs: Sequence[RunRecord], points: int) -> Message | None:
    """That smaller batches jitter more, if they do; None if they do not.

    Runs jitter more whose losses are higher on average in their last quarter; those with the same
    learning rates are compared.
    """
    rates = [(str(run.run.lr), str(run.run.schedule)) for run in runs]
    groups = [[run for run, own in zip(runs, rates, strict=True) if own == rate] for rate in rates]
    most: list[RunRecord] = max(groups, key=len)
    ordered = sorted(most, key=lambda run: run.run.batch_size or points)
    sizes = [[*alike] for _, alike in groupby(ordered, key=lambda run: run.run.batch_size)]
    if len(sizes) > 1 and all(
        min(map(last_losses, fewer)) > max(map(last_losses, more))
        for fewer, more in pairwise(sizes)
    ):
        return message("fit-sizes-jitter")
    return None


def seen(points: Sequence[int], steps: int) -> Message:
    """How many points the runs have seen, each, after so many steps."""
    return message("fit-sizes-seen", points=tuple(map(str, points)), steps=steps)


def points_seen(run: RunRecord, points: int) -> int:
    """How many points a run has seen in all its steps, of all `points` where it has no batches."""
    return int((run.batch != NO_ROW).sum()) if run.run.batch_size else run.steps * points
