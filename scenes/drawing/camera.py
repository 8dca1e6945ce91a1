"""The camera and the renderer of every chapter: manim's, extended by our 3D items."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, ClassVar, Self

from manim import CairoRenderer, Camera, Mobject, VMobject

from gradreel.scenes.drawing.items import Camera3D, Item
from gradreel.scenes.drawing.layers import Layers, put, surface_of
from gradreel.scenes.drawing.opengl import GraphicsError
from gradreel.scenes.drawing.painter import Painter
from gradreel.scenes.drawing.plain_painter import PlainPainter
from gradreel.scenes.drawing.raster import Raster


class StageCamera(Camera):
    """manim's camera, which also draws the items of 3D spaces, each space in one pass.

    Vector mobjects that have not changed since the last frame are drawn from kept pictures.
    """

    # Of pictures: manim's own order is that of RGBA, though it draws with cairo.
    channels: ClassVar[list[int]] = [0, 1, 2, 3]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._painter: Painter | PlainPainter | None = None
        self._layers = Layers()

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Draw the mobjects, in order, onto the camera's picture."""
        shown = self.get_mobjects_to_display(mobjects, **kwargs)
        for kind, group in groupby(shown, _kind):
            if isinstance(kind, Camera3D):
                self._paint([item for item in group if isinstance(item, Item)], kind.visible)
            elif kind is VMobject:
                self._trace([mobject for mobject in group if isinstance(mobject, VMobject)])
            else:
                super().capture_mobjects(list(group), include_submobjects=False)
        self._layers.end_frame()

    def note(self, mobjects: Iterable[Mobject]) -> None:
        """Go on as if the mobjects had been drawn."""
        for kind, group in groupby(self.get_mobjects_to_display(mobjects), _kind):
            if isinstance(kind, Camera3D):
                if kind.visible > 0.0:
                    items = [item for item in group if isinstance(item, Item)]
                    self._items_painter().note(items, self.frame_width)
            elif kind is VMobject:
                self._layers.note([mobject for mobject in group if isinstance(mobject, VMobject)])
        self._layers.end_frame()

    def display_vectorized(self, vmobject: VMobject, ctx: Any) -> Self:
        """Draw a vector mobject, or a picture among them."""
        if isinstance(vmobject, Raster):
            vmobject.paint(ctx, self.channels)
            return self
        return super().display_vectorized(vmobject, ctx)

    def set_cairo_context_path(self, ctx: Any, vmobject: VMobject) -> Self:
        """Set the same path as manim does, twice as fast: cairo is given Python's own numbers."""
        points = self.transform_points_pre_display(vmobject, vmobject.points)
        whole = points[: len(points) // 4 * 4, :2]
        curves = whole.reshape(-1, 8).tolist()
        if len(points):
            ctx.new_path()
        for start, end in vmobject.get_subpath_split_indices_from_points(whole, n_dims=2).tolist():
            part = curves[start // 4 : end // 4]
            ctx.new_sub_path()
            x, y = part[0][:2]
            ctx.move_to(x, y)
            for _, _, x1, y1, x2, y2, x3, y3 in part:
                ctx.curve_to(x1, y1, x2, y2, x3, y3)
            if vmobject.consider_points_equals_2d((x, y), (x3, y3)):
                ctx.close_path()
        return self

    def _trace(self, vectors: list[VMobject]) -> None:
        context = self.get_cairo_context(self.pixel_array)
        self._layers.draw(vectors, context, self.display_vectorized)

    def _paint(self, items: list[Item], visible: float) -> None:
        if visible <= 0.0:
            return
        context = self.get_cairo_context(self.pixel_array)
        if visible < 1.0:
            context.push_group()
        for pixels, left, top in self._items_painter().paint(items, self.frame_width):
            put(context, surface_of(pixels), left, top)
        if visible < 1.0:
            context.pop_group_to_source()
            context.paint_with_alpha(visible)

    def _items_painter(self) -> Painter | PlainPainter:
        if self._painter is None:
            self._painter = new_painter(self.pixel_width, self.pixel_height)
        return self._painter


def new_painter(width: int, height: int) -> Painter | PlainPainter:
    """A painter for pictures of a size in pixels: OpenGL, or numpy if there is no driver."""
    try:
        return Painter(width, height)
    except GraphicsError:
        return PlainPainter(width, height)


def _kind(mobject: Mobject) -> type[Mobject] | Camera3D:
    """What draws a mobject: our painter (all that one eye sees at once), our layers, or manim."""
    if isinstance(mobject, Item):
        return mobject.eye
    if isinstance(mobject, VMobject) and mobject.get_background_image() is None:
        return VMobject
    return Mobject


class StageRenderer(CairoRenderer):
    """manim's renderer, but held frames are rounded to a whole number of frames, not cut off.

    It passes on its camera's own pixels: a sink that keeps a frame has to copy it.
    """

    def render(self, scene: Any, time: float, moving_mobjects: Any = None) -> None:
        """Draw a frame and pass it on."""
        self.update_frame(scene, moving_mobjects)
        self.add_frame(self.camera.pixel_array)

    def freeze_current_frame(self, duration: float) -> None:
        """Hold the current frame for `duration` seconds, at least one frame."""
        self.add_frame(self.camera.pixel_array, num_frames=self.held_frames(duration))

    def held_frames(self, duration: float) -> int:
        """For how many frames a picture is held for `duration` seconds."""
        return max(1, round(duration * self.camera.frame_rate))
