"""A scene that plays everything on beats, at a pace of its own."""

from __future__ import annotations

from typing import Any

from manim import Animation, Scene

from gradreel.scenes import timing


class PacedScene(Scene):
    """A scene in which everything takes its time divided by `pace`."""

    pace = 1.0

    @property
    def now(self) -> float:
        """Seconds since the chapter began, on a beat; the frame may be half a frame off it."""
        return round(self.renderer.time / timing.BEAT) * timing.BEAT

    def compile_animations(self, *args: Any, **kwargs: Any) -> list[Animation]:
        """The animations of a play, at the pace of the lesson."""
        animations = super().compile_animations(*args, **kwargs)
        for animation in animations:
            animation.run_time /= self.pace
        return animations

    def get_run_time(self, animations: list[Animation]) -> float:
        """Seconds that animations take: up to the frame nearest to the beat at which they end.

        A little less, because manim would add a frame to a whole number of them. Where a beat is
        no whole number of frames, the rounding of one play never adds to that of the next.
        """
        end = self.now + timing.on_beat(super().get_run_time(animations))
        rate = self.camera.frame_rate
        return (round(end * rate) - round(self.renderer.time * rate)) / rate - 1e-6

    def __deepcopy__(self, memo: Any) -> PacedScene:
        return self
