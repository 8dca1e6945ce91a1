"""Renderers that play a chapter and draw nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Camera, Scene

from gradreel.scenes.drawing.camera import StageCamera, StageRenderer
from gradreel.scenes.timing import BEAT, on_beat

# Seconds between two checks: what is wrong for less than a fifth of a second is not seen.
_EVERY = 3 * BEAT


class Unseen(StageRenderer):
    """Goes from the begin of each play to its end; `during` may look in between.

    `time` is in seconds of the video.
    """

    def __init__(self, camera_class: Callable[[], Camera] = StageCamera) -> None:
        super().__init__(camera_class=camera_class)  # type: ignore[arg-type]

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """What manim's renderer does in a play, but for the pictures and most moments."""
        began = self.time
        scene.compile_animation_data(*args, **kwargs)
        scene.begin_animations()
        self.during(scene, began)
        if not scene.is_current_animation_frozen_frame():
            for animation in scene.animations or ():
                animation.finish()
                animation.clean_up_from_scene(scene)
            scene.update_mobjects(0)
        self.num_plays += 1
        self.time = began + on_beat(scene.duration)

    def during(self, scene: Scene, began: float) -> None:
        """Called in each play, when its animations have begun, at this second."""


class Rehearsal(Unseen):
    """Calls `watch` with the scene and the second, several times a second and after every play."""

    def __init__(self, watch: Callable[[Scene, float], None]) -> None:
        super().__init__()
        self._watch = watch

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Play, and look at what stands at the end: it stays until something moves."""
        super().play(scene, *args, **kwargs)
        self._watch(scene, self.time)

    def during(self, scene: Scene, began: float) -> None:
        """Go through the play in steps."""
        if not scene.is_current_animation_frozen_frame():
            for seconds in np.arange(0.0, scene.duration, _EVERY).tolist():
                scene.update_to_time(seconds)
                self._watch(scene, began + seconds)
