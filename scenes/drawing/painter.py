"""Draws the items of 3D spaces into a picture with off-screen OpenGL, with true depth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

import moderngl
import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing import opengl
from gradreel.scenes.drawing.items import Item
from gradreel.scenes.drawing.outline import AMBIENT, DIFFUSE
from gradreel.scenes.drawing.shapes import (
    Appearance,
    PixelBox,
    PlacedPixels,
    Shaper,
    Shapes,
    SheetShape,
    SoftShape,
    box_of,
    joined,
)

_SHEET_VERTEX = """#version 330
in vec4 clip; in vec3 normal; in vec2 cell; in float height; in float row;
out vec3 v_normal; out vec2 v_cell; out float v_height; out float v_row;
void main() {
    gl_Position = clip; v_normal = normal; v_cell = cell; v_height = height; v_row = row;
}"""

_SHEET_FRAGMENT = """#version 330
in vec3 v_normal; in vec2 v_cell; in float v_height; in float v_row;
uniform sampler2D ramp; uniform vec3 eye;
uniform float ambient; uniform float diffuse; uniform float opacity; uniform vec2 revealed;
out vec4 color;
void main() {
    float inside = min(v_row - revealed.x, revealed.y - v_row);
    float shown = clamp(inside / max(fwidth(v_row), 1e-6) + 0.5, 0.0, 1.0);
    if (shown == 0.0) discard;
    vec3 base = texture(ramp, vec2(clamp(v_height, 0.002, 0.998), 0.5)).rgb;
    vec3 lit = base * (ambient + diffuse * abs(dot(normalize(v_normal), eye)));
    vec2 away = abs(fract(v_cell - 0.5) - 0.5) / max(fwidth(v_cell), vec2(1e-6));
    float line = 1.0 - clamp(min(away.x, away.y), 0.0, 1.0);
    lit = mix(lit, vec3(1.0), 0.22 * line);
    color = vec4(lit, 1.0) * opacity * shown;
}"""

_SPRITE_VERTEX = """#version 330
in vec4 clip; in vec4 rgba; in vec3 place;
out vec4 v_rgba; out vec3 v_place;
void main() { gl_Position = clip; v_rgba = rgba; v_place = place; }"""

_SPRITE_FRAGMENT = """#version 330
in vec4 v_rgba; in vec3 v_place;
out vec4 color;
void main() {
    float radius = abs(v_place.z);
    float away = length(v_place.xy);
    float alpha = v_rgba.a * clamp(radius + 0.5 - away, 0.0, 1.0);
    vec3 rgb = v_rgba.rgb;
    if (v_place.z < 0.0) {
        vec2 p = v_place.xy / radius;
        float facing = sqrt(max(1.0 - dot(p, p), 0.0));
        float shine = pow(max(dot(vec3(p, facing), normalize(vec3(-0.5, 0.6, 0.9))), 0.0), 16.0);
        rgb = rgb * (0.55 + 0.45 * facing) + 0.35 * shine;
    }
    color = vec4(rgb, 1.0) * alpha;
}"""

# Colours are premultiplied by alpha, as cairo has them.
_OVER = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA


class Backdrop(NamedTuple):
    """Pictures of steady sheets and soft shapes, and of what shows through the sheets."""

    appearances: tuple[Appearance, ...]
    behind: list[PlacedPixels]
    front: PlacedPixels


class Painter:
    """Off-screen OpenGL pictures of `width` x `height` pixels, drawn one after another.

    Raises GraphicsError if there is no driver.
    """

    def __init__(self, width: int, height: int) -> None:
        gl = opengl.context()
        self._gl = gl
        gl.enable(moderngl.BLEND)
        gl.blend_func = _OVER
        self._sheet = gl.program(vertex_shader=_SHEET_VERTEX, fragment_shader=_SHEET_FRAGMENT)
        self._sprite = gl.program(vertex_shader=_SPRITE_VERTEX, fragment_shader=_SPRITE_FRAGMENT)
        size = (width, height)
        self._canvas = gl.framebuffer([gl.renderbuffer(size, 4)], gl.depth_renderbuffer(size))
        self._size = size
        self._shaper = Shaper(size)
        self._before = Shapes((), ())
        self._backdrop: Backdrop | None = None

    def paint(self, items: Iterable[Item], frame_width: float) -> list[PlacedPixels]:
        """Draw the items in a frame of `frame_width` screen units, as pictures to lay over another.

        Sheets come first; the other items follow in order, each hidden where a sheet is nearer.
        Only the parts of the pictures that are not empty are drawn and read back. What looks as
        it did in the picture before is not drawn again: it stays as a picture of its own.
        """
        shapes, before = self._shaper.shapes_of(items, frame_width), self._before
        self._before = shapes
        self._gl.depth_func = "<="
        self._canvas.use()
        if not shapes.sheets or _appearances(shapes.sheets) != _appearances(before.sheets):
            self._backdrop = None
            return [self._picture(shapes, seen_through=True)]
        steady = _in_common(shapes.soft, before.soft)
        still, moving = Shapes(shapes.sheets, shapes.soft[:steady]), shapes.soft[steady:]
        appearances = _appearances((*still.sheets, *still.soft))
        if self._backdrop is None or self._backdrop.appearances != appearances:
            behind = self._alone(still.soft, hidden=False) if still.translucent else []
            self._backdrop = Backdrop(appearances, behind, self._picture(still, seen_through=False))
        pictures = list(self._backdrop.behind)
        if shapes.translucent:
            pictures += self._alone(moving, hidden=False)
        return [*pictures, self._backdrop.front, *self._alone(moving, hidden=True)]

    def note(self, items: Iterable[Item], frame_width: float) -> None:
        """Go on as if the items had been painted."""
        self._before = self._shaper.shapes_of(items, frame_width)

    def _picture(self, shapes: Shapes, seen_through: bool) -> PlacedPixels:
        """All shapes, and what is behind translucent sheets if it is `seen_through` them."""
        self._gl.enable(moderngl.DEPTH_TEST)
        # All of it: depths outside of the box would hide what is drawn there in later pictures.
        self._canvas.depth_mask = True
        self._canvas.clear()
        soft = joined(shapes.soft)
        if seen_through and shapes.translucent:
            self._draw_soft(soft)
        for sheet in shapes.sheets:
            self._draw_mesh(sheet)
        self._draw_soft(np.concatenate([*(sheet.outline for sheet in shapes.sheets), soft]))
        return self._read(shapes.box(self._size))

    def _alone(self, soft: Sequence[SoftShape], hidden: bool) -> list[PlacedPixels]:
        """Soft shapes as a picture of their own, `hidden` by the sheets that were drawn last."""
        vertices = joined(soft)
        if not len(vertices):
            return []
        box = box_of([vertices], self._size)
        (self._gl.enable if hidden else self._gl.disable)(moderngl.DEPTH_TEST)
        self._canvas.depth_mask = False  # keeps the depths of the sheets
        self._canvas.clear(viewport=box)
        self._draw_soft(vertices)
        return [self._read(box)]

    def _read(self, box: PixelBox) -> PlacedPixels:
        left, top, width, height = box
        pixels = np.empty((height, width, 4), dtype=np.uint8)
        self._canvas.read_into(pixels, viewport=box, components=4)
        return PlacedPixels(pixels, left, top)

    def _draw_mesh(self, sheet: SheetShape) -> None:
        ramp = np.hstack([sheet.ramp, np.ones((len(sheet.ramp), 1))])
        texture = self._gl.texture((len(ramp), 1), 4, (ramp * 255).round().astype("u1").tobytes())
        texture.repeat_x = False
        texture.use(0)
        self._sheet["ambient"], self._sheet["diffuse"] = AMBIENT, DIFFUSE
        self._sheet["opacity"] = sheet.opacity
        self._sheet["revealed"] = sheet.uncovered
        self._sheet["eye"] = tuple(sheet.toward_eye)
        drawn = (
            self._sheet,
            "4f 3f 2f 1f 1f",
            ("clip", "normal", "cell", "height", "row"),
            sheet.mesh,
            sheet.triangles,
        )
        self._canvas.depth_mask = True
        if sheet.opacity < 1.0:
            # Depth first: where the sheet folds over itself, only its nearest part shows.
            self._gl.blend_func = moderngl.ZERO, moderngl.ONE
            self._draw(*drawn)
            self._gl.blend_func = _OVER
        self._draw(*drawn)
        texture.release()

    def _draw_soft(self, vertices: Array) -> None:
        self._canvas.depth_mask = False  # soft edges must not hide what is drawn after them
        self._draw(self._sprite, "4f 4f 3f", ("clip", "rgba", "place"), vertices)

    def _draw(
        self,
        program: Any,
        layout: str,
        names: tuple[str, ...],
        vertices: Array,
        triangles: NDArray[np.int32] | None = None,
    ) -> None:
        if not len(vertices):
            return
        buffer = self._gl.buffer(vertices.astype("f4").tobytes())
        index = None if triangles is None else self._gl.buffer(triangles.tobytes())
        array = self._gl.vertex_array(program, [(buffer, layout, *names)], index)
        array.render(moderngl.TRIANGLES)
        for resource in (array, buffer, index):
            if resource is not None:
                resource.release()


def _appearances(shapes: Iterable[SheetShape | SoftShape]) -> tuple[Appearance, ...]:
    return tuple(shape.appearance for shape in shapes)


def _in_common(some: Sequence[SoftShape], others: Sequence[SoftShape]) -> int:
    """How many shapes at the start look alike."""
    alike = (one.appearance == other.appearance for one, other in zip(some, others, strict=False))
    return sum(takewhile(bool, alike))
