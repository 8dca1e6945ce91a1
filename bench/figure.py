"""The figures that measurements give, and the plan of how much to measure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gradreel.pipeline.quality import QUALITIES, Quality

# Two or more of each kind, and one with a race; the other shipped lessons differ in few chapters.
LESSONS = (
    "noisy-line",
    "one-weight",
    "parabola",
    "quadratic",
    "race",
    "two-valleys",
    "two-weights",
)


@dataclass(frozen=True)
class Figure:
    """A measured value, and the target that it should reach or stay under if it has one."""

    name: str
    value: float
    unit: str
    target: float | None
    bound: Literal["at least", "at most"]
    note: str = ""

    @property
    def ok(self) -> bool | None:
        """Whether the target is met; None without one."""
        if self.target is None:
            return None
        return self.value >= self.target if self.bound == "at least" else self.value <= self.target

    @property
    def measured(self) -> str:
        """The value in three digits, with its unit."""
        return f"{self.value:.3g} {self.unit}"

    @property
    def aim(self) -> str:
        """The target in words."""
        return "" if self.target is None else f"{self.bound} {self.target:g}"

    @property
    def mark(self) -> str:
        """Whether the target is met, in a word."""
        return {True: "met", False: "MISSED", None: ""}[self.ok]


@dataclass(frozen=True)
class Plan:
    """How much to measure: everything at 1080p60, or a quick form that only shows that it works.

    `samples` is how many frames are drawn where all of them would take too long, `times` how often
    short measurements are repeated for their median.
    """

    folder: Path
    letter: str = "h"
    samples: int = 30
    plain_frames: int = 100
    times: int = 3
    lessons: tuple[str, ...] = LESSONS

    @property
    def quality(self) -> Quality:
        """The picture size and frame rate."""
        return QUALITIES[self.letter]
