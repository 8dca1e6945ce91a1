"""From step numbers to seconds. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

# Seconds: the unit of all durations, so that a lesson lasts equally long at every frame rate.
BEAT = 1 / 15

READING = 0.35  # seconds per word: 170 words a minute, the pace of someone who also watches
_FIRST_STEP = 1.1  # seconds: slow enough to see a dot leave one place and reach another
_PATIENCE = 2.0  # steps until the pace has doubled: 100 steps take 8.7 s, 1000 take 13.7 s
# Up to twelve steps are all explained one by one, which takes 6 s; of longer runs the first five,
# which takes 4 s and shows the pattern.
_ALL_EXPLAINED, _FIRST_EXPLAINED = 12, 5
_EXPLAINED, _QUICKER = 1.0, 0.86  # seconds for the first of them; each takes this share of the last


@dataclass(frozen=True)
class Sentence:
    """A sentence of a chapter, and when it is shown, in seconds of the chapter."""

    start: float
    end: float
    text: str


@dataclass(frozen=True)
class Reached:
    """A recorded step, and the second of the chapter from which it is shown."""

    step: int
    second: float


def on_beat(seconds: float) -> float:
    """A duration rounded to a whole number of beats, at least one."""
    return max(1, round(seconds / BEAT)) * BEAT


def reading_time(text: str) -> float:
    """Seconds that a viewer needs to read a text, at least one second."""
    return max(1.0, READING * len(text.split()))


def explained_steps(steps: int) -> int:
    """How many steps of a run are shown one by one, each with its arrow."""
    return steps if steps <= _ALL_EXPLAINED else _FIRST_EXPLAINED


def explained_time(step: int) -> float:
    """Seconds for one of these steps, counted from 0: each is quicker than the one before."""
    return on_beat(_EXPLAINED * _QUICKER**step)


def descent_time(steps: float) -> float:
    """Seconds for `steps` steps, which are shown slowly at first and then ever faster."""
    return _FIRST_STEP * _PATIENCE * math.log1p(steps / _PATIENCE)


def step_between(first: int, steps: int, share: float) -> float:
    """The step shown at a share of the time that a run takes from step `first` to step `steps`."""
    remaining = steps - first
    return first + min(step_at(share * descent_time(remaining)), float(remaining))


def step_at(seconds: float) -> float:
    """The step shown after some seconds, which may lie between two: inverse of `descent_time`."""
    return lingering(_PATIENCE * math.expm1(seconds / (_FIRST_STEP * _PATIENCE)))


def lingering(step: float) -> float:
    """A step that grows steadily, made to linger at whole ones, so that each of them is seen."""
    recorded = math.floor(step)
    share = step - recorded
    return recorded + share * share * (3 - 2 * share)
