"""A lesson is one shot: a chapter begins with the picture with which the one before it ended.

`gradreel inspect` finds that of the shipped lessons; here are scenarios with other pictures.
"""

from __future__ import annotations

import logging
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from manim import tempconfig

from gradreel.scenarios import load_scenario
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.checks.screening import differing
from gradreel.scenes.drawing.camera import StageCamera
from gradreel.scenes.drawing.rehearsal import Pixels, Unseen
from gradreel.scenes.lesson import chapters_of
from gradreel.solver.descent import record
from gradreel.solver.recording import Recording

SIZE = {"pixel_width": 256, "pixel_height": 144, "frame_rate": 15}
QUIET = {"disable_caching": True, "dry_run": True, "progress_bar": "none"}
_FEWEST = 12  # pixels: fewer are the same to the eye
CASES = Path(__file__).parent / "cases"


class EndsRenderer(Unseen):
    """Draws the first frame of a chapter; the very last can be drawn when all is over."""

    def __init__(self) -> None:
        super().__init__(StageCamera)
        self.ends: list[Pixels] = []

    def during(self, scene: Chapter, began: float) -> None:  # type: ignore[override]
        """Draw the first frame."""
        if not self.ends:
            self.ends.append(self.seen(scene))


@cache
def recorded(name: str) -> Recording:
    """The recording of a case."""
    return record(load_scenario(CASES / f"{name}.toml"))


@cache
def ends(name: str, chapter: str) -> tuple[Pixels, Pixels]:
    """The first and the last frame (height, width, 3) of a chapter."""
    logging.getLogger("manim").setLevel(logging.WARNING)
    recording = recorded(name)
    plan = next(c for c in chapters_of(recording.scenario) if c.name == chapter)
    with tempconfig(SIZE | QUIET):
        renderer = EndsRenderer()
        scene = plan.scene_class()(recording, renderer)
        scene.render()
        return renderer.ends[0], renderer.seen(scene)


@pytest.mark.parametrize("name", ["rastrigin", "far-point", "leaves-the-domain"])
def test_a_chapter_begins_with_the_picture_with_which_the_last_one_ended(name: str) -> None:
    for one, other in pairwise(chapters_of(recorded(name).scenario)):
        before, after = ends(name, one.name)[1], ends(name, other.name)[0]
        assert (before != before[0, 0]).any(), f"{one.name} ends with an empty picture"
        seen = differing(before, after)
        assert seen < _FEWEST, f"{one.name} and {other.name} differ in {seen} pixels"
