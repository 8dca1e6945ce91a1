"""How tables describe a recorded run: its settings, and which of its steps they list."""

from __future__ import annotations

from collections.abc import Mapping

from gradreel.scenarios import Run, Trial
from gradreel.scenes.parts.digits.round_steps import round_counts
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.method_names import options_of, settings_of
from gradreel.solver.run_record import RunRecord

_LEAST_STRIDE = 10  # if not all steps are listed, so that those listed have round numbers
_DIGITS = 12  # of a start: enough for whatever people write, and too few for rounding errors


def settings_text(record: RunRecord) -> str:
    """The settings of a run, as in `SGD, lr 0.1, momentum 0.9, from x = 1, y = 1`."""
    run = record.run
    rate = [] if run.lr is None else [f"lr {run.lr:g}"]
    options = options_of(settings_of(run))
    return ", ".join([run.optimizer, *rate, *options, text("run-from", place=named(run.start))])


def tried_text(run: Run) -> str:
    """The learning rates that were tried, each with the loss to which it led."""
    tried = ", ".join(f"{one.rate:g} ({_loss(one)})" for one in run.tried)
    return f"lr {run.rate:g} is the best of {len(run.tried)} tried (loss at the end): {tried}"


def _loss(trial: Trial) -> str:
    return "none" if trial.loss is None else f"{trial.loss:.4g}"


def named(values: Mapping[str, float]) -> str:
    """Named values, as in `x = 1, y = 1`."""
    return ", ".join(f"{name} = {value:.{_DIGITS}g}" for name, value in values.items())


def steps_shown(last: int, most: int) -> list[int]:
    """Steps 0 to `last`: all if at most `most`, else every 10th, 20th, 50th, ..., and the last."""
    strides = (n for n in round_counts() if n == 1 or n >= _LEAST_STRIDE)
    stride = next(n for n in strides if last <= n * most)
    return sorted({*range(0, last, stride), last})
