"""Names of methods with their options, and of points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gradreel.scenarios import Run
from gradreel.scenarios.model import OptionValue
from gradreel.solver.message import Message, message
from gradreel.solver.numbers import SETTING_DIGITS, rounded

FORMULA = "rate"  # what settings call a formula for the learning rate


def method_of(run: Run) -> Message | str:
    """The method of a run: plain gradient descent, or its optimiser with its options."""
    if run.plain:
        return message("method-plain")
    options = tuple(options_of(settings_of(run)))
    if not options:
        return run.optimizer
    return message("method-with-options", method=run.optimizer, options=options)


def settings_of(run: Run) -> dict[str, OptionValue]:
    """The options of a run, and what else makes its steps different from those of others."""
    others: dict[str, OptionValue | None] = {
        "batch size": run.batch_size,
        "replacement": run.replacement or None,
        "noise": run.noise,
        "schedule": run.schedule.name or None if run.schedule else None,
        FORMULA: run.schedule.formula if run.schedule else None,
    }
    return {**run.options, **{name: value for name, value in others.items() if value is not None}}


def options_of(options: Mapping[str, OptionValue]) -> Iterator[str]:
    """Each option with its value, as in `momentum 0.9`; a flag only if it is set."""
    for name, value in options.items():
        if value is True:
            yield name.replace("_", " ")
        elif value is not False:
            yield f"{name.replace('_', ' ')} {_shown(value)}"


def place_named(start: Mapping[str, float]) -> str:
    """Values as a point, as in `(2.996, 2.51)`; a single one as a number."""
    values = [rounded(value, SETTING_DIGITS) for value in start.values()]
    return values[0] if len(values) == 1 else f"({', '.join(values)})"


def _shown(value: OptionValue) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_shown, value))})"
    return str(value) if isinstance(value, str | int) else rounded(value, SETTING_DIGITS)
