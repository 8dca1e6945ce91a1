"""One picture of a chapter: a frame of its video."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from gradreel.pipeline.build.graph import Node
from gradreel.pipeline.outputs.chapter import find_chapter
from gradreel.pipeline.outputs.picture import Picture, drawing_node
from gradreel.pipeline.outputs.showing_task import ShowingTask
from gradreel.pipeline.quality import Quality
from gradreel.scenarios import Scenario


@dataclass(frozen=True)
class Still(Picture):
    """A chapter at `at` seconds; None is its last complete picture, before everything fades out.

    What is `bare` has no ground, heading or sentence.
    """

    chapter: str
    at: float | None
    format: str
    quality: Quality
    bare: bool = False

    def path(self, scenario: Scenario) -> Path:
        # With as many digits as it takes to distinguish any two times.
        second = "" if self.at is None else f"-{self.at!r}".removesuffix(".0") + "s"
        bare = "-bare" if self.bare else ""
        return scenario.place / f"{self.chapter}{second}{bare}.{self.format}"

    def nodes(self, scenario: Scenario) -> list[Node]:
        chapter = find_chapter(scenario, self.chapter)
        task, code = (
            DrawStill(str(scenario.place), scenario.showing, self),
            "gradreel.pipeline.video.still",
        )
        return [drawing_node(scenario, chapter, task, code, *self.cache_fields)]


@dataclass(frozen=True)
class DrawStill(ShowingTask):
    """Draw a still of the named scenario from its recording."""

    still: Still

    cost: ClassVar[float] = 0.0

    @property
    def label(self) -> str:
        return f"{self.scenario}: {self.still.chapter}"

    @property
    def suffix(self) -> str:
        return f".{self.still.format}"

    def do(self, path: Path, inputs: Sequence[Path]) -> dict[str, Any]:
        from gradreel.pipeline.video.still import draw_still

        still = self.still
        recorded = self.recording(inputs)
        format, quality = still.format, still.quality
        draw_still(recorded, still.chapter, still.at, format, quality, path, still.bare)
        return {}
