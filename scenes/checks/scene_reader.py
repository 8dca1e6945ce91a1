"""What a scene shows at one moment: its texts and shapes, measured on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np
from manim import Animation, AnimationGroup, FadeIn, FadeOut, Mobject, Scene, Transform, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes.checks.layout import FRAME, GRAIN, VISIBLE, DrawnShape, Text, covers
from gradreel.scenes.drawing.items import Balls, Item, Sheet, Stroke, Strokes
from gradreel.scenes.parts.geometry.clip import cut_legs
from gradreel.scenes.parts.geometry.legs import along_legs
from gradreel.scenes.parts.in_space.fading import Exchange
from gradreel.scenes.parts.lettering.plate import Plate
from gradreel.scenes.parts.lettering.text import Counter, Glyphs

_REMEMBERED = 512  # shapes: more than a picture has, at most 100 kB each
_STEADY = 1e-3  # opacity: a smaller change is rounding
_PAUSE = 1.0  # seconds: a text that stays half faded for less is still fading


class SceneReader:
    """Reads a scene moment by moment, and distinguishes what stays from what fades or moves."""

    def __init__(self) -> None:
        self._faded: dict[int, tuple[float, float]] = {}  # opacity, and since which second

    def read_scene(
        self, shown: Iterable[Mobject], animations: Iterable[Animation], seconds: float
    ) -> tuple[list[Text], list[DrawnShape]]:
        """All texts and shapes among what a scene shows at this second; texts however faint."""
        texts: list[Glyphs | Counter] = []
        shapes: list[DrawnShape] = []
        # In drawing order: a plate hides what is below it.
        for mobject in (each for each in shown if len(each.points)):
            if isinstance(mobject, Plate):
                shapes = [*_behind(mobject, shapes)]
            elif not isinstance(mobject, Glyphs | Counter):
                shapes.extend(_shape(mobject))
            elif len(mobject.points) > 4:
                texts.append(mobject)
        flying = {id(part) for part in _in_flight(animations)}
        self._faded = {id(text): self._since(text, seconds) for text in texts}
        return [self._text(text, id(text) in flying, seconds) for text in texts], shapes

    def _since(self, mobject: Glyphs | Counter, seconds: float) -> tuple[float, float]:
        """The opacity of a text, and the second since which it has been the same."""
        opacity = float(mobject.fill_rgbas[0, 3])
        before, since = self._faded.get(id(mobject), (0.0, seconds))
        return opacity, since if abs(before - opacity) <= _STEADY else seconds

    def _text(self, mobject: Glyphs | Counter, flying: bool, seconds: float) -> Text:
        boxes = _pen_boxes(mobject.points[4:])
        opacity, since = self._faded[id(mobject)]
        extent = max(np.ptp(boxes[:, ::2]), np.ptp(boxes[:, 1::2]))
        note = mobject.note
        return Text(
            note.says,
            note.unit,
            boxes,
            note.cap_height * float(extent) / note.extent,
            mobject.fill_rgbas[0, :3],
            opacity,
            fading=seconds - since < _PAUSE and opacity < 1.0 - _STEADY,
            flying=flying,
            axis=note.axis,
            offset=note.offset,
        )


def shown_in(scene: Scene) -> list[Mobject]:
    """All mobjects of a scene with all their parts, each once, in the order of drawing."""
    family = (mobject for top in scene.mobjects for mobject in top.get_family())
    return [*{id(mobject): mobject for mobject in family}.values()]


def _in_flight(animations: Iterable[Animation]) -> Iterator[Mobject]:
    """The mobjects that animations transform or move."""
    for animation in animations:
        if isinstance(animation, AnimationGroup):
            yield from _in_flight(animation.animations)
        elif isinstance(animation, Exchange):
            yield from animation.going
        elif isinstance(animation, Transform) and not isinstance(animation, FadeIn | FadeOut):
            assert isinstance(animation.mobject, Mobject)
            yield from animation.mobject.get_family()


def _pen_boxes(points: Array) -> Array:
    """The bounding boxes (n, 4) of the separate outlines in cubic curves (4 * m, 3)."""
    return _boxes_of(points.tobytes())


@lru_cache(maxsize=_REMEMBERED)
def _boxes_of(written: bytes) -> Array:
    points = np.frombuffer(written).reshape(-1, 3)
    curves = points[: len(points) // 4 * 4, :2].reshape(-1, 4, 2)
    if not len(curves):
        return np.empty((0, 4))
    breaks = np.abs(curves[1:, 0] - curves[:-1, 3]).max(axis=1) > 1e-6
    starts = np.concatenate([[0], np.flatnonzero(breaks) + 1])
    low = np.minimum.reduceat(curves.min(axis=1), starts)
    high = np.maximum.reduceat(curves.max(axis=1), starts)
    return np.concatenate([low, high], axis=1)


def _shape(mobject: Mobject) -> Iterator[DrawnShape]:
    if isinstance(mobject, Item):
        points = mobject.eye.view.project(_seen(mobject))
        opacity = mobject.opacity * mobject.eye.visible
        starts, ends = _legs(mobject, points)
    elif isinstance(mobject, VMobject):
        points, opacity = mobject.points, _opacity(mobject)
        curves = points[: len(points) // 4 * 4].reshape(-1, 4, 3)
        starts, ends = curves[:, 0], curves[:, 3]
    else:
        return
    if opacity > 0.0 and len(points):
        box, some, every = _extent(points.tobytes(), points.shape[1])
        placed = some if isinstance(mobject, Stroke | Strokes) else every
        trace = np.empty((0, 2))
        if opacity > VISIBLE:
            trace = _trace(starts.tobytes(), ends.tobytes())
        yield DrawnShape(type(mobject).__name__, box, trace, placed)


@lru_cache(maxsize=_REMEMBERED)
def _extent(written: bytes, width: int) -> tuple[Array, bool, bool]:
    """The bounding box (4,) of points (n, width) that are finite, and whether some and all are."""
    points = np.frombuffer(written).reshape(-1, width)
    finite = np.isfinite(points).all(axis=1)
    some = bool(finite.any())
    points = points[finite, :2] if some else np.zeros((1, 2))
    box = np.concatenate([points.min(axis=0), points.max(axis=0)])
    return box, some, bool(finite.all())


def _behind(plate: Plate, shapes: list[DrawnShape]) -> Iterator[DrawnShape]:
    """The shapes, without the parts of their lines that a plate covers."""
    if not shapes or _opacity(plate) <= VISIBLE:
        yield from shapes
        return
    (box,) = _pen_boxes(plate.points)
    boxes = np.array([shape.box for shape in shapes])
    beside = (boxes[:, 2:] < box[:2]).any(axis=1) | (boxes[:, :2] > box[2:]).any(axis=1)
    for shape, apart in zip(shapes, beside.tolist(), strict=True):
        if apart:
            yield shape
        else:
            within = covers(box[None], shape.trace)[0]
            yield replace(shape, trace=shape.trace[~within])


def _seen(item: Item) -> Array:
    return item.visible() if isinstance(item, Stroke) else item.placed()


def _legs(item: Item, points: Array) -> tuple[Array, Array]:
    """Where the straight pieces of an item's lines begin and end, among its projected points."""
    if isinstance(item, Sheet):
        pairs, _ = item.patch.edges
        revealed = pairs[item.patch.revealed(pairs, item.revealed)]
        return points[revealed[:, 0]], points[revealed[:, 1]]
    if isinstance(item, Strokes):
        return points[::2], points[1::2]
    return (points, points) if isinstance(item, Balls) else (points[:-1], points[1:])


@lru_cache(maxsize=_REMEMBERED)
def _trace(starts: bytes, ends: bytes) -> Array:
    """Points (n, 2) along straight pieces within the frame, at most `GRAIN` apart.

    From the bytes of where the pieces begin and end, (m, 3): most are as they were a moment ago.
    """
    begin, end = (np.frombuffer(side).reshape(-1, 3)[:, :2] for side in (starts, ends))
    return along_legs(*cut_legs(begin, end, -np.array(FRAME), np.array(FRAME)), GRAIN)


def _opacity(mobject: VMobject) -> float:
    """The opacity of a shape where it is most opaque."""
    filled = float(mobject.get_fill_opacity())
    return max(filled, float(mobject.get_stroke_opacity()) if mobject.get_stroke_width() else 0.0)
