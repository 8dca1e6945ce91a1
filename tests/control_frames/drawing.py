"""Draws the moments that are held as pictures."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache

import numpy as np
from manim import Camera
from numpy.typing import NDArray

from control_frames.frames import POSTER, Frame
from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.render import stage
from gradreel.scenarios import load_scenario
from gradreel.scenarios.model import ThemeName
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.drawing.camera import StageCamera
from gradreel.scenes.lesson import chapter_named, poster_of
from gradreel.scenes.moment import MomentRenderer
from gradreel.solver.descent import record
from gradreel.solver.recording import Recording

WIDTH, HEIGHT = 320, 180
# Drawn larger and then reduced: how a rasteriser treats an edge counts for half as much.
_TIMES = 2

Picture = NDArray[np.uint8]


class _Unmarked(StageCamera):
    """A camera that draws nothing."""

    def capture_mobjects(self, *_: object, **__: object) -> None:
        pass


def drawn(frame: Frame, theme: ThemeName) -> Picture:
    """The moment in a theme, (height, width, 3)."""
    return picture_of(played(frame, theme))


def played(frame: Frame, theme: ThemeName) -> Chapter:
    """The chapter as it is at the moment, in a theme."""
    with _stage():
        moment_renderer = MomentRenderer(frame.at, _Unmarked)
        scene = _scene_of(frame, _recorded(frame.scenario, theme), moment_renderer)
        scene.render()
    assert moment_renderer.drawn, f"{frame.name}: the chapter ends at {moment_renderer.time:.1f} s"
    return scene


def picture_of(scene: Chapter, camera_class: Callable[[], Camera] = StageCamera) -> Picture:
    """What is seen of a chapter that has been played, by a camera of its own."""
    with _stage():
        camera = camera_class()
        camera.background_color = scene.camera.background_color
        camera.reset()
        for part in (scene.static_mobjects, scene.moving_mobjects):
            camera.capture_mobjects(part)
    large = camera.pixel_array[..., :3].astype(float)
    small = large.reshape(HEIGHT, _TIMES, WIDTH, _TIMES, 3).mean(axis=(1, 3))
    return np.rint(small).astype(np.uint8)


def _stage() -> AbstractContextManager[None]:
    return stage(Quality(_TIMES * WIDTH, _TIMES * HEIGHT, 15))


def _scene_of(frame: Frame, recording: Recording, renderer: MomentRenderer) -> Chapter:
    scenario = recording.scenario
    of_poster = frame.chapter == POSTER
    scene = poster_of(scenario) if of_poster else chapter_named(scenario, frame.chapter)
    return scene(recording, renderer)


@cache
def _recorded(scenario: str, theme: ThemeName) -> Recording:
    """The recording of a shipped scenario, one for both themes."""
    if theme == "dark":
        return record(load_scenario(scenario))
    dark = _recorded(scenario, "dark")
    return replace(dark, scenario=dark.scenario.model_copy(update={"theme": theme}))
