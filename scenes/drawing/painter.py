"""Draws the items of 3D spaces into a picture, with true depth, by OpenGL off screen."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import moderngl
import numpy as np
from numpy.typing import NDArray

from scenes.drawing.items import Item, Sheet
from scenes.drawing.outline import AMBIENT, DIFFUSE, LIGHT, outline
from scenes.drawing.sprites import FLOATS, triangles
from scenes.drawing.view import Array

_SHEET_VERTEX = """#version 330
in vec4 clip; in vec3 normal; in vec2 cell; in float height; in float row;
out vec3 v_normal; out vec2 v_cell; out float v_height; out float v_row;
void main() {
    gl_Position = clip; v_normal = normal; v_cell = cell; v_height = height; v_row = row;
}"""

_SHEET_FRAGMENT = """#version 330
in vec3 v_normal; in vec2 v_cell; in float v_height; in float v_row;
uniform sampler2D ramp; uniform vec3 light; uniform vec3 eye;
uniform float ambient; uniform float diffuse; uniform float opacity; uniform float revealed;
out vec4 color;
void main() {
    float shown = clamp((revealed - v_row) / max(fwidth(v_row), 1e-6) + 0.5, 0.0, 1.0);
    if (shown == 0.0) discard;
    vec3 n = normalize(v_normal);
    if (dot(n, eye) < 0.0) n = -n;
    vec3 base = texture(ramp, vec2(clamp(v_height, 0.002, 0.998), 0.5)).rgb;
    vec3 lit = base * (ambient + diffuse * max(dot(n, light), 0.0));
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


class GraphicsError(RuntimeError):
    """No OpenGL driver can be had for drawing surfaces."""


class Picture(NamedTuple):
    """Pixels (height, width, 4), premultiplied RGBA, and where their upper left corner belongs."""

    pixels: NDArray[np.uint8]
    left: int
    top: int


class Painter:
    """An off-screen OpenGL picture of `width` x `height` pixels, drawn anew at each call."""

    def __init__(self, width: int, height: int) -> None:
        try:
            gl: Any = moderngl.create_context(standalone=True, backend="egl")
        except Exception as error:
            raise GraphicsError(
                f"no OpenGL driver found for drawing surfaces ({error}); on Debian or Ubuntu "
                "try: apt-get install libegl1 libgl1-mesa-dri"
            ) from error
        self._gl = gl
        gl.enable(moderngl.BLEND)
        # Colours are premultiplied by alpha, as cairo has them.
        gl.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._sheet = gl.program(vertex_shader=_SHEET_VERTEX, fragment_shader=_SHEET_FRAGMENT)
        self._sprite = gl.program(vertex_shader=_SPRITE_VERTEX, fragment_shader=_SPRITE_FRAGMENT)
        size = (width, height)
        self._canvas = gl.framebuffer([gl.renderbuffer(size, 4)], gl.depth_renderbuffer(size))
        self._size = (width, height)

    def paint(self, items: Iterable[Item], frame_width: float) -> Picture:
        """Draw the items, as they stand in a frame of `frame_width` screen units.

        Sheets go first; the other items follow in their order, each hidden where a sheet is
        nearer. Only the part of the picture where there is something is drawn and read back.
        """
        shown = [item for item in items if item.opacity > 0.0 and len(item.points)]
        sheets = [i for i in shown if isinstance(i, Sheet) and i.revealed > 0.0]
        others = [i for i in shown if not isinstance(i, Sheet)]
        frame = (frame_width, frame_width * self._size[1] / self._size[0])
        soft = self._soft([*sheets, *others], frame)
        meshes = [(sheet, _mesh(sheet, frame)) for sheet in sheets]
        box = self._box([soft, *(vertices for _, vertices in meshes)])
        self._canvas.use()
        self._canvas.clear(viewport=box)
        self._gl.enable(moderngl.DEPTH_TEST)
        if any(sheet.opacity < 1.0 for sheet in sheets):
            # What is behind a translucent sheet shines through it.
            self._draw_soft(self._soft(others, frame))
        for sheet, vertices in meshes:
            self._draw_sheet(sheet, vertices)
        self._draw_soft(soft)
        pixels = np.empty((box[3], box[2], 4), dtype=np.uint8)
        self._canvas.read_into(pixels, viewport=box, components=4)
        return Picture(pixels, box[0], box[1])

    def _soft(self, items: list[Item], frame: tuple[float, float]) -> Array:
        """Everything with soft edges as one triangle list, the sheets' outlines included."""
        pixels = self._size[0] / frame[0]
        shapes = [
            outline(i, frame, pixels) if isinstance(i, Sheet) else triangles(i, frame, pixels)
            for i in items
        ]
        vertices = np.concatenate([np.empty((0, FLOATS)), *shapes])
        vertices[:, :4] = _upright(vertices[:, :4])
        return vertices

    def _box(self, shapes: list[Array]) -> tuple[int, int, int, int]:
        """Left, top, width and height in pixels of all there is to see, within the picture."""
        clip = np.concatenate([vertices[:, :4] for vertices in shapes])
        if not len(clip):
            return 0, 0, 1, 1
        places = (clip[:, :2] / clip[:, 3:] + 1.0) / 2.0 * self._size
        low = np.clip(np.floor(places.min(axis=0)), 0, np.subtract(self._size, 1)).astype(int)
        high = np.clip(np.ceil(places.max(axis=0)), low + 1, self._size).astype(int)
        return int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1])

    def _draw_sheet(self, sheet: Sheet, vertices: Array) -> None:
        ramp = np.hstack([sheet.ramp, np.ones((len(sheet.ramp), 1))])
        texture = self._gl.texture((len(ramp), 1), 4, (ramp * 255).round().astype("u1").tobytes())
        texture.repeat_x = False
        texture.use(0)
        self._sheet["ambient"], self._sheet["diffuse"] = AMBIENT, DIFFUSE
        self._sheet["opacity"] = sheet.opacity
        self._sheet["revealed"] = sheet.revealed
        self._sheet["light"] = tuple(LIGHT)
        self._sheet["eye"] = tuple(sheet.eye.view.toward_eye)
        self._draw(
            self._sheet,
            "4f 3f 2f 1f 1f",
            ("clip", "normal", "cell", "height", "row"),
            vertices,
            _faces(sheet.rows, sheet.columns),
        )
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
        faces: NDArray[np.int32] | None = None,
    ) -> None:
        if not len(vertices):
            return
        buffer = self._gl.buffer(vertices.astype("f4").tobytes())
        index = None if faces is None else self._gl.buffer(faces.tobytes())
        array = self._gl.vertex_array(program, [(buffer, layout, *names)], index)
        array.render(moderngl.TRIANGLES)
        for resource in (array, buffer, index):
            if resource is not None:
                resource.release()


def _mesh(sheet: Sheet, frame: tuple[float, float]) -> Array:
    """The vertices of a sheet: clip place, normal, place among the grid lines, height, row."""
    row, column = np.divmod(np.arange(sheet.rows * sheet.columns), sheet.columns)
    along = np.stack([column / (sheet.columns - 1), row / (sheet.rows - 1)], axis=1)
    clip = _upright(sheet.eye.view.to_clip(sheet.points, frame))
    cell = along * sheet.cells
    return np.column_stack([clip, sheet.normals(), cell, sheet.heights, along[:, 1]])


def _upright(clip: Array) -> Array:
    """OpenGL's pictures start at the bottom row, cairo's at the top: turn them over."""
    return clip * (1.0, -1.0, 1.0, 1.0)


@cache
def _faces(rows: int, columns: int) -> NDArray[np.int32]:
    index = np.arange(rows * columns, dtype=np.int32).reshape(rows, columns)
    a, b, c, d = (
        index[i, j].ravel()
        for i in (slice(None, -1), slice(1, None))
        for j in (slice(None, -1), slice(1, None))
    )
    return np.concatenate([np.stack([a, b, c], 1), np.stack([b, d, c], 1)]).astype(np.int32)
