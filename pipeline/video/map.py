"""Draws the map of what becomes of descents."""

from __future__ import annotations

from pathlib import Path

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.render import stage
from gradreel.pipeline.video.still import as_png
from gradreel.scenarios import Scenario
from gradreel.scenarios.files import write_atomically
from gradreel.scenes.map_picture import map_pixels
from gradreel.scenes.sentences.catalogue import use
from gradreel.solver.descent_map import DescentMap


def draw_map(found: DescentMap, scenario: Scenario, quality: Quality, path: Path) -> None:
    """Draw a map into `path`, as png. The same map gives the same bytes."""
    with stage(quality), use(scenario.showing):
        pixels = map_pixels(found, scenario)
    with write_atomically(path) as temporary:
        temporary.write_bytes(as_png(pixels))
