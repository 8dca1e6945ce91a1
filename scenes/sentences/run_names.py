"""The names of runs: the same in files, on the terminal and on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import count

from gradreel.scenarios import Run
from gradreel.scenes.sentences.catalogue import text, worded
from gradreel.solver.method_names import FORMULA, method_of, options_of, place_named, settings_of
from gradreel.solver.numbers import SETTING_DIGITS, rounded

_ALL_NAMED = 2  # a run with more options has only those in its name that vary between runs


def names_of(runs: Sequence[Run], rate: str = "lr ") -> tuple[str, ...]:
    """A name for each run, no two alike: the one it was given, or what sets it apart.

    That is its optimiser with its options, its learning rate after the text `rate`, its start, or
    else its number of steps.
    """
    settings = [settings_of(run) for run in runs]
    differ = {
        key: len({str(getattr(run, key)) for run in runs}) > 1
        for key in ("optimizer", "lr", "start", "steps")
    }
    differ["options"] = len({str(each) for each in settings}) > 1
    if len(runs) == 1 or not any(differ.values()):
        return unique([run.name or worded(method_of(run)) for run in runs])
    options = {name for each in settings for name in each}
    varying = {name for name in options if len({str(each.get(name)) for each in settings}) > 1}
    return unique(
        [run.name or ", ".join(_apart(run, differ, varying, rate)) or run.optimizer for run in runs]
    )


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """The names, with a number after each that occurs more than once."""
    taken, result = set(names), []
    for index, name in enumerate(names):
        if names.count(name) > 1:
            first = 1 + names[:index].count(name)
            name = next(n for k in count(first) if (n := f"{name} ({k})") not in taken)
            taken.add(name)
        result.append(name)
    return tuple(result)


def _apart(run: Run, differ: Mapping[str, bool], options: Set[str], rate: str) -> Iterator[str]:
    """What sets a run apart, of what differs between the runs; of many options, only `options`."""
    if differ["optimizer"]:
        yield run.optimizer
    if differ["options"]:
        named = {*run.options} if len(run.options) <= _ALL_NAMED else set()
        listed = (named | options) - {FORMULA}
        yield from options_of({k: v for k, v in settings_of(run).items() if k in listed})
    formula = settings_of(run).get(FORMULA)
    if formula is not None and FORMULA in options:
        yield f"{rate}{formula}"
    elif differ["lr"] and run.lr is not None:
        yield f"{rate}{rounded(run.lr, SETTING_DIGITS)}"
    if differ["start"]:
        yield text("run-from", place=place_named(run.start))
    if [key for key, differs in differ.items() if differs] == ["steps"]:
        yield text("run-steps", steps=run.steps)
