"""What is told of a recorded run: its settings, and which of its steps."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from gradreel.solver.recording import RunRecord
from gradreel.solver.run_names import options_of

_DIGITS = 12  # of a start: those that it was written with


def settings_of(record: RunRecord) -> str:
    """What a run was told, as in `SGD, lr 0.1, momentum 0.9, from x = 1, y = 1`."""
    run = record.run
    told = (f"lr {run.lr:g}", *options_of(run.options), f"from {named(run.start)}")
    return ", ".join([run.optimizer, *told])


def named(values: Mapping[str, float]) -> str:
    """Values by their names, as in `x = 1, y = 1`."""
    return ", ".join(f"{name} = {value:.{_DIGITS}g}" for name, value in values.items())


def steps_shown(last: int, most: int) -> list[int]:
    """Steps 0 to `last`: all when at most `most`, else every 10th, 20th, 50th, ...; both ends."""
    strides = (digit * 10**power for power in count(1) for digit in (1, 2, 5))
    stride = 1 if last <= most else next(s for s in strides if last <= s * most)
    return sorted({*range(0, last, stride), last})
