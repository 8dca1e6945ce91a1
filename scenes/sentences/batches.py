"""What the mini-batch chapter of a fit lesson says."""

from __future__ import annotations

from gradreel.scenarios import Run, Scenario
from gradreel.scenes.sentences.fit import count
from gradreel.solver.message import Message, message


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
