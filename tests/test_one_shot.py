"""A lesson is one shot: a chapter begins with the picture with which the one before it ended.

`gradreel inspect` finds that of the shipped lessons; here are scenarios with other pictures.
"""

from __future__ import annotations

import logging
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from manim import ManimColor, Scene, tempconfig

from gradreel.scenarios import load_scenario
from gradreel.scenes import theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.checks.screening import differing
from gradreel.scenes.drawing.camera import StageCamera
from gradreel.scenes.drawing.rehearsal import Pixels, Rehearsal, Unseen
from gradreel.scenes.lesson import chapters_of
from gradreel.solver.descent import record
from gradreel.solver.recording import Recording

SIZE = {"pixel_width": 256, "pixel_height": 144, "frame_rate": 15}
QUIET = {"disable_caching": True, "dry_run": True, "progress_bar": "none"}
_FEWEST = 12  # pixels: fewer are the same to the eye
_OPENING = 0.6  # seconds in which a chapter exchanges the picture in which it opens
_ALIKE = 40  # levels: pixels in the middle of a line, which are not mixed with the ground
CASES = Path(__file__).parent / "cases"


class TangentRenderer(Rehearsal):
    """Counts pixels in the colour of the gradient while a chapter opens and while it closes."""

    def __init__(self) -> None:
        self.opening: list[int] = []
        self.closing: list[int] = []
        super().__init__(self._count)

    def _count(self, scene: Scene, seconds: float) -> None:
        assert isinstance(scene, Chapter)
        if seconds < _OPENING or scene.finished:
            color = np.array(ManimColor(theme.colors().gradient).to_int_rgb())
            count = int((np.abs(self.seen(scene) - color).max(axis=2) < _ALIKE).sum())
            (self.closing if scene.finished else self.opening).append(count)


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
        scene = plan(recording, renderer)
        scene.render()
        return renderer.ends[0], renderer.seen(scene)


@pytest.mark.parametrize("name", ["rastrigin", "far-point", "leaves-the-domain"])
def test_a_chapter_begins_with_the_picture_with_which_the_last_one_ended(name: str) -> None:
    for one, other in pairwise(chapters_of(recorded(name).scenario)):
        before, after = ends(name, one.name)[1], ends(name, other.name)[0]
        assert (before != before[0, 0]).any(), f"{one.name} ends with an empty picture"
        seen = differing(before, after)
        assert seen < _FEWEST, f"{one.name} and {other.name} differ in {seen} pixels"


def test_the_tangent_stays_from_chapter_to_chapter_of_a_curve_lesson() -> None:
    logging.getLogger("manim").setLevel(logging.WARNING)
    recording = record(load_scenario("parabola"))
    seen = []
    for plan in chapters_of(recording.scenario):
        if plan.name in ("slope", "meaning", "step"):
            with tempconfig(QUIET | {"pixel_width": 640, "pixel_height": 360, "frame_rate": 15}):
                renderer = TangentRenderer()
                plan(recording, renderer).render()
            seen += [renderer.opening, renderer.closing]
    before, *others, last = seen  # in the last it follows the dot back to the start
    assert not any(before), "it has still to be found"
    drawn = last[-1]
    assert drawn > 0
    assert min(map(min, others)) > 0.9 * drawn, others
