"""Loads what a process needs before there is work for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

_WARM = "parabola"  # the shipped scenario that is recorded or drawn: the quickest to be both


def _torch() -> None:
    from gradreel.scenarios import load_scenario
    from gradreel.solver.descent import record

    record(load_scenario(_WARM))  # torch does much when it is first used


def _manim() -> None:
    from gradreel.scenes.lesson import LESSONS

    import_module("gradreel.pipeline.video.still")
    for lesson in LESSONS.values():
        for chapter in lesson.chapters:
            chapter.scene_class()


_BY_LIBRARY: dict[str, Callable[[], None]] = {"torch": _torch, "manim": _manim}
LIBRARIES = tuple(_BY_LIBRARY)


@dataclass(frozen=True)
class WarmUp:
    """Load a library and what uses it."""

    library: str

    suffix: ClassVar[str] = ""
    cost: ClassVar[float] = 0.0

    @property
    def label(self) -> str:
        return f"warming up: {self.library}"

    def do(self, path: Path, inputs: Sequence[Path]) -> dict[str, Any]:
        _BY_LIBRARY[self.library]()
        return {}


def warm_up(library: str) -> WarmUp:
    """The task that warms up a process for a library."""
    return WarmUp(library)
