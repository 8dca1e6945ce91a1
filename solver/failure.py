"""The ending of a run whose optimiser failed."""

from __future__ import annotations

from gradreel.scenarios import Run
from gradreel.solver.ending import Ending, Outcome
from gradreel.solver.message import Message, message
from gradreel.solver.method_names import method_of

_FAULTS: dict[type[Exception], str] = {
    ZeroDivisionError: "zero",
    IndexError: "line-search",
    OverflowError: "too-large",
    StopIteration: "no-step",
}


def failed_ending(run: Run, step: int, error: Exception) -> Ending:
    """The ending of a run whose optimiser raised an exception at a step.

    It does not depend on other runs, since the cache key of a chapter about this run does not.
    """
    fault, method = _FAULTS.get(type(error), "other"), _method(run)
    said = message("ending-gave-up", method=method, step=step, fault=fault)
    return Ending(Outcome.FAILED, said)


def _method(run: Run) -> Message | str:
    if run.name:
        return message("method-of-run", method=run.optimizer, name=run.name)
    return method_of(run)
