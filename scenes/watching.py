"""What is seen of a scene at a moment: its texts and its shapes, measured on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from manim import Animation, AnimationGroup, FadeIn, FadeOut, Mobject, Scene, Transform, VMobject

from scenes.drawing.items import Item, Stroke
from scenes.layout import Shape, Text
from scenes.parts.text import Counter, Glyphs
from scenes.parts.typeset import Array

_STEADY = 1e-3  # less change of opacity than this is none


class Watcher:
    """Looks at a scene again and again, and tells what is there from what comes and goes."""

    def __init__(self) -> None:
        self._opacities: dict[int, float] = {}

    def look(self, scene: Scene) -> tuple[list[Text], list[Shape]]:
        """All texts and shapes that are there now, however faint the texts."""
        flying = {id(part) for part in _in_flight(scene.animations or ())}
        leaves = list(_leaves(scene))
        texts = [m for m in leaves if isinstance(m, Glyphs | Counter) and len(m.points) > 4]
        seen = [self._text(text, id(text) in flying) for text in texts]
        self._opacities = {id(m): s.opacity for m, s in zip(texts, seen, strict=True)}
        others = [m for m in leaves if not isinstance(m, Glyphs | Counter)]
        return seen, [shape for mobject in others for shape in _shape(mobject)]

    def _text(self, mobject: Glyphs | Counter, flying: bool) -> Text:
        boxes = _pen_boxes(mobject.points[4:])
        opacity = float(mobject.fill_rgbas[0, 3])
        change = abs(self._opacities.get(id(mobject), 0.0) - opacity)
        extent = max(np.ptp(boxes[:, ::2]), np.ptp(boxes[:, 1::2]))
        note = mobject.note
        return Text(
            note.says,
            note.unit,
            boxes,
            note.cap_height * float(extent) / note.extent,
            mobject.fill_rgbas[0, :3],
            opacity,
            fading=change > _STEADY and opacity < 1.0 - _STEADY,
            flying=flying,
            tick=note.tick,
        )


def _leaves(scene: Scene) -> Iterator[Mobject]:
    """All mobjects that have points of their own, each once."""
    seen = set()
    for top in scene.mobjects:
        for mobject in top.get_family():
            if id(mobject) not in seen and len(mobject.points):
                seen.add(id(mobject))
                yield mobject


def _in_flight(animations: Iterable[Animation]) -> Iterator[Mobject]:
    """What animations turn into something else, or carry to another place."""
    for animation in animations:
        if isinstance(animation, AnimationGroup):
            yield from _in_flight(animation.animations)
        elif isinstance(animation, Transform) and not isinstance(animation, FadeIn | FadeOut):
            assert isinstance(animation.mobject, Mobject)
            yield from animation.mobject.get_family()


def _pen_boxes(points: Array) -> Array:
    """The boxes (n, 4) about the separate outlines of cubic curves (4 * m, 3)."""
    curves = points[: len(points) // 4 * 4, :2].reshape(-1, 4, 2)
    if not len(curves):
        return np.empty((0, 4))
    breaks = np.abs(curves[1:, 0] - curves[:-1, 3]).max(axis=1) > 1e-6
    starts = np.concatenate([[0], np.flatnonzero(breaks) + 1])
    low = np.minimum.reduceat(curves.min(axis=1), starts)
    high = np.maximum.reduceat(curves.max(axis=1), starts)
    return np.concatenate([low, high], axis=1)


def _shape(mobject: Mobject) -> Iterator[Shape]:
    if isinstance(mobject, Item):
        points = mobject.visible() if isinstance(mobject, Stroke) else mobject.points
        shown = mobject.opacity > 0.0
        points = mobject.eye.view.project(points)
    elif isinstance(mobject, VMobject):
        points, shown = mobject.points, _is_drawn(mobject)
    else:
        return
    points = points[np.isfinite(points).all(axis=1), :2]
    if shown and len(points):
        box = np.concatenate([points.min(axis=0), points.max(axis=0)])
        yield Shape(type(mobject).__name__, box)


def _is_drawn(mobject: VMobject) -> bool:
    filled = bool(mobject.get_fill_opacity() > 0.0)
    stroked = mobject.get_stroke_opacity() > 0.0 and mobject.get_stroke_width() > 0.0
    return filled or bool(stroked)
