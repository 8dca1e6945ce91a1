"""Texts that fly into the place of another text, while what they cross is faint."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim import (
    Animation,
    Mobject,
    ReplacementTransform,
    UpdateFromAlphaFunc,
    VMobject,
    linear,
    smooth,
)

from gradreel.scenarios.arrays import Array

_FAINT = 0.25  # opacity of what stands where a text flies: the flying one alone can be read
_LEFT = 0.25  # share of the way after which a copy is opaque
_TURN = 0.25  # share of the time in which it becomes faint, and in which it returns


class Copying(ReplacementTransform):
    """The animation in which a copy of a text moves to another, which it becomes.

    The copy fades in as it leaves, so that it never lies on its original.
    """

    def interpolate_mobject(self, alpha: float) -> None:
        super().interpolate_mobject(alpha)
        # Eased, half of the time is over at half of the way.
        seen = min(1.0, self.rate_func(alpha) / _LEFT)
        for part in self.mobject.family_members_with_points():
            if isinstance(part, VMobject):
                part.set_fill(opacity=seen * part.get_fill_opacity(), family=False)


class Flight(Copying):
    """The animation in which a copy of a text flies to another, past screen points (n, 3)."""

    def __init__(self, copy: VMobject, goal: VMobject, stops: Array | None = None) -> None:
        between = np.empty((0, 3)) if stops is None else stops
        way = np.vstack([copy.get_center(), between, goal.get_center()])
        passed = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(way, axis=0), axis=1)))

        def along(start: Array, end: Array, share: float) -> Array:
            place = np.array([np.interp(share * passed[-1], passed, axis) for axis in way.T])
            straight = way[0] + share * (way[-1] - way[0])
            return np.asarray(start + share * (end - start) + (place - straight))

        super().__init__(copy, goal, path_func=along)


def dimming(standing: Iterable[VMobject]) -> list[Animation]:
    """Animations in which formulas that stand in the way of a flight are faint meanwhile."""
    return [_dimmed(shape) for shape in standing]


def _dimmed(shape: VMobject) -> Animation:
    parts = [p for p in shape.family_members_with_points() if isinstance(p, VMobject)]
    usual = [(part, part.get_fill_opacity(), part.get_stroke_opacity()) for part in parts]

    def faint(_: Mobject, share: float) -> None:
        left = 1.0 + smooth(min(1.0, share / _TURN, (1.0 - share) / _TURN)) * (_FAINT - 1.0)
        for part, fill, stroke in usual:
            if fill > 0.0:
                part.set_fill(opacity=left * fill, family=False)
            else:
                part.set_stroke(opacity=left * stroke, family=False)

    return UpdateFromAlphaFunc(shape, faint, rate_func=linear)
