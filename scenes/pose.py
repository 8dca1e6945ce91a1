"""The pictures in which one chapter of a lesson ends and the next begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from manim import Mobject

from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

P = TypeVar("P", bound=Mobject, covariant=True)


@dataclass(frozen=True)
class Pose(Generic[P]):
    """A picture in which chapters open or close, drawn from the recording of the first run alone.

    Chapters are drawn in separate processes: each that draws the same pose gets the same pixels.
    """

    name: str
    draw: Callable[[Recording, Objective], P]
