"""The camera and renderer below every chapter: manim's own, plus our 3D items."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import cairo
from manim import CairoRenderer, Camera, Mobject

from scenes.drawing.items import Item
from scenes.drawing.painter import Painter


class StageCamera(Camera):
    """manim's camera that also draws the items of 3D spaces, each run of them in one pass."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._painter: Painter | None = None

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Draw the mobjects in their order onto the camera's picture."""
        shown = self.get_mobjects_to_display(mobjects, **kwargs)
        for in_space, run in groupby(shown, lambda mobject: isinstance(mobject, Item)):
            if in_space:
                self._paint([item for item in run if isinstance(item, Item)])
            else:
                super().capture_mobjects(list(run), include_submobjects=False)

    def _paint(self, items: list[Item]) -> None:
        if self._painter is None:
            self._painter = Painter(self.pixel_width, self.pixel_height)
        picture = self._painter.paint(items, self.frame_width)
        context = self.get_cairo_context(self.pixel_array)
        context.save()
        context.identity_matrix()
        source = cairo.ImageSurface.create_for_data(
            picture.data,
            cairo.FORMAT_ARGB32,
            self.pixel_width,
            self.pixel_height,
        )
        context.set_source_surface(source)
        context.paint()
        context.restore()


class StageRenderer(CairoRenderer):
    """manim's renderer whose held frames last a whole number of frames, rounded, not cut."""

    def freeze_current_frame(self, duration: float) -> None:
        """Hold the current frame for `duration` seconds, at least one frame."""
        frames = max(1, round(duration * self.camera.frame_rate))
        self.add_frame(self.get_frame(), num_frames=frames)
