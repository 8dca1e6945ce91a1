"""Texts that fly into the place of another text, while what they cross is faint."""

from __future__ import annotations

from collections.abc import Callable, Iterable

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
_TURN = 0.25  # share of the time in which it becomes faint, and in which it returns


class Flight(ReplacementTransform):
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


def there(share: float) -> float:
    """The course of what becomes faint, and stays so."""
    return float(smooth(min(1.0, share / _TURN)))


def returning(share: float) -> float:
    """The course of what is faint, and returns at the end."""
    return there(1.0 - share)


def there_and_back(share: float) -> float:
    """The course of what becomes faint, and returns at the end."""
    return min(there(share), returning(share))


def dimming(
    standing: Iterable[VMobject],
    course: Callable[[float], float] = there_and_back,
) -> list[Animation]:
    """Animations in which formulas that stand in the way of a flight are faint meanwhile.

    `course` says how faint, from 0 (not at all) to 1, at a share of the time; not at all is as they
    are now. So what returns later is asked for before it becomes faint.
    """
    return [_dimmed(shape, course) for shape in standing]


def _dimmed(shape: VMobject, course: Callable[[float], float]) -> Animation:
    parts = [p for p in shape.family_members_with_points() if isinstance(p, VMobject)]
    usual = [(part, part.get_fill_opacity(), part.get_stroke_opacity()) for part in parts]

    def faint(_: Mobject, share: float) -> None:
        left = 1.0 + course(share) * (_FAINT - 1.0)
        for part, fill, stroke in usual:
            if fill > 0.0:
                part.set_fill(opacity=left * fill, family=False)
            else:
                part.set_stroke(opacity=left * stroke, family=False)

    return UpdateFromAlphaFunc(shape, faint, rate_func=linear)
