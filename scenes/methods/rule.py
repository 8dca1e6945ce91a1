"""What a rule of a method is: the quantities of a step, each as it follows from others. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from gradreel.scenarios.arrays import Array
from gradreel.solver.numbers import SETTING_DIGITS, rounded
from gradreel.solver.run_record import RunRecord

# Of one component of a step, by the names of the quantities; a setting is a text.
Components = Mapping[str, float | str]
# How a rule is drawn on a map: `added` arrows, a `box` that becomes a square, a `line`, a `jump`.
Picture = Literal["added", "box", "line", "jump"]


@dataclass(frozen=True)
class Numbers:
    """A line in numbers: Typst math with {names} of values, and what it makes of them, in order.

    A value stands in brackets if it is negative and not the first; never if it is marked {x!r}.
    """

    template: str
    makes: Callable[..., Decimal] | None = None


@dataclass(frozen=True)
class Line:
    """A quantity of a rule: its `name`, its word, and what it is, in symbols and in numbers.

    `word` is the id of a message. In `symbols` (Typst math) {names} stand for letters, and {new}
    for the word. The first of `numbers` that holds as it is printed is shown; it makes the value
    `result`, by default that of the name. It stands once for each parameter, or only `once`, and
    then after its picture. `says` are the ids of what is said at the first step, and the second.
    """

    name: str
    word: str
    symbols: str
    numbers: tuple[Numbers, ...]
    result: str = ""
    once: bool = False
    says: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class MethodRule:
    """The rule of a run: its `settings` by their names, its lines in order, its picture.

    `settings` are the ids of words, and the names and values of what they are words for.
    `values(run, step, axis)` are those of one component; `vectors(run, step)` are the quantities
    (p,) of which a step, counted from 0, is made, by name.
    """

    settings: Sequence[tuple[str, Mapping[str, str]]]
    lines: Sequence[Line]
    picture: Picture
    values: Callable[[RunRecord, int, int], Components]
    vectors: Callable[[RunRecord, int], Mapping[str, Array]]


def setting(value: float) -> str:
    """A setting of a run, as printed."""
    return rounded(value, SETTING_DIGITS)


def step_of(run: RunRecord, step: int) -> Array:
    """The recorded change (p,) of a step, counted from 0."""
    change: Array = run.parameters[step + 1] - run.parameters[step]
    return change


GRADIENT = Line("gradient", "label-gradient", "{gradient}", (Numbers("{gradient}"),))
