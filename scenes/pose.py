"""The pictures of a lesson with which one chapter ends and the next begins."""

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
    """A picture in which a chapter opens or closes, drawn of a recording of the first run alone.

    Chapters are drawn apart from each other: whoever draws the pose of a recording gets the same.
    """

    name: str
    draw: Callable[[Recording, Objective], P]
