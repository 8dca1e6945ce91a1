"""The ending of a run whose optimiser cannot go on."""

from __future__ import annotations

from gradreel.scenarios import Run
from gradreel.solver.ending import Ending, Outcome
from gradreel.solver.run_names import method_of

_FAULTS: dict[type[Exception], str] = {
    ZeroDivisionError: "it divided by zero",
    IndexError: "its line search found no step that it can take",
    OverflowError: "a number became too large",
    StopIteration: "it found no step that it can take",
}


def gave_up(run: Run, step: int, error: Exception) -> Ending:
    """The ending of a run whose optimiser raised something at a step.

    It does not depend on other runs: a chapter about this one is kept by what this one is.
    """
    name = f"{run.optimizer} (“{run.name}”)" if run.name else method_of(run)
    fault = _FAULTS.get(type(error), "it cannot go on with these options")
    return Ending(Outcome.FAILED, f"{name} gave up at step {step}: {fault}.")
