"""A map of what becomes of descents, as a picture and in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from gradreel.pipeline.build.cache import key_of
from gradreel.pipeline.build.graph import Node
from gradreel.pipeline.build.sources import digest_of
from gradreel.pipeline.choice import one_of
from gradreel.pipeline.map_settings import MapSettings
from gradreel.pipeline.outputs.picture import Picture
from gradreel.pipeline.quality import Quality
from gradreel.scenarios import Scenario, ScenarioError
from gradreel.scenarios.formats import MAP_SETTINGS
from gradreel.scenarios.problems import key_text
from gradreel.scenarios.starts import unfollowed
from gradreel.scenes.parts.lettering.signs import check_signs, outlines_key


def axes_of(scenario: Scenario, settings: MapSettings) -> tuple[str, str]:
    """The axes of a map. Raises ScenarioError if the scenario has no such map."""
    if faults := [*_faults(scenario)]:
        raise ScenarioError(faults)
    names = scenario.parameters
    if settings.over is None:
        return (names[0], names[1]) if len(names) > 1 else (MAP_SETTINGS[0], names[0])
    first, second = (
        one_of("axis", name, (*names, *MAP_SETTINGS), of=f"{scenario.name}: ")
        for name in settings.over
    )
    return first, second


def _faults(scenario: Scenario) -> Iterator[str]:
    """Why a scenario has no maps."""
    for name in MAP_SETTINGS:
        if name in scenario.parameters:
            yield f"{scenario.name}: {name} is an axis of maps: call the parameter something else"
    for key, sentence in unfollowed(scenario.runs[0]):
        yield f"{scenario.name}: {key_text(('runs', 0, *key))}: {sentence}"


@dataclass(frozen=True)
class DescendMap:
    """Descend for every cell of a map."""

    scenario: Scenario
    over: tuple[str, str]
    settings: MapSettings

    library: ClassVar[str] = "torch"
    suffix: ClassVar[str] = ".npz"
    cost: ClassVar[float] = 5.0

    @property
    def label(self) -> str:
        return f"{self.scenario.place}: descents over {', '.join(self.over)}"

    def do(self, path: Path, inputs: Sequence[Path]) -> dict[str, Any]:
        from gradreel.solver.descent_map import descent_map
        from gradreel.solver.objective import objective_of
        from gradreel.solver.torch_masses import torch_device

        objective, settings = objective_of(self.scenario), self.settings
        over, cells, steps = self.over, settings.cells, settings.steps
        descent_map(self.scenario, objective, over, cells, steps, torch_device()).save(path)
        return {}


@dataclass(frozen=True)
class DrawMap:
    """Draw a map of a scenario from its numbers."""

    scenario: Scenario
    quality: Quality

    library: ClassVar[str] = "manim"
    suffix: ClassVar[str] = ".png"
    cost: ClassVar[float] = 0.0

    @property
    def label(self) -> str:
        return f"{self.scenario.place}: map"

    def do(self, path: Path, inputs: Sequence[Path]) -> dict[str, Any]:
        from gradreel.pipeline.video.map import draw_map
        from gradreel.solver.descent_map import DescentMap

        draw_map(DescentMap.load(inputs[0]), self.scenario, self.quality, path)
        return {}

    def outlines_key(self, inputs: Sequence[Path]) -> str:
        """A digest of what fonts of this machine draw of its texts; empty if not needed."""
        return outlines_key(self.scenario)


def numbers_node(scenario: Scenario, settings: MapSettings) -> Node:
    """The node that descends for every cell."""
    over = axes_of(scenario, settings)
    plain = scenario.model_copy(update={"title": "", "theme": "dark", "starts": None})
    codes = digest_of("gradreel.solver.descent_map"), digest_of("gradreel.solver.torch_masses")
    key = key_of(*codes, plain.model_dump_json(), over, asdict(replace(settings, over=None)))
    return Node(key, DescendMap(plain, over, settings))


@dataclass(frozen=True)
class MapNumbers(Picture):
    """What became of the descent in every cell, as a file of numpy arrays."""

    settings: MapSettings

    def path(self, scenario: Scenario) -> Path:
        return _path(scenario, self.settings, ".npz")

    def nodes(self, scenario: Scenario) -> list[Node]:
        return [numbers_node(scenario, self.settings)]


@dataclass(frozen=True)
class MapPicture(Picture):
    """A map as a picture: where descents end, or how soon they settle."""

    settings: MapSettings
    quality: Quality

    def path(self, scenario: Scenario) -> Path:
        return _path(scenario, self.settings, ".png")

    def nodes(self, scenario: Scenario) -> list[Node]:
        numbers = numbers_node(scenario, self.settings)
        check_signs([scenario])
        drawing = digest_of("gradreel.pipeline.video.map"), outlines_key(scenario)
        shown = scenario.model_dump_json(), scenario.showing.model_dump_json()
        key = key_of(numbers.key, *drawing, *shown, asdict(self.quality))
        return [Node(key, DrawMap(scenario, self.quality), (numbers,))]


def _path(scenario: Scenario, settings: MapSettings, suffix: str) -> Path:
    return scenario.place / f"map-{'-'.join(axes_of(scenario, settings))}{suffix}"
