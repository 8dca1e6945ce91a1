"""How far a build has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

Word = Literal["waiting", "at work", "done", "failed"]


class State(NamedTuple):
    """How far a scenario has come: its tasks done of all, and what may be said of it in a word."""

    name: str
    done: int
    total: int
    word: Word


@dataclass(frozen=True)
class Progress:
    """How far a build has come: tasks done of all, and what was finished last.

    `note` is a sentence that the user should read, if there is one. `states` says the same of each
    scenario.
    """

    done: int
    total: int
    label: str
    note: str = ""
    states: tuple[State, ...] = ()


Report = Callable[[Progress], None]
