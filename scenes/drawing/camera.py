"""The camera and renderer below every chapter: manim's own, plus our 3D items."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from manim import CairoRenderer, Camera, Mobject, VMobject

from gradreel.scenes.drawing.items import Camera3D, Item
from gradreel.scenes.drawing.layers import Layers, put, surface_of
from gradreel.scenes.drawing.opengl import GraphicsError
from gradreel.scenes.drawing.painter import Painter
from gradreel.scenes.drawing.plain_painter import PlainPainter


class StageCamera(Camera):
    """manim's camera that also draws the items of 3D spaces, those of each space in one pass.

    Vector mobjects that did not change since the last frame are drawn from kept pictures.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._painter: Painter | PlainPainter | None = None
        self._layers = Layers()

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Draw the mobjects in their order onto the camera's picture."""
        shown = self.get_mobjects_to_display(mobjects, **kwargs)
        for kind, run in groupby(shown, _kind):
            if isinstance(kind, Camera3D):
                self._paint([item for item in run if isinstance(item, Item)], kind.visible)
            elif kind is VMobject:
                self._trace([mobject for mobject in run if isinstance(mobject, VMobject)])
            else:
                super().capture_mobjects(list(run), include_submobjects=False)
        self._layers.end_frame()

    def _trace(self, vectors: list[VMobject]) -> None:
        context = self.get_cairo_context(self.pixel_array)
        self._layers.draw(vectors, context, self.display_vectorized)

    def _paint(self, items: list[Item], visible: float) -> None:
        if visible <= 0.0:
            return
        if self._painter is None:
            self._painter = new_painter(self.pixel_width, self.pixel_height)
        pixels, left, top = self._painter.paint(items, self.frame_width)
        context = self.get_cairo_context(self.pixel_array)
        put(context, surface_of(pixels), left, top, opacity=visible)


def new_painter(width: int, height: int) -> Painter | PlainPainter:
    """The best painter that this machine has, for pictures of a size in pixels."""
    try:
        return Painter(width, height)
    except GraphicsError:
        return PlainPainter(width, height)


def _kind(mobject: Mobject) -> type[Mobject] | Camera3D:
    """Who draws a mobject: our painter, with all else that this eye sees, our layers, or manim."""
    if isinstance(mobject, Item):
        return mobject.eye
    if isinstance(mobject, VMobject) and mobject.get_background_image() is None:
        return VMobject
    return Mobject


class StageRenderer(CairoRenderer):
    """manim's renderer whose held frames last a whole number of frames, rounded, not cut.

    It hands its camera's picture on as it is: who keeps a frame copies it.
    """

    def render(self, scene: Any, time: float, moving_mobjects: Any = None) -> None:
        """Draw a frame and hand it on."""
        self.update_frame(scene, moving_mobjects)
        self.add_frame(self.camera.pixel_array)

    def freeze_current_frame(self, duration: float) -> None:
        """Hold the current frame for `duration` seconds, at least one frame."""
        frames = max(1, round(duration * self.camera.frame_rate))
        self.add_frame(self.camera.pixel_array, num_frames=frames)
