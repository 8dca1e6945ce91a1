"""How descents end: the table of outcomes, and the ending of a run."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from gradreel.solver.message import Message, message

# Of a run whose end is not told yet.
NOT_TOLD = message("ending-not-told")


class Fate(Enum):
    """Where an outcome leaves a run."""

    SETTLED = auto()  # where it was to go: at a minimum, or where a stop condition is met
    HELD = auto()  # at rest where no minimum is
    UNDER_WAY = auto()
    FLEES = auto()  # for where no picture can follow, so that it must stretch none


class Outcome(Enum):
    """How a descent ended; `gradreel.solver.outcome` says when each of them holds.

    An entry is its name in files and its fate. Summaries tell them in this order.
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
        """What is written of it beside a picture."""
        return message("outcome-word", outcome=self.key)

    @property
    def settled(self) -> bool:
        """Whether the run is where it was to go."""
        return self.fate is Fate.SETTLED

    @property
    def held(self) -> bool:
        """Whether the run rests where no minimum is."""
        return self.fate is Fate.HELD

    @property
    def flees(self) -> bool:
        """Whether the run leaves for where no picture can follow."""
        return self.fate is Fate.FLEES


@dataclass(frozen=True)
class Ending:
    """The outcome of a run and what is said about it to users and viewers.

    `step` is the row, besides the last, that it is about: from which on the run is where it ends
    (CONVERGED), that was nearest (RAN_PAST; SADDLE, UNBOUNDED and STEPS_SPENT: to the saddle), that
    it was thrown to (THROWN). `slopes` are those on both sides of a kink, the lower one first;
    infinite where they grow without bound, as at a cusp.
    """

    outcome: Outcome
    message: Message
    step: int | None = None
    slopes: tuple[float, ...] = ()
