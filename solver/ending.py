"""How descents end: the table of outcomes, and the ending of a run."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from gradreel.solver.message import Message, message


class Fate(Enum):
    """Where an outcome leaves a run."""

    SETTLED = auto()  # at its goal: a minimum, or a stop condition that is met
    HELD = auto()  # at rest, but not at a minimum
    UNDER_WAY = auto()
    FLEES = auto()  # so far away that no picture is widened to show it


class Outcome(Enum):
    """How a descent ended; `gradreel.solver.outcome` says when each of them holds.

    An entry is its name in files and its fate. Summaries list them in this order.
    """

    fate: Fate

    CONVERGED = "converged", Fate.SETTLED
    AT_START = "at the start", Fate.SETTLED
    DIVERGED = "diverged", Fate.FLEES
    THROWN = "thrown", Fate.FLEES
    LEFT_DOMAIN = "left the domain", Fate.FLEES
    UNBOUNDED = "unbounded", Fate.FLEES
    FAILED = "failed", Fate.UNDER_WAY
    SADDLE = "saddle", Fate.HELD
    STATIONARY = "stationary", Fate.HELD
    KINK = "kink", Fate.HELD
    PLATEAU = "plateau", Fate.HELD
    HELD = "held", Fate.HELD
    OSCILLATING = "oscillating", Fate.UNDER_WAY
    RAN_PAST = "ran past", Fate.UNDER_WAY
    STEPS_SPENT = "steps spent", Fate.UNDER_WAY

    def __new__(cls, name: str, fate: Fate) -> Outcome:
        entry = object.__new__(cls)
        entry._value_, entry.fate = name, fate
        return entry

    @property
    def key(self) -> str:
        """Its name in the catalogue."""
        return self.name.lower()

    @property
    def word(self) -> Message:
        """The word for it beside a picture."""
        return message("outcome-word", outcome=self.key)

    @property
    def settled(self) -> bool:
        """Whether the run has reached its goal."""
        return self.fate is Fate.SETTLED

    @property
    def held(self) -> bool:
        """Whether the run rests, but not at a minimum."""
        return self.fate is Fate.HELD

    @property
    def flees(self) -> bool:
        """Whether the run goes so far away that no picture is widened to show it."""
        return self.fate is Fate.FLEES


@dataclass(frozen=True)
class Ending:
    """The outcome of a run, and the message about it for users and viewers.

    `step` is the other row that the message is about, if there is one: the first of those that stay
    at the end (CONVERGED), the nearest to the minimum (RAN_PAST) or to the saddle (SADDLE,
    UNBOUNDED, STEPS_SPENT), the one that it was thrown to (THROWN). `slopes` are those on both
    sides of a kink, the lower one first; infinite if they grow without bound, as at a cusp.
    """

    outcome: Outcome
    message: Message
    step: int | None = None
    slopes: tuple[float, ...] = ()
