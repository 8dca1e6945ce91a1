"""Draws the items of 3D spaces into a picture with off-screen OpenGL, with true depth."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing import opengl
from gradreel.scenes.drawing.items import Item, Sheet
from gradreel.scenes.drawing.outline import AMBIENT, DIFFUSE
from gradreel.scenes.drawing.shapes import PlacedPixels, shapes_of

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


class Painter:
    """An off-screen OpenGL picture of `width` x `height` pixels, drawn anew by each `paint`.

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
        self._size = (width, height)

    def paint(self, items: Iterable[Item], frame_width: float) -> PlacedPixels:
        """Draw the items in a frame of `frame_width` screen units.

        Sheets come first; the other items follow in order, each hidden where a sheet is nearer.
        Only the part of the picture that is not empty is drawn and read back.
        """
        shapes = shapes_of(items, self._size, frame_width)
        left, top, width, height = shapes.box
        self._canvas.use()
        self._canvas.clear(viewport=shapes.box)
        self._gl.enable(moderngl.DEPTH_TEST)
        self._gl.depth_func = "<="
        self._draw_soft(shapes.behind)
        for sheet, vertices in shapes.sheets:
            self._draw_sheet(sheet, vertices)
        self._draw_soft(shapes.front)
        pixels = np.empty((height, width, 4), dtype=np.uint8)
        self._canvas.read_into(pixels, viewport=shapes.box, components=4)
        return PlacedPixels(pixels, left, top)

    def _draw_sheet(self, sheet: Sheet, vertices: Array) -> None:
        ramp = np.hstack([sheet.ramp, np.ones((len(sheet.ramp), 1))])
        texture = self._gl.texture((len(ramp), 1), 4, (ramp * 255).round().astype("u1").tobytes())
        texture.repeat_x = False
        texture.use(0)
        self._sheet["ambient"], self._sheet["diffuse"] = AMBIENT, DIFFUSE
        self._sheet["opacity"] = sheet.opacity
        self._sheet["revealed"] = sheet.uncovered()
        self._sheet["eye"] = tuple(sheet.eye.view.toward_eye)
        drawn = (
            self._sheet,
            "4f 3f 2f 1f 1f",
            ("clip", "normal", "cell", "height", "row"),
            vertices,
            sheet.patch.triangles,
        )
        if sheet.opacity < 1.0:
            # Depth first: where the sheet folds over itself, only its nearest part shows.
            self._gl.blend_func = moderngl.ZERO, moderngl.ONE
            self._draw(*drawn)
            self._gl.blend_func = _OVER
        self._draw(*drawn)
        texture.release()

    def _draw_soft(self, vertices: Array) -> None:
        # Soft edges must not hide what is drawn after them.
        self._canvas.depth_mask = False
        self._draw(self._sprite, "4f 4f 3f", ("clip", "rgba", "place"), vertices)
        self._canvas.depth_mask = True

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
