"""Names beside the arrows of a step: where they hide neither an arrow nor one another."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from manim import DL, UR, Mobject, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.lettering.plate import AIR
from gradreel.scenes.parts.lettering.text import Glyphs, Markup

T = TypeVar("T", bound=Glyphs | Markup)

_ASIDE = 0.16  # screen units between an arrow and its name


def beside(name: T, start: Array, end: Array, others: VGroup) -> T:
    """Put a name beside the middle of an arrow between two screen points.

    It is above the arrow, or below it if that covers fewer of the `others`.
    """
    way = end - start
    above = np.array([-way[1], way[0], 0.0]) / (np.linalg.norm(way) or 1.0)
    above = above * np.sign(above[1] or 1.0)

    def covered(aside: Array) -> int:
        _next_to(name, (start + end) / 2, aside)
        return sum(_overlap(name, other) for other in others)

    return _next_to(name, (start + end) / 2, min((above, -above), key=covered))


def beside_leg(name: T, start: Array, end: Array, joined: Array, room: Box) -> T:
    """Put a name beside an arrow along an axis, not between it and `joined`, their sum's tip.

    Where there is no room for that it is beyond the tip, or else between them.
    """
    way = (end - start) / (np.linalg.norm(end - start) or 1.0)
    outward = end - joined
    if not outward.any():
        outward = np.array([way[1], np.abs(way[0]), 0.0])
    outward = outward / np.linalg.norm(outward)
    middle = (start + end) / 2
    for place, aside in ((middle, outward), (end, way), (middle, -outward)):
        if _fits(_next_to(name, place, aside), room):
            break
    return name


def _next_to(name: T, place: Array, aside: Array) -> T:
    half = (abs(aside[0]) * name.width + abs(aside[1]) * name.height) / 2
    name.move_to(place + (half + _ASIDE) * aside)
    return name


def _overlap(one: Mobject, other: Mobject) -> bool:
    far = np.abs(one.get_center() - other.get_center())
    return bool(
        2 * far[0] < one.width + other.width + 2 * AIR
        and 2 * far[1] < one.height + other.height + 2 * AIR
    )


def _fits(name: Glyphs | Markup, room: Box) -> bool:
    (left, bottom, _), (right, top, _) = name.get_corner(DL) - AIR, name.get_corner(UR) + AIR
    return bool(
        room.left <= left and right <= room.right and room.bottom <= bottom and top <= room.top
    )
