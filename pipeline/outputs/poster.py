"""The picture that stands in for the lesson where the video cannot play."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from gradreel.pipeline.build.graph import Node
from gradreel.pipeline.outputs.picture import Picture, drawing_node
from gradreel.pipeline.outputs.showing_task import ShowingTask
from gradreel.scenarios import Scenario


@dataclass(frozen=True)
class DrawPoster(ShowingTask):
    """Draw the poster of the named scenario from its recording."""

    suffix: ClassVar[str] = ".png"
    cost: ClassVar[float] = 0.0

    @property
    def label(self) -> str:
        return f"{self.scenario}: poster"

    def do(self, path: Path, inputs: Sequence[Path]) -> dict[str, Any]:
        from gradreel.pipeline.video.still import draw_poster

        draw_poster(self.recording(inputs), path)
        return {}


@dataclass(frozen=True)
class Poster(Picture):
    """A picture of the title, the formula, and the whole path of the first run."""

    file_name: ClassVar[str] = "poster.png"

    def path(self, scenario: Scenario) -> Path:
        return scenario.place / self.file_name

    def nodes(self, scenario: Scenario) -> list[Node]:
        from gradreel.scenes.lesson import poster_of

        task = DrawPoster(str(scenario.place), scenario.showing)
        return [drawing_node(scenario, poster_of(scenario), task, "gradreel.pipeline.video.still")]
