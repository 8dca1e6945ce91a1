"""What runs and their methods are called: one name in files, on the terminal, on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import count

from gradreel.scenarios import Run
from gradreel.scenarios.model import OptionValue
from gradreel.scenarios.words import listed
from gradreel.solver.numbers import rounded

_FEW = 2  # options of a run that are all in its name
_DIGITS = 6  # of numbers that may be all that tells two runs apart


def names_of(runs: Sequence[Run], rate: str = "lr ") -> tuple[str, ...]:
    """A name for each run, no two alike: its own, or what sets it apart from the others.

    That is its optimiser with its options, its learning rate after the text `rate`, its start, or
    else how it ends.
    """
    differ = {
        key: len({str(getattr(run, key)) for run in runs}) > 1
        for key in ("optimizer", "options", "lr", "start", "steps")
    }
    if len(runs) == 1 or not any(differ.values()):
        return unique([run.name or method_of(run) for run in runs])
    options = {name for run in runs for name in run.options}
    apart = {name for name in options if len({str(run.options.get(name)) for run in runs}) > 1}
    return unique([run.name or ", ".join(_apart(run, differ, apart, rate)) for run in runs])


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Names with a number after each of those that are alike."""
    taken, told = set(names), []
    for index, name in enumerate(names):
        if names.count(name) > 1:
            first = 1 + names[:index].count(name)
            name = next(n for k in count(first) if (n := f"{name} ({k})") not in taken)
            taken.add(name)
        told.append(name)
    return tuple(told)


def method_of(run: Run) -> str:
    """How a run goes down, in words: plain gradient descent, or its optimiser with its options."""
    if run.plain:
        return "Plain gradient descent"
    options = [*options_of(run.options)]
    return f"{run.optimizer} with {listed(options)}" if options else run.optimizer


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


def _apart(run: Run, differ: Mapping[str, bool], options: Set[str], rate: str) -> Iterator[str]:
    """What sets a run apart, of all that differs between the runs, and of many `options` too."""
    if differ["optimizer"] or differ["options"]:
        yield run.optimizer
    if differ["options"]:
        few = len(run.options) <= _FEW
        yield from options_of({k: v for k, v in run.options.items() if few or k in options})
    if differ["lr"]:
        yield f"{rate}{rounded(run.lr, _DIGITS)}"
    if differ["start"]:
        yield f"from {place_named(run.start)}"
    if [key for key, differs in differ.items() if differs] == ["steps"]:
        yield "1 step" if run.steps == 1 else f"{run.steps} steps"


def _shown(value: OptionValue) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_shown, value))})"
    return str(value) if isinstance(value, str | int) else rounded(value, _DIGITS)
