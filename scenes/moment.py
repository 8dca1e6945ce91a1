"""A renderer that draws one moment of a chapter."""

from __future__ import annotations

import math
from collections.abc import Callable

from manim import BLACK, Camera, Scene
from manim.utils.exceptions import EndSceneEarlyException

from gradreel.scenes.chapter import Chapter
from gradreel.scenes.drawing.camera import StageCamera
from gradreel.scenes.drawing.rehearsal import Unseen
from gradreel.scenes.timing import on_beat

_ROUNDING = 1e-6  # seconds: the times of frames, which are sums, are off by less


class MomentRenderer(Unseen):
    """Draws the frame that the video shows `at` seconds into the chapter, and stops there.

    None stands for the picture with which the story ends. `drawn` says whether the chapter is long
    enough to reach the moment; if not, `time` is its length. What is `bare` has no ground, heading
    or sentence.
    """

    def __init__(
        self,
        at: float | None,
        camera_class: Callable[[], Camera] = StageCamera,
        bare: bool = False,
    ) -> None:
        super().__init__(camera_class)
        self._at, self._bare = at, bare
        self.drawn = False

    def during(self, scene: Scene, began: float) -> None:
        """Draw if the moment is within this play."""
        assert isinstance(scene, Chapter)
        if self._at is None:
            if scene.finished:
                self._draw(scene, 0.0)
        elif self._at - began < on_beat(scene.duration) - _ROUNDING:
            self._draw(scene, self._at - began)

    def _draw(self, scene: Chapter, seconds: float) -> None:
        """Draw the frame shown some seconds after a play began, and stop."""
        rate = self.camera.frame_rate
        if not scene.is_current_animation_frozen_frame():
            scene.update_to_time(math.floor((seconds + _ROUNDING) * rate) / rate)
        if self._bare:
            # cairo's colours are multiplied by their alpha: where nothing is, they are 0 too.
            self.camera.background_color, self.camera.background_opacity = BLACK, 0.0
        self.camera.reset()
        around = scene.frame_texts if self._bare else None
        # In two parts, as in a video: what moves is drawn over what stands still.
        for part in (scene.static_mobjects, scene.moving_mobjects):
            self.camera.capture_mobjects(part, excluded_mobjects=around)
        self.drawn = True
        self.num_plays += 1  # a scene without plays would be drawn once more at its end
        raise EndSceneEarlyException
