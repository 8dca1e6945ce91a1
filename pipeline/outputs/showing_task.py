"""The base of tasks that show a recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from gradreel.scenarios.showing import Showing
from gradreel.scenes.parts.lettering.signs import outlines_key
from gradreel.solver.recording import Recording


@dataclass(frozen=True)
class ShowingTask:
    """A task that shows the recording of a scenario, its only input; `scenario` is its place."""

    scenario: str
    showing: Showing

    library: ClassVar[str] = "manim"

    def recording(self, inputs: Sequence[Path]) -> Recording:
        """The recording, to be shown as the scenario says now."""
        return Recording.load(inputs[0]).shown_as(self.showing)

    def outlines_key(self, inputs: Sequence[Path]) -> str:
        """A digest of what fonts of this machine draw of its texts; empty if not needed."""
        return outlines_key(self.recording(inputs).scenario)
