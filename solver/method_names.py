"""What methods are called, with their options; and places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gradreel.scenarios import Run
from gradreel.scenarios.model import OptionValue
from gradreel.solver.message import Message, message
from gradreel.solver.numbers import rounded

_DIGITS = 6  # of numbers that may be all that tells two runs apart


def method_of(run: Run) -> Message | str:
    """How a run goes down: plain gradient descent, or its optimiser with its options."""
    if run.plain:
        return message("method-plain")
    options = tuple(options_of(run.options))
    if not options:
        return run.optimizer
    return message("method-with-options", method=run.optimizer, options=options)


def options_of(options: Mapping[str, OptionValue]) -> Iterator[str]:
    """Each option with its value, as in `momentum 0.9`; a flag only where it is set."""
    for name, value in options.items():
        if value is True:
            yield name.replace("_", " ")
        elif value is not False:
            yield f"{name.replace('_', ' ')} {_shown(value)}"


def place_named(start: Mapping[str, float]) -> str:
    """Values as a place: `(2.996, 2.51)`, or one as a number."""
    values = [rounded(value, _DIGITS) for value in start.values()]
    return values[0] if len(values) == 1 else f"({', '.join(values)})"


def _shown(value: OptionValue) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_shown, value))})"
    return str(value) if isinstance(value, str | int) else rounded(value, _DIGITS)
