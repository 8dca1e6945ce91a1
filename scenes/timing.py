"""From step numbers to seconds. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

# All durations are whole multiples of this, so that a lesson lasts the same at every frame rate.
BEAT = 1 / 15

READING = 0.35  # seconds a word: 170 words a minute, the pace of someone who also watches
_FIRST_STEP = 1.1  # seconds: slow enough to see a dot leave one place and reach another
_PATIENCE = 2.0  # steps until the pace has doubled: 100 steps take 8.7 s, 1000 take 13.7 s
_FEW, _SHOWN = 12, 5  # so many steps are all explained one by one, of more the first
_EXPLAINED, _QUICKER = 1.0, 0.86  # seconds of the first of them, and of the next a share of it


@dataclass(frozen=True)
class Sentence:
    """A sentence of a chapter and the seconds from and until which it is shown."""

    start: float
    end: float
    text: str


@dataclass(frozen=True)
class Reached:
    """A recorded step, and the second from which a chapter shows it."""

    step: int
    second: float


def on_beat(seconds: float) -> float:
    """The nearest duration of a whole number of beats, at least one."""
    return max(1, round(seconds / BEAT)) * BEAT


def reading_time(text: str) -> float:
    """Seconds that a viewer needs to read a text, at least one."""
    return max(1.0, READING * len(text.split()))


def explained_steps(steps: int) -> int:
    """How many steps of a run are shown one by one, each with its arrow."""
    return steps if steps <= _FEW else _SHOWN


def explained_time(step: int) -> float:
    """Seconds of one of these steps, counted from 0 on: each is quicker than the one before."""
    return on_beat(_EXPLAINED * _QUICKER**step)


def descent_time(steps: float) -> float:
    """Seconds in which `steps` steps are shown: slowly at first, then ever faster."""
    return _FIRST_STEP * _PATIENCE * math.log1p(steps / _PATIENCE)


def step_between(first: int, steps: int, share: float) -> float:
    """The step at a share of the time in which a run of `steps` steps goes on from the `first`."""
    rest = steps - first
    return first + min(step_at(share * descent_time(rest)), float(rest))


def step_at(seconds: float) -> float:
    """The step shown after some seconds, the inverse of `descent_time`.

    Between whole steps it lingers, so that slow steps are seen one by one.
    """
    step = _PATIENCE * math.expm1(seconds / (_FIRST_STEP * _PATIENCE))
    whole = math.floor(step)
    share = step - whole
    return whole + share * share * (3 - 2 * share)
