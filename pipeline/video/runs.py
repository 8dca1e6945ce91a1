"""How tables describe a recorded run: its settings, and which of its steps they list."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from gradreel.solver.recording import RunRecord
from gradreel.solver.run_names import options_of

_DIGITS = 12  # of a start: enough for whatever people write, and too few for rounding errors


def settings_of(record: RunRecord) -> str:
    """The settings of a run, as in `SGD, lr 0.1, momentum 0.9, from x = 1, y = 1`."""
    run = record.run
    parts = (f"lr {run.lr:g}", *options_of(run.options), f"from {named(run.start)}")
    return ", ".join([run.optimizer, *parts])


def named(values: Mapping[str, float]) -> str:
    """Named values, as in `x = 1, y = 1`."""
    return ", ".join(f"{name} = {value:.{_DIGITS}g}" for name, value in values.items())


def steps_shown(last: int, most: int) -> list[int]:
    """Steps 0 to `last`: all if at most `most`, else every 10th, 20th, 50th, ..., and the last."""
    strides = (digit * 10**power for power in count(1) for digit in (1, 2, 5))
    stride = 1 if last <= most else next(s for s in strides if last <= s * most)
    return sorted({*range(0, last, stride), last})
