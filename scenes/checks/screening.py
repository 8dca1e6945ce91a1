"""A rehearsal that also draws pictures, to see what changes between them."""

from __future__ import annotations

import numpy as np
from manim import Scene

from gradreel.scenes.drawing.rehearsal import INTERVAL, Pixels, Rehearsal
from gradreel.scenes.timing import BEAT, on_beat

SIZE = (320, 180)  # pixels: small, because many moments of every chapter are drawn
_SEEN = 12  # levels of grey: a pixel that changes by less is the same to the eye
# Pixels of a 1280x720 picture: if fewer change, it is the same to the eye as the one before.
_FEWEST = 12 * (SIZE[0] * SIZE[1]) / (1280 * 720)


class Screening(Rehearsal):
    """A rehearsal that draws; `first` is the first picture (height, width, 3) of the chapter.

    `still` is for how many seconds the picture looks the same as one beat earlier, sampled at the
    moments that are watched.
    """

    still = 0.0
    first: Pixels | None = None

    def during(self, scene: Scene, began: float) -> None:
        """Step through the play, and draw two frames at each moment."""
        if self.first is None:
            self.first = self.seen(scene)
        if scene.is_current_animation_frozen_frame():
            self.still += on_beat(scene.duration)
        super().during(scene, began)

    def moment(self, scene: Scene, began: float, seconds: float) -> None:
        """Watch, then compare with the picture a beat later."""
        super().moment(scene, began, seconds)
        before = self.seen(scene)
        scene.update_to_time(min(seconds + BEAT, scene.duration))
        if differing(before, self.seen(scene)) < _FEWEST:
            self.still += min(INTERVAL, scene.duration - seconds)


def differing(first: Pixels, second: Pixels) -> int:
    """In how many pixels two pictures (height, width, 3) look different."""
    if np.array_equal(first, second):
        return 0
    seen = np.abs(first.astype(np.int16) - second) > _SEEN
    return int(np.count_nonzero(seen[..., 0] | seen[..., 1] | seen[..., 2]))
