"""A renderer that draws only some of the frames of a scene."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from manim import Mobject, Scene

from gradreel.scenes.drawing.camera import StageCamera, StageRenderer

# Frames before one that is drawn, which are played as well: what follows another's motion may lag
# behind it by a frame, and whether it has moved decides how the next one is drawn.
_LAG = 2


class Excerpt(StageRenderer):
    """Plays a whole scene, and draws the `wanted` frames as a renderer does that draws all of them.

    It passes over the others, and takes note only of those that change how the next one is drawn.
    `frames` counts all.
    """

    camera: StageCamera

    def __init__(self, wanted: Callable[[int], bool], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._wanted = wanted
        self.frames = 0

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Do what manim's renderer does in a play, for the frames that are wanted."""
        scene.compile_animation_data(*args, **kwargs)
        scene.begin_animations()
        if scene.is_current_animation_frozen_frame():
            self._hold(scene)
        else:
            self._move(scene)
        self.num_plays += 1

    def _hold(self, scene: Scene) -> None:
        count, since = self.held_frames(scene.duration), self.time
        if shown := sum(self._next(count)):
            self.save_static_frame_data(scene, scene.static_mobjects)
            self.update_frame(scene, scene.moving_mobjects)
            self.add_frame(self.camera.pixel_array, num_frames=shown)
        else:
            self._note(scene.static_mobjects)
            self._note(scene.moving_mobjects or scene.mobjects)
        self.time = since + count * (1 / self.camera.frame_rate)

    def _move(self, scene: Scene) -> None:
        step = 1 / self.camera.frame_rate
        moments = np.arange(0, scene.duration, step).tolist()
        # Added up as frame after frame, so that times are the same to the last digit.
        *times, end = np.add.accumulate([self.time, *[step] * len(moments)]).tolist()
        wanted = self._next(len(moments))
        if any(wanted):
            self.save_static_frame_data(scene, scene.static_mobjects)
        else:
            self._note(scene.static_mobjects)
        # What comes after the last frame depends on it, as on a wanted one.
        ahead = [*wanted, *[True] * _LAG]
        for k, self.time in enumerate(times):
            if any(ahead[k : k + _LAG + 1]):
                scene.update_to_time(moments[k])
            if wanted[k]:
                self.update_frame(scene, scene.moving_mobjects)
                self.add_frame(self.camera.pixel_array)
            elif ahead[k + 1]:
                self._note(scene.moving_mobjects or scene.mobjects)
        self.time = end
        for animation in scene.animations or ():
            animation.finish()
            animation.clean_up_from_scene(scene)
        scene.update_mobjects(0)
        self.static_image = None

    def _next(self, count: int) -> list[bool]:
        """Whether each of the next frames, which count from here, is wanted."""
        first, self.frames = self.frames, self.frames + count
        return [self._wanted(frame) for frame in range(first, self.frames)]

    def _note(self, mobjects: Iterable[Mobject]) -> None:
        if mobjects:
            self.camera.note(mobjects)
