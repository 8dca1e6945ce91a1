"""The jobs there are: to record a scenario, and what is drawn of its recording."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar

from gradreel.pipeline.gif.order import GifOrder
from gradreel.pipeline.quality import Quality
from gradreel.scenarios import Scenario
from gradreel.solver.trajectory import Trajectory


@dataclass(frozen=True)
class RecordScenario:
    """Record every descent of a scenario."""

    scenario: Scenario

    library: ClassVar[str] = "torch"
    suffix: ClassVar[str] = ".npz"
    cost: ClassVar[float] = math.inf  # all else waits for it

    @property
    def label(self) -> str:
        return f"{self.scenario.name}: recording"

    def do(self, path: Path) -> dict[str, Any]:
        from gradreel.solver.descent import record

        record(self.scenario).save(path)
        return {}


@dataclass(frozen=True)
class RenderChapter:
    """Render a chapter of the scenario of that name, whose recording is at a path."""

    scenario: str
    recording: Path
    chapter: str
    quality: Quality
    format: str

    library: ClassVar[str] = "manim"

    @property
    def label(self) -> str:
        return f"{self.scenario}: {self.chapter}"

    @property
    def suffix(self) -> str:
        return f".{self.format}"

    @property
    def cost(self) -> float:
        return _SECONDS.get(self.chapter, 0.0)

    def do(self, path: Path) -> dict[str, Any]:
        from gradreel.pipeline.render import render_chapter

        trajectory = Trajectory.load(self.recording)
        clip = render_chapter(trajectory, self.chapter, self.quality, self.format, path)
        return {key: value for key, value in asdict(clip).items() if key != "path"}


@dataclass(frozen=True)
class DrawPoster:
    """Draw the poster of the scenario of that name, whose recording is at a path."""

    scenario: str
    recording: Path

    library: ClassVar[str] = "manim"
    suffix: ClassVar[str] = ".png"
    cost: ClassVar[float] = 0.0

    @property
    def label(self) -> str:
        return f"{self.scenario}: poster"

    def do(self, path: Path) -> dict[str, Any]:
        from gradreel.pipeline.still import draw_poster

        draw_poster(Trajectory.load(self.recording), path)
        return {}


@dataclass(frozen=True)
class MakeGif:
    """Make a picture that moves of the scenario of that name, whose recording is at a path."""

    scenario: str
    recording: Path
    order: GifOrder

    library: ClassVar[str] = "manim"
    cost: ClassVar[float] = 2.5  # as a chapter's

    @property
    def label(self) -> str:
        return f"{self.scenario}: {self.order.chapter}{self.suffix}"

    @property
    def suffix(self) -> str:
        return f".{self.order.format}"

    def do(self, path: Path) -> dict[str, Any]:
        from gradreel.pipeline.gif.make import make_gif

        gif = make_gif(Trajectory.load(self.recording), self.order, path)
        return {key: value for key, value in asdict(gif).items() if key != "path"}


# About how long the longest chapters are.
_SECONDS = {"descent": 3.0, "rates": 2.0, "starts": 2.0}
