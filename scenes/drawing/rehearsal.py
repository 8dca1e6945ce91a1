"""Renderers that play a chapter without drawing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Camera, Scene
from numpy.typing import NDArray

from gradreel.scenes.drawing.camera import StageCamera, StageRenderer
from gradreel.scenes.timing import BEAT, on_beat

Pixels = NDArray[np.uint8]

# Seconds between two looks: what is wrong for less than a fifth of a second is not noticed.
INTERVAL = 3 * BEAT


class Unseen(StageRenderer):
    """Jumps from the start of each play to its end; `during` may stop in between.

    `time` is in seconds of the video.
    """

    def __init__(self, camera_class: Callable[[], Camera] = StageCamera) -> None:
        super().__init__(camera_class=camera_class)  # type: ignore[arg-type]

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Do what manim's renderer does in a play, but skip the pictures and most moments."""
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
        """Called in each play once its animations have begun, `began` seconds into the video."""

    def seen(self, scene: Scene) -> Pixels:
        """The picture (height, width, 3) of a scene as it is now."""
        self.camera.reset()
        self.camera.capture_mobjects(scene.mobjects)
        return np.array(self.camera.pixel_array[..., :3], dtype=np.uint8)


class Rehearsal(Unseen):
    """Calls `watch` with the scene and the time, several times a second and after every play."""

    def __init__(self, watch: Callable[[Scene, float], None]) -> None:
        super().__init__()
        self._watch = watch

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Play, then look at the end, which stays on the screen until something moves."""
        super().play(scene, *args, **kwargs)
        self._watch(scene, self.time)

    def during(self, scene: Scene, began: float) -> None:
        """Step through the play."""
        if not scene.is_current_animation_frozen_frame():
            for seconds in np.arange(0.0, scene.duration, INTERVAL).tolist():
                scene.update_to_time(seconds)
                self.moment(scene, began, seconds)

    def moment(self, scene: Scene, began: float, seconds: float) -> None:
        """Watch the moment `seconds` after a play began."""
        self._watch(scene, began + seconds)
