"""A renderer that plays a chapter and draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Scene

from scenes.drawing.camera import StageCamera, StageRenderer
from scenes.timing import BEAT, on_beat

_EVERY = 3 * BEAT  # seconds between two looks


class Rehearsal(StageRenderer):
    """Calls `watch` with the scene and the second, several times a second and after every play.

    The seconds are those of the video.
    """

    def __init__(self, watch: Callable[[Scene, float], None]) -> None:
        super().__init__(camera_class=StageCamera)
        self._watch = watch

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """What manim's renderer does in a play, but for the pictures and most moments."""
        began = self.time
        scene.compile_animation_data(*args, **kwargs)
        scene.begin_animations()
        if not scene.is_current_animation_frozen_frame():
            for seconds in np.arange(0.0, scene.duration, _EVERY).tolist():
                scene.update_to_time(seconds)
                self._watch(scene, began + seconds)
            for animation in scene.animations or ():
                animation.finish()
                animation.clean_up_from_scene(scene)
            scene.update_mobjects(0)
        self.num_plays += 1
        self.time = began + on_beat(scene.duration)
        # What stands at the end stays on the screen until something moves.
        self._watch(scene, self.time)
