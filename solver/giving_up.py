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


def gave_up(run: Run, name: str, step: int, error: Exception) -> Ending:
    """The ending of a run of that name whose optimiser raised something at a step."""
    name = name if name == method_of(run) else f"{run.optimizer} (“{name}”)"
    fault = _FAULTS.get(type(error), "it cannot go on with these options")
    return Ending(Outcome.FAILED, f"{name} gave up at step {step}: {fault}.")
