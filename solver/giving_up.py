"""The sentence about an optimiser that cannot go on."""

from __future__ import annotations

from scenarios import Run
from solver.run_names import method_of

_FAULTS: dict[type[Exception], str] = {
    ZeroDivisionError: "it divided by zero",
    IndexError: "its line search found no step that it can take",
    OverflowError: "a number became too large",
}


def gave_up(run: Run, name: str, step: int, error: Exception) -> str:
    """The sentence on a run whose optimiser raised an error at a step."""
    name = name if name == method_of(run) else f"{run.optimizer} (“{name}”)"
    fault = _FAULTS.get(type(error), "it cannot go on with these options")
    return f"{name} gave up at step {step}: {fault}."
