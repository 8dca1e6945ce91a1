"""How descents end: the table of outcomes with all of their words, and the ending of a run."""

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

    An entry is its name in files, its word beside a picture, what summaries say that one run did
    and that several did ("" where they speak of places), and its fate. Summaries tell them in this
    order.
    """

    word: str
    one_did: str
    many_did: str
    fate: Fate

    CONVERGED = "converged", "arrives", "", "", Fate.SETTLED
    AT_START = "at the start", "starts at the solution", "", "", Fate.SETTLED
    DIVERGED = "diverged", "diverges", "diverged", "diverged", Fate.FLEES
    THROWN = (
        "thrown",
        "is thrown far out",
        "was thrown far out",
        "were thrown far out",
        Fate.FLEES,
    )
    LEFT_DOMAIN = (
        "left the domain",
        "leaves the domain",
        "left the domain",
        "left the domain",
        Fate.FLEES,
    )
    UNBOUNDED = (
        "unbounded",
        "falls without end",
        "falls without end",
        "fall without end",
        Fate.FLEES,
    )
    FAILED = "failed", "optimiser gave up", "was given up", "were given up", Fate.UNDER_WAY
    SADDLE = "saddle", "at a saddle", "stopped at a saddle", "stopped at a saddle", Fate.HELD
    STATIONARY = (
        "stationary",
        "held where it is level",
        "is held where it is level",
        "are held where it is level",
        Fate.HELD,
    )
    KINK = "kink", "at a kink", "is held at a kink", "are held at a kink", Fate.HELD
    PLATEAU = "plateau", "on a plateau", "is on a plateau", "are on a plateau", Fate.HELD
    HELD = (
        "held",
        "held by weight decay",
        "is held by weight decay",
        "are held by weight decay",
        Fate.HELD,
    )
    OSCILLATING = (
        "oscillating",
        "keeps bouncing",
        "keeps bouncing",
        "keep bouncing",
        Fate.UNDER_WAY,
    )
    RAN_PAST = (
        "ran past",
        "ran past",
        "ran past a lower place",
        "ran past a lower place",
        Fate.UNDER_WAY,
    )
    STEPS_SPENT = (
        "steps spent",
        "still on its way",
        "is still on its way",
        "are still on their way",
        Fate.UNDER_WAY,
    )

    def __new__(cls, name: str, word: str, one: str, many: str, fate: Fate) -> Outcome:
        entry = object.__new__(cls)
        entry._value_ = name
        entry.word, entry.one_did, entry.many_did, entry.fate = word, one, many, fate
        return entry

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
