"""A map over the floor of a space: one becomes the other, and neither gets darker meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Animation, FadeIn, FadeOut, VMobject, smooth, squish_rate_func

from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.parts.maps.contours import BAND_OPACITY

_SOON = 0.4  # of the time, in which the dot covers the ball: while that is still seen well


def beneath(share: float) -> float:
    """How visible a space is below a map at a share of its opacity.

    A map covers a half: if the space faded by the same share, the bands of both would be darker in
    between than either.
    """
    return (1.0 - share) / (1.0 - BAND_OPACITY * share)


def laying(
    space: Space, parts: Sequence[VMobject], dot: VMobject, run_time: float
) -> list[Animation]:
    """Animations in which a map in parts, with its dot, comes to lie over a space seen from above.

    The space remains in the scene, invisible.
    """

    def show(share: float) -> None:
        space.eye.visible = beneath(share)

    first = squish_rate_func(smooth, 0.0, _SOON)
    covering = FadeIn(dot, run_time=run_time, rate_func=first)
    return [moving(space, show, run_time), *_fades(FadeIn, parts, run_time), covering]


def lifting(
    space: Space, parts: Sequence[VMobject], dot: VMobject, run_time: float
) -> list[Animation]:
    """Animations in which the map goes again."""

    def show(share: float) -> None:
        space.eye.visible = beneath(1.0 - share)

    last = squish_rate_func(smooth, 1.0 - _SOON, 1.0)
    uncovering = FadeOut(dot, run_time=run_time, rate_func=last)
    return [moving(space, show, run_time), *_fades(FadeOut, parts, run_time), uncovering]


def _fades(
    fade: type[FadeIn] | type[FadeOut], parts: Sequence[VMobject], run_time: float
) -> list[Animation]:
    return [fade(part, run_time=run_time) for part in parts if part.family_members_with_points()]
