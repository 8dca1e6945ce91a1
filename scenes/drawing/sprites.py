"""Strokes, balls and arrows as triangles on the screen, with soft edges.

Each vertex is 11 floats: clip x, y, z, w; red, green, blue, alpha; a place in pixels relative
to the shape's spine and the shape's radius in pixels (negative for a ball, which is shaded).
The shader makes a fragment opaque within the radius and fades it over the last pixel.
"""

from __future__ import annotations

import numpy as np

from scenes.drawing.items import Arrow, Balls, Item, Stroke, Strokes
from scenes.drawing.view import Array

FLOATS = 11
_FAR_INSIDE = 1e6
_QUAD = np.array([[-1, -1], [1, -1], [1, 1], [-1, -1], [1, 1], [-1, 1]], dtype=float)
_STROKE_UNIT = 0.01  # manim's width of a stroke of 1, in screen units
_HEAD_LENGTH = 3.6  # in shaft widths
_HEAD_WIDTH = 1.7


def triangles(item: Item, frame: tuple[float, float], pixels: float) -> Array:
    """The item as a triangle list (n, 11); `pixels` is the length of a screen unit."""
    if isinstance(item, Stroke):
        return _polyline(item, item.visible(), frame, pixels)
    if isinstance(item, Strokes):
        return _segments(item, frame, pixels)
    if isinstance(item, Balls):
        return _balls(item, frame, pixels)
    if isinstance(item, Arrow):
        return _arrow(item, frame, pixels)
    raise TypeError(f"no way to draw a {type(item).__name__}")


def _vertices(item: Item, clip: Array, place: Array, radius: float) -> Array:
    vertices = np.empty((len(clip), FLOATS))
    vertices[:, :4] = clip
    vertices[:, 4:7] = item.ink.to_rgb()
    vertices[:, 7] = item.opacity
    vertices[:, 8:10] = place
    vertices[:, 10] = radius
    return vertices


def _pushed(clip: Array, offset: Array, frame: tuple[float, float]) -> Array:
    """Clip coordinates moved by an offset in screen units."""
    moved = clip.copy()
    moved[:, :2] += offset * 2 / np.array(frame) * clip[:, 3:]
    return moved


def _unit(vectors: Array) -> Array:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(length == 0.0, 1.0, length))


def _ribbon(
    item: Item, left: Array, right: Array, next_left: Array, next_right: Array, radius: float
) -> Array:
    """A quad for each of n segments, from the ends of their two long sides (n, 4)."""
    corners = np.stack([left, right, next_right, left, next_right, next_left], axis=1)
    side = np.tile([1.0, -1.0, -1.0, 1.0, -1.0, 1.0], len(left)) * (radius + 1.0)
    place = np.stack([np.zeros_like(side), side], axis=1)
    return _vertices(item, corners.reshape(-1, 4), place, radius)


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
    radius = item.thickness * _STROKE_UNIT / 2 * pixels
    reach = (radius + 1.0) / pixels
    left = _pushed(clip, joint * (stretch * reach)[:, None], frame)
    right = _pushed(clip, -joint * (stretch * reach)[:, None], frame)
    return _ribbon(item, left[:-1], right[:-1], left[1:], right[1:], radius)


def _segments(item: Strokes, frame: tuple[float, float], pixels: float) -> Array:
    if len(item.points) < 2:
        return np.empty((0, FLOATS))
    clip = item.eye.view.to_clip(item.points, frame, item.lift)
    screen = item.eye.view.project(item.points)[:, :2]
    along = _unit(screen[1::2] - screen[::2])
    normal = np.repeat(np.stack([-along[:, 1], along[:, 0]], axis=1), 2, axis=0)
    radius = item.thickness * _STROKE_UNIT / 2 * pixels
    reach = (radius + 1.0) / pixels
    left, right = _pushed(clip, normal * reach, frame), _pushed(clip, -normal * reach, frame)
    return _ribbon(item, left[::2], right[::2], left[1::2], right[1::2], radius)


def _balls(item: Balls, frame: tuple[float, float], pixels: float) -> Array:
    view = item.eye.view
    # Lifted by its own radius, a ball on a surface is seen whole.
    clip = np.repeat(view.to_clip(item.points, frame, 3 * item.radius / view.scale), 6, axis=0)
    radius = item.radius * pixels
    corner = np.tile(_QUAD, (len(item.points), 1)) * (radius + 1.0)
    return _vertices(item, _pushed(clip, corner / pixels, frame), corner, -radius)


def _arrow(item: Arrow, frame: tuple[float, float], pixels: float) -> Array:
    clip = item.eye.view.to_clip(item.points, frame, item.lift)
    start, end = item.eye.view.project(item.points)[:, :2]
    length = float(np.linalg.norm(end - start))
    if length < 1e-6:
        return np.empty((0, FLOATS))
    along = (end - start) / length
    across = np.array([-along[1], along[0]])
    width = item.thickness * _STROKE_UNIT
    head = min(_HEAD_LENGTH * width, 0.7 * length)
    half_head = head / _HEAD_LENGTH * _HEAD_WIDTH
    share = (length - head * 0.9) / length
    neck = clip[0] + share * (clip[1] - clip[0])
    spine = np.array([clip[0], neck])
    left, right = (_pushed(spine, s * across * width / 2, frame) for s in (1.0, -1.0))
    wings = _pushed(
        np.array([clip[1], clip[1]]),
        np.array([-along * head + across * half_head, -along * head - across * half_head]),
        frame,
    )
    corners = np.array(
        [left[0], right[0], right[1], left[0], right[1], left[1], clip[1], wings[0], wings[1]]
    )
    return _vertices(item, corners, np.zeros((9, 2)), _FAR_INSIDE)
