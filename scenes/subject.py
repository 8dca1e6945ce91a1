"""What a kind of lesson is about, for the chapters that all kinds share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from manim import Mobject

from gradreel.scenarios import Scenario
from gradreel.scenes.parts.geometry.box import Pair
from gradreel.solver.message import Message
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord


@dataclass(frozen=True)
class Subject:
    """The picture and the question of a kind of lesson.

    `overview` draws the whole descent of the first run between two corners of the screen.
    `question` is what the lesson answers, given the run that it explains.
    """

    overview: Callable[[Recording, Objective, Pair, Pair], Mobject]
    question: Callable[[Objective, Scenario, RunRecord], Message]
