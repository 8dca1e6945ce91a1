"""A chapter as a small animated picture that loops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from gradreel.pipeline.build.graph import Node
from gradreel.pipeline.gif.settings import GifSettings
from gradreel.pipeline.outputs.chapter import find_chapter
from gradreel.pipeline.outputs.picture import Picture, drawing_node
from gradreel.pipeline.outputs.showing_task import ShowingTask
from gradreel.scenarios import Scenario


@dataclass(frozen=True)
class MakeGif(ShowingTask):
    """Make an animated picture of the named scenario from its recording."""

    settings: GifSettings

    cost: ClassVar[float] = 2.5  # as a chapter's

    @property
    def label(self) -> str:
        return f"{self.scenario}: {self.settings.chapter}{self.suffix}"

    @property
    def suffix(self) -> str:
        return f".{self.settings.format}"

    def do(self, path: Path, inputs: Sequence[Path]) -> dict[str, Any]:
        from gradreel.pipeline.gif.make import make_gif

        gif = make_gif(self.recording(inputs), self.settings, path)
        return {key: value for key, value in asdict(gif).items() if key != "path"}


@dataclass(frozen=True)
class Gif(Picture):
    """A chapter as a GIF, or in another format of animated pictures."""

    settings: GifSettings = field(default_factory=GifSettings)

    def path(self, scenario: Scenario) -> Path:
        return scenario.place / f"{self.settings.chapter}.{self.settings.format}"

    def nodes(self, scenario: Scenario) -> list[Node]:
        chapter = find_chapter(scenario, self.settings.chapter)
        task = MakeGif(str(scenario.place), scenario.showing, self.settings)
        return [
            drawing_node(scenario, chapter, task, "gradreel.pipeline.gif.make", *self.cache_fields)
        ]
