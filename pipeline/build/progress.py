"""The progress of a build."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

Word = Literal["waiting", "at work", "done", "failed"]


class State(NamedTuple):
    """The progress of a scenario: its tasks done, all its tasks, and its state in a word.

    `partly` is how much of its other tasks is done, in tasks, by parts of them.
    """

    name: str
    done: int
    total: int
    word: Word
    partly: Fraction = Fraction(0)


@dataclass(frozen=True)
class Progress:
    """The progress of a build: tasks done, all tasks, and the label of the last one finished.

    `partly` is how much of other tasks is done, in tasks, by parts of them. `note` is a sentence
    that the user should read, if any. `states` are those of all scenarios, as they are whenever
    they are looked at: copying them at each task would take longer than the task.
    """

    done: int
    total: int
    label: str
    note: str = ""
    states: Collection[State] = ()
    partly: Fraction = Fraction(0)


Report = Callable[[Progress], None]
