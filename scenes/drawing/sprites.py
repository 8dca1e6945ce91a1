"""Strokes, balls and arrows as triangles on the screen, with soft edges.

Each vertex is 11 floats: clip x, y, z, w; red, green, blue, alpha; two for the place relative to
the spine of the shape, and the radius of the shape there (negative for a ball, which is shaded),
in pixels. The shader makes a fragment opaque within the radius, and fades it over the last pixel.
"""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing.items import STROKE_UNIT, Arrow, Balls, Item, Stroke, Strokes

FLOATS = 11  # per vertex
_QUAD = np.array([[-1, -1], [1, -1], [1, 1], [-1, -1], [1, 1], [-1, 1]], dtype=float)
_SIDES = np.array([1.0, -1.0, -1.0, 1.0, -1.0, 1.0])
_HEAD_LENGTH = 3.6  # in shaft widths
# Half the width, in shaft widths: a head about as wide as it is long looks like one from any side.
_HEAD_WIDTH = 1.7


def triangles(item: Item, frame: tuple[float, float], pixels: float) -> Array:
    """The item as a triangle list (n, 11), with gaps where points are not finite.

    `pixels` is the length of a screen unit.
    """
    corners = _shape(item, frame, pixels).reshape(-1, 3, FLOATS)
    return np.asarray(corners[np.isfinite(corners).all(axis=(1, 2))].reshape(-1, FLOATS))


def _shape(item: Item, frame: tuple[float, float], pixels: float) -> Array:
    if isinstance(item, Stroke):
        return _polyline(item, item.visible(), frame, pixels)
    if isinstance(item, Strokes):
        return _separate(item, frame, pixels)
    if isinstance(item, Balls):
        return _balls(item, frame, pixels)
    if isinstance(item, Arrow):
        return _arrow(item, frame, pixels)
    raise TypeError(f"no way to draw a {type(item).__name__}")


def segments(clip: Array, rgba: Array, radius: float, frame: tuple[float, float]) -> Array:
    """Separate soft lines as triangles (6 * n, 11).

    `clip` (2 * n, 4) and `rgba` (2 * n, 4) belong to their ends; `radius` is half their width in
    pixels, of which a clip unit spans `frame` / 2.
    """
    half = np.array(frame) / 2
    screen = clip[:, :2] / clip[:, 3:] * half
    along = _unit(screen[1::2] - screen[::2])
    across = np.repeat(np.stack([-along[:, 1], along[:, 0]], axis=1), 2, axis=0)
    left, right = (_pushed(clip, side * across * (radius + 1.0), half) for side in (1.0, -1.0))
    ends = np.full(len(along), radius)
    return _ribbon(left[::2], right[::2], left[1::2], right[1::2], (ends, ends), rgba)


def _ribbon(
    left: Array,
    right: Array,
    next_left: Array,
    next_right: Array,
    radii: tuple[Array, Array],
    rgba: Array,
) -> Array:
    """A soft quad for each of n segments, from the ends of its long sides (n, 4).

    `radii` are half its widths in pixels, at both ends (n,); the sides lie a pixel further out.
    `rgba` is one colour (4,), or one for each end (2 * n, 4).
    """
    count = len(left)
    corners = np.stack([left, right, next_right, left, next_right, next_left], axis=1)
    ends = np.stack([radii[i] for i in (0, 0, 1, 0, 1, 1)], axis=1)
    vertices = np.empty((count, 6, FLOATS))
    vertices[..., :4] = corners
    if rgba.ndim == 1:
        vertices[..., 4:8] = rgba
    else:
        vertices[..., 4:8] = rgba.reshape(count, 2, 4)[:, (0, 0, 1, 0, 1, 1)]
    vertices[..., 8] = 0.0
    vertices[..., 9] = _SIDES * (ends + 1.0)
    vertices[..., 10] = ends
    return vertices.reshape(-1, FLOATS)


def _rgba(item: Item) -> Array:
    return np.array([*item.ink.to_rgb(), item.opacity])


def _pushed(clip: Array, offset: Array, half: Array) -> Array:
    """Clip coordinates, moved on the screen; a clip unit spans `half` units of the offset."""
    moved = clip.copy()
    moved[:, :2] += offset / half * clip[:, 3:]
    return moved


def _unit(vectors: Array) -> Array:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(length == 0.0, 1.0, length))


def _polyline(item: Stroke, points: Array, frame: tuple[float, float], pixels: float) -> Array:
    if len(points) < 2:
        return np.empty((0, FLOATS))
    clip = item.eye.view.to_clip(points, frame, item.lift)
    along = _unit(np.diff(item.eye.view.project(points)[:, :2], axis=0))
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1)
    before, after = np.vstack([normal[:1], normal]), np.vstack([normal, normal[-1:]])
    joint = _unit(before + after)
    # A mitre makes the stroke as wide at a bend as elsewhere; sharp bends are cut short.
    stretch = 1.0 / np.clip(np.sum(joint * after, axis=1), 0.6, 1.0)
    radius = item.thickness * STROKE_UNIT / 2 * pixels
    reach = joint * (stretch * (radius + 1.0) / pixels)[:, None]
    half = np.array(frame) / 2
    left, right = _pushed(clip, reach, half), _pushed(clip, -reach, half)
    ends = np.full(len(along), radius)
    return _ribbon(left[:-1], right[:-1], left[1:], right[1:], (ends, ends), _rgba(item))


def _separate(item: Strokes, frame: tuple[float, float], pixels: float) -> Array:
    clip = item.eye.view.to_clip(item.placed(), frame, item.lift)
    radius = item.thickness * STROKE_UNIT / 2 * pixels
    rgba = np.tile(_rgba(item), (len(clip), 1))
    return segments(clip, rgba, radius, (frame[0] * pixels, frame[1] * pixels))


def _balls(item: Balls, frame: tuple[float, float], pixels: float) -> Array:
    view = item.eye.view
    # Lifted by more than its radius, a ball on a surface does not sink into it.
    lift = 3 * item.radius / view.scale + item.lift
    clip = np.repeat(view.to_clip(item.placed(), frame, lift), 6, axis=0)
    radius = item.radius * pixels
    corner = np.tile(_QUAD, (len(item.points), 1)) * (radius + 1.0)
    vertices = np.empty((len(clip), FLOATS))
    vertices[:, :4] = _pushed(clip, corner / pixels, np.array(frame) / 2)
    vertices[:, 4:8] = _rgba(item)
    vertices[:, 8:10] = corner
    vertices[:, 10] = -radius
    return vertices


def _arrow(item: Arrow, frame: tuple[float, float], pixels: float) -> Array:
    """A shaft, and a head that narrows to its tip."""
    start, end = item.eye.view.to_clip(item.placed(), frame, item.lift)
    course = np.diff(item.eye.view.project(item.placed())[:, :2], axis=0)[0]
    length = float(np.linalg.norm(course))
    if length < 1e-6:
        return np.empty((0, FLOATS))
    across = np.array([-course[1], course[0]]) / length
    width = item.thickness * STROKE_UNIT
    head = min(_HEAD_LENGTH * width, 0.7 * length)  # a short arrow keeps some of its shaft
    neck = end + head / length * (start - end)
    shaft, wing = width / 2 * pixels, head / _HEAD_LENGTH * _HEAD_WIDTH * pixels
    starts, ends = np.array([start, neck]), np.array([neck, end])
    radii = np.array([shaft, wing]), np.array([shaft, 0.0])
    half = np.array(frame) / 2
    (left, right), (next_left, next_right) = (
        [
            _pushed(spine, side * across * (radius[:, None] + 1.0) / pixels, half)
            for side in (1.0, -1.0)
        ]
        for spine, radius in zip((starts, ends), radii, strict=True)
    )
    return _ribbon(left, right, next_left, next_right, radii, _rgba(item))
